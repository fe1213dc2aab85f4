"""Breaks of the forms, the letters and the list of groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutations.mutant import Kind, Mutant, files, misspelt, read, replaced, some

FORMS = "forms/*.form"
LETTERS = "workers/procedures/complaint/letters/N*.j2"
IDENTITY = "workers/cli/identity.toml"


def swap(kind: str, pattern: str, path: str, new: str | None = None) -> Kind:
    """The first group of a pattern is misspelt, or replaced by a text."""

    def changed(found: re.Match[str]) -> str:
        text = misspelt(found.group(1)) if new is None else new
        start, end = found.start(1) - found.start(), found.end(1) - found.start()
        return found.group()[:start] + text + found.group()[end:]

    return lambda: replaced(kind, pattern, path, changed)


def gone(kind: str, pattern: str) -> Kind:
    """A file is not there."""

    def mutants() -> Iterator[Mutant]:
        for file in some(files(pattern), kind):
            yield Mutant(kind, file, "删去文件", None)

    return mutants


def groups() -> Iterator[Mutant]:
    """A group is not in the list any more."""
    listed = re.findall(r'\n  \{ id = "([\w-]+)", name = "[^"]+" \},', read(IDENTITY))
    used = [each for each in listed if each not in {"ops", "staff"}]
    for group in some(used, "岗位组从名单删去"):
        text = re.sub(rf'\n  \{{ id = "{group}", name = "[^"]+" \}},', "", read(IDENTITY))
        yield Mutant("岗位组从名单删去", IDENTITY, group, text)


KINDS: tuple[Kind, ...] = (
    swap("字段的键拼错", FORMS, r'"key": "(\w+)"'),
    swap(
        "多行文字没有上限",
        FORMS,
        r'"type": "textarea",(?:(?!"type").)*?("maxLength": 2000)',
        '"minLength": 0',
    ),
    swap(
        "多行文字上限太大",
        FORMS,
        r'"type": "textarea",(?:(?!"type").)*?"maxLength": (2000)',
        "20000",
    ),
    swap("勾选框改为文字", FORMS, r'"type": "(checkbox)"', "textfield"),
    swap("文字改为数字", FORMS, r'"type": "(textarea)"', "number"),
    swap("金额改为数字", FORMS, r'"key": "\w*Amount",\s*"type": "(textfield)"', "number"),
    swap("金额的校验放宽", FORMS, r'"key": "\w*Amount".*?"pattern": "([^"]+)"', "^[0-9.]+$"),
    swap("选项的值写错", FORMS, r'"value": "([^"]{2,})"'),
    swap("显示的变量拼错", FORMS, r"\{\{(?:if )?(\w{5,})"),
    swap("隐藏条件的变量拼错", FORMS, r'"hide": "=\(?(\w+)'),
    swap("必填改为选填", FORMS, r'"required": (true)', "false"),
    swap("表单版本太新", FORMS, r'"schemaVersion": (16)', "19"),
    swap("表单标识改了", FORMS, r'"type": "default",\s*"id": "([\w-]+)"'),
    swap("表单的 JSON 写坏", FORMS, r'("components": \[)', '"components": '),
    gone("表单文件删去", FORMS),
    swap("信函的内容名拼错", LETTERS, r"\{\{ (\w+)"),
    swap("信函的模板语法写坏", LETTERS, r"(\{% endblock %\})", "{% endblok %}"),
    swap("信函的外框写错", LETTERS, r'extends "(\w+)', "nobody"),
    gone("信函文件删去", LETTERS),
    swap("信函漏写一项内容", LETTERS, r"(\{\{ (?!case_no|complainant)\w+ \}\})", "（略）"),
    groups,
)
