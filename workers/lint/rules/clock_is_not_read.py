"""No model and no table reads the machine's clock: instants are reckoned by workers."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from workers.lint.expression import reads_clock
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule
from workers.models.xml import split, text


@rule("模型和决策表不读机器的时钟。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """``now()`` and its kin: they know no calendar, no pause and no test's time."""
    for file in project.models:
        running = {each.id for each in file.processes}
        for element, expression in _expressions(file.root, running):
            if reads_clock(expression):
                yield Flaw(
                    file,
                    element,
                    f"读了机器的时钟：{expression}。",
                    "由工作者按时限表和工作日历算出时间，写进变量，这里用变量。",
                )
    for table in project.tables:
        for decision in table.decisions:
            for element, expression in table.texts(decision):
                if reads_clock(expression):
                    yield Flaw(
                        table,
                        element,
                        f"决策表读了机器的时钟：{expression}。",
                        "把时间作为输入传给决策表。",
                    )


def _expressions(root: Element, running: set[str]) -> Iterator[tuple[str, str]]:
    """Every attribute and text of the running processes, with the element it belongs to."""
    for process in root:
        if process.get("id") in running:
            yield from _within(process, str(process.get("id")))


def _within(element: Element, owner: str) -> Iterator[tuple[str, str]]:
    kind = split(element.tag)[1]
    if kind == "documentation":
        return
    if element.get("id") and not kind.endswith(("EventDefinition", "Characteristics")):
        owner = str(element.get("id"))
    yield from ((owner, value) for name, value in element.attrib.items() if name != "name")
    yield owner, text(element)
    for each in element:
        yield from _within(each, owner)
