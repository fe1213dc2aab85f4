"""Breaks of the decision tables: what they ask, where their limits lie, what they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutations.mutant import Kind, Mutant, files, misspelt, read, replaced, some

TABLES = "bpmn/*/*.dmn"
_RULE = r'\n *<rule id="\w+">(?:(?!</rule>).)*</rule>'


def swap(kind: str, path: str, new: str | None = None) -> Kind:
    """The first group of a pattern is misspelt, or replaced by a text."""

    def changed(found: re.Match[str]) -> str:
        text = misspelt(found.group(1)) if new is None else new
        start, end = found.start(1) - found.start(), found.end(1) - found.start()
        return found.group()[:start] + text + found.group()[end:]

    return lambda: replaced(kind, TABLES, path, changed)


def rows(kind: str, change: str, *, last: bool = False) -> Kind:
    """Rows are taken out, doubled, or change places with the next."""

    def mutants() -> Iterator[Mutant]:
        places = []
        for file in files(TABLES):
            found = list(re.finditer(_RULE, read(file), re.DOTALL))
            chosen = found[-1:] if last else found[:-1]
            places += [(file, each, found[found.index(each) + 1 :][:1]) for each in chosen]
        for file, row, following in some(places, kind):
            text, old = read(file), row.group()
            name = re.search(r'id="(\w+)"', old)
            if change == "gone":
                text = text.replace(old, "")
            elif change == "moved up":
                text = text.replace(old, "").replace(
                    following[0].group(), following[0].group() + old
                )
            else:
                twin = re.sub(r'id="(\w+)"', r'id="\1_Again"', old)
                text = text.replace(old, old + twin)
            yield Mutant(kind, file, name.group(1) if name else "", text)

    return mutants


def narrowed() -> Iterator[Mutant]:
    """One bound of one row is another: values lie between this row and its neighbour."""
    path = r"<text>((?:\]|\[)\d+\.\.\d+(?:\]|\[)|&[lg]t;=? ?\d+)</text>"

    def new(found: re.Match[str]) -> str:
        cell = found.group(1)
        number = re.search(r"\d+", cell)
        assert number is not None
        step = max(1, int(number.group()) // 10)
        away = -step if cell.startswith("&lt;") else step
        other = str(int(number.group()) + away)
        return f"<text>{cell[: number.start()]}{other}{cell[number.end() :]}</text>"

    yield from replaced("界限改了一边", TABLES, path, new)


def limits() -> Iterator[Mutant]:
    """A limit is ten times as long."""

    def new(found: re.Match[str]) -> str:
        return f'"{found.group(1)}{found.group(2)}0{found.group(3)}"'

    yield from replaced("时限改成十倍", "bpmn/*/sla.dmn", r'"(PT?)(\d+)([HMD])"', new)


KINDS: tuple[Kind, ...] = (
    swap("表的输入变量拼错", r'<inputExpression id="\w+" typeRef="\w+">\s*<text>(\w+)</text>'),
    swap("表的输出列改名", r'<output id="\w+" label="[^"]*" name="(\w+)"'),
    swap("表的输出值拼错", r'<outputEntry id="\w+">\s*<text>"([\w-]{3,})"</text>'),
    swap("表的输入值拼错", r'<inputEntry id="\w+">\s*<text>"([\w\u4e00-\u9fff-]{2,})"</text>'),
    swap("表的输出换成别的允许值", r'_approvalRoute">\s*<text>"(manager|director)"', "worker"),
    swap(
        "表选的岗位组不存在",
        r'_(?:responsibleGroup|executorGroup)">\s*<text>("[\w-]+")',
        '"nobody"',
    ),
    swap("命中策略改为 UNIQUE", r'hitPolicy="(FIRST)"', "UNIQUE"),
    swap("表没有历史保留期限", r'( camunda:historyTimeToLive="\w+")', ""),
    swap("表没有版本", r'(?<=name=")[^"]*"( camunda:versionTag="[\w.]+")', ""),
    swap(
        "表读机器的时钟",
        r'<inputExpression id="\w+" typeRef="\w+">\s*<text>(\w+)</text>',
        "today()",
    ),
    swap("决策标识改了", r'<decision id="([\w-]+)"'),
    rows("删去一行", "gone"),
    rows("删去兜底行", "gone", last=True),
    rows("一行写了两遍", "doubled"),
    rows("一行挪到下一行后面", "moved up"),
    narrowed,
    limits,
    swap("表的文件截断", r"(</decisionTable>.*)", ""),
)
