"""Letters of notices: facts in, subject and body out.

Who gets them, by which channel and when is left to the handlers and the outbox. A template
sees only the facts that are declared for its notice, so nothing internal slips into a letter to
a customer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Final, Literal

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from workers.casework.timezone import written

Audience = Literal["customer", "internal"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A text ready to send; ``subject`` is one line."""

    subject: str
    body: str


class LetterError(Exception):
    """A letter cannot be written. The message names notice and fact, never a fact's value."""


class UnknownNotice(LetterError):
    """There is no notice of that id."""


class MissingFact(LetterError):
    """A fact that the notice needs was not given."""

    def __init__(self, notice: str, fact: str) -> None:
        super().__init__(f"notice {notice} needs the fact {fact!r}; pass it to compose()")
        self.notice = notice
        self.fact = fact


class WrongFact(LetterError):
    """A fact has another type than the notice declares."""

    def __init__(self, notice: str, fact: str, wanted: str) -> None:
        super().__init__(f"notice {notice}: fact {fact!r} must be {wanted}")
        self.notice = notice
        self.fact = fact


class Kind(Enum):
    """Type of a fact; the value says it in words."""

    TEXT = "a non-empty text"
    MOMENT = "an aware datetime"
    YUAN = "a Decimal in yuan"
    ITEMS = "a list of texts"
    NUMBER = "a whole number"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: what it is, for whom, and the facts that its template uses."""

    title: str
    audience: Audience
    needs: Mapping[str, Kind]
    may_have: Mapping[str, Kind]


class LetterBook:
    """The notices of a procedure with their templates.

    Args:
        notices: by id.
        template: text of a file by its name, ``None`` if there is no such file. The template of a
            notice is ``<id>.txt.j2``; it may extend and include others.
    """

    def __init__(
        self, notices: Mapping[str, Notice], template: Callable[[str], str | None]
    ) -> None:
        self.notices = notices
        self._environment = SandboxedEnvironment(
            loader=FunctionLoader(template),
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["one_line"] = _one_line

    def compose(self, notice: str, facts: Mapping[str, object]) -> Letter:
        """Write a notice.

        Args:
            notice: its id.
            facts: by name; instants as aware datetimes, sums as Decimal. Facts that the notice
                does not declare are ignored; an optional fact may be absent, ``None`` or empty.

        Raises:
            UnknownNotice: no such id.
            MissingFact: a needed fact is absent, ``None`` or empty.
            WrongFact: a fact has the wrong type.
        """
        declared = self.notices.get(notice)
        if declared is None:
            raise UnknownNotice(f"no notice {notice!r}; there are {', '.join(self.notices)}")
        shown: dict[str, object] = {}
        for name, kind in {**declared.needs, **declared.may_have}.items():
            value = facts.get(name)
            if value is None or value in ("", (), []):
                if name in declared.needs:
                    raise MissingFact(notice, name)
                shown[name] = None
            else:
                shown[name] = _shown(notice, name, kind, value)
        text = self._environment.get_template(f"{notice}.txt.j2").render(shown)
        subject, _, body = _readable(text).partition("\n")
        return Letter(subject.strip(), body.strip() + "\n")


def _shown(notice: str, name: str, kind: Kind, value: object) -> object:
    try:
        return _SHOW[kind](value)
    except (TypeError, ValueError) as wrong:
        raise WrongFact(notice, name, kind.value) from wrong


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value.strip()


def _moment(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError
    return written(value)


def _yuan(value: object) -> str:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise TypeError
    return f"{value:,.2f} 元"


def _items(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError
    return tuple(_text(item) for item in value)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


_SHOW: Final[Mapping[Kind, Callable[[object], object]]] = {
    Kind.TEXT: _text,
    Kind.MOMENT: _moment,
    Kind.YUAN: _yuan,
    Kind.ITEMS: _items,
    Kind.NUMBER: _number,
}


_UNREADABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def _readable(text: str) -> str:
    """Without controls and half characters, which neither mail nor database can carry."""
    whole_lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", whole_lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())
