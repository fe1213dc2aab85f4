"""Which BPMN errors are caught where: by events on the border, around, or beside in the scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element

from workers.models.xml import bpmn

EVERY: Final = "*"
"""Stands for all codes: an event without a code catches any error."""
_SCOPES: Final = frozenset(bpmn(name) for name in ("subProcess", "transaction", "adHocSubProcess"))


def caught_errors(root: Element) -> dict[str, frozenset[str]]:
    """Id of each activity → the codes that are caught when it raises them."""
    codes = {str(each.get("id")): each.get("errorCode") for each in root.iterfind(bpmn("error"))}
    found: dict[str, frozenset[str]] = {}
    for process in root.iterfind(bpmn("process")):
        found.update(_in_scope(process, frozenset(), codes))
    return found


def _in_scope(
    scope: Element, outside: frozenset[str], codes: Mapping[str, str | None]
) -> Iterator[tuple[str, frozenset[str]]]:
    """The activities of a process or sub-process; ``outside`` is what is caught around it."""
    caught = outside.union(*(_codes(start, codes) for start in _event_starts(scope)))
    for element in scope:
        own = caught.union(
            *(
                _codes(boundary, codes)
                for boundary in scope.iterfind(bpmn("boundaryEvent"))
                if boundary.get("attachedToRef") == element.get("id")
            )
        )
        yield str(element.get("id")), own
        if element.tag in _SCOPES:
            yield from _in_scope(element, own, codes)


def _event_starts(scope: Element) -> Iterator[Element]:
    for inner in scope.iterfind(bpmn("subProcess")):
        if inner.get("triggeredByEvent") == "true":
            yield from inner.iterfind(bpmn("startEvent"))


def _codes(event: Element, codes: Mapping[str, str | None]) -> set[str]:
    return {
        codes.get(str(each.get("errorRef"))) or EVERY
        for each in event.iterfind(bpmn("errorEventDefinition"))
    }
