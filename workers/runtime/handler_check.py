"""Are handlers declared as designers need them? Asked in CI; nothing of it stops a worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from workers.contract import Handler
from workers.runtime.subscription import Subscription

__all__ = ["Slip", "SlipFinding", "check_handlers"]


class Slip(Enum):
    """What a declaration lacks."""

    NO_SUMMARY = "no_summary"
    """The function has no docstring, so nobody reads what it does."""
    NO_LABEL = "no_label"
    """Designers see no name in the list of workers."""
    NO_ERROR_LABEL = "no_error_label"
    """Designers see a code only."""
    ERROR_TWICE = "error_twice"
    """One code is declared twice; only one label can be shown."""
    TOPIC_TWICE = "topic_twice"
    """Two handlers name one topic; a worker would take neither."""


@dataclass(frozen=True, slots=True)
class SlipFinding:
    """One slip of one handler."""

    slip: Slip
    topic: str
    code: str | None = None
    """The BPMN error that it is about."""


# Any: handlers of every input, output and desk.
def check_handlers(handlers: Iterable[Handler[Any, Any, Any] | Subscription]) -> list[SlipFinding]:
    """Look through declarations, in their order. Needs no model and no engine."""
    given = [each.handler if isinstance(each, Subscription) else each for each in handlers]
    topics = Counter(each.topic for each in given)
    twice = [SlipFinding(Slip.TOPIC_TWICE, topic) for topic, times in topics.items() if times > 1]
    return [*(finding for each in given for finding in _of(each)), *twice]


# Any: as above.
def _of(handler: Handler[Any, Any, Any]) -> Iterator[SlipFinding]:
    if not handler.summary.strip():
        yield SlipFinding(Slip.NO_SUMMARY, handler.topic)
    if not handler.label.strip():
        yield SlipFinding(Slip.NO_LABEL, handler.topic)
    for code, times in Counter(error.code for error in handler.errors).items():
        if times > 1:
            yield SlipFinding(Slip.ERROR_TWICE, handler.topic, code)
    for error in handler.errors:
        if not error.label.strip():
            yield SlipFinding(Slip.NO_ERROR_LABEL, handler.topic, error.code)
