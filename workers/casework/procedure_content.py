"""What a procedure declares of its cases: number, record, forms, notices, limits.

A procedure whose steps are general topics consists of these tables and its files; see
``docs/procedures.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from workers.casework.letters import Kind
from workers.casework.record import FieldType

_NAME: Final = r"^[a-z][A-Za-z0-9]*$"
PATTERN: Final = r"^(?:[A-Z0-9-]|\{(?:day|year|no(?::[1-9])?)\})+$"
_KINDS: Final[Mapping[str, Kind]] = {
    "text": Kind.TEXT,
    "moment": Kind.MOMENT,
    "yuan": Kind.YUAN,
    "items": Kind.ITEMS,
    "number": Kind.NUMBER,
}
KINDS: Final = tuple(_KINDS)
"""Types of facts, as ``procedure.toml`` names them."""


def _kind(value: object) -> object:
    return _KINDS.get(value, value) if isinstance(value, str) else value


def _field_type(value: object) -> object:
    return FieldType(value) if isinstance(value, str) and value in set(FieldType) else value


FactKind = Annotated[Kind, BeforeValidator(_kind)]
RecordType = Annotated[FieldType, BeforeValidator(_field_type)]
Name = Annotated[str, Field(pattern=_NAME)]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CaseContent(_Declared):
    """How a case is numbered and named.

    ``number`` is a pattern such as ``WJ-{day}-{no}``; ``title`` and ``party`` are names of fields
    of the record. ``status`` is what the case begins with. ``urgency`` is the field that says how
    urgent it is. ``private`` are fields with a person's name or contact data: they stay in the
    record, and leave the process with the step that files them.
    """

    number: str = Field(pattern=PATTERN)
    title: Name
    party: Name | None = None
    urgency: Name | None = None
    private: Sequence[Name] = ()
    status: str = Field(default="已登记", min_length=1)


class FormContent(_Declared):
    """A form by its number on paper: the file it is in, and its name."""

    file: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)


class NoticeContent(_Declared):
    """A notice: who gets it and what its letter may speak of.

    ``to`` is ``group:<id>``, ``starter``, ``performer:<user task>`` or ``record:<field>``; such a
    field holds a mail address or the id of a group.
    """

    title: str = Field(min_length=1)
    audience: Literal["customer", "internal"]
    to: str = Field(pattern=r"^(?:starter|group:[a-z-]+|performer:Task_\w+|record:\w+)$")
    needs: Mapping[Name, FactKind] = {}
    may_have: Mapping[Name, FactKind] = {}
    acknowledges: bool = False


class Content(_Declared):
    """Everything that general topics need to know of a procedure.

    ``limits``, ``escalation`` and ``completeness`` are ids of decision tables; ``retention`` counts
    years. ``reminder`` is the notice of limits in called processes.
    """

    case: CaseContent
    record: Mapping[Name, RecordType] = {}
    forms: Mapping[str, FormContent] = {}
    notices: Mapping[str, NoticeContent] = {}
    numbers: Mapping[Name, Annotated[str, Field(pattern=PATTERN)]] = {}
    limits: str | None = None
    escalation: str | None = None
    completeness: str | None = None
    reminder: str | None = None
    retention: int = Field(default=10, ge=1, le=100)

    def unknown_names(self) -> list[tuple[str, str]]:
        """Keys that name a field the record does not have, each with that name."""
        named = [("case.title", self.case.title)]
        if self.case.party is not None:
            named.append(("case.party", self.case.party))
        if self.case.urgency is not None:
            named.append(("case.urgency", self.case.urgency))
        named += [("case.private", each) for each in self.case.private]
        named += [
            (f"notices.{notice}.to", each.to.removeprefix("record:"))
            for notice, each in self.notices.items()
            if each.to.startswith("record:")
        ]
        return [(key, name) for key, name in named if name not in self.record]


ALLOWED: Final[Mapping[str, str]] = {
    "number": "a pattern such as WJ-{day}-{no}",
    "title": "a text; under [case] the name of a field of [record]",
    "party": "the name of a field of [record]",
    "urgency": "the name of a field of [record]",
    "private": "a list of names of fields of [record]",
    "file": "the name of a file in the forms' folder, without .form",
    "audience": "customer or internal",
    "to": "group:<id>, starter, performer:<user task> or record:<field>",
    "record": f"names with a type of {', '.join(FieldType)}",
    "needs": f"names with a type of {', '.join(KINDS)}",
    "may_have": f"names with a type of {', '.join(KINDS)}",
    "numbers": "names with a pattern such as FB-{year}-{no:3}",
    "retention": "a number of years from 1 to 100",
    "acknowledges": "true or false",
    "reminder": "the id of a notice under [notices]",
}
"""What may stand under a key, in words."""


def expected(path: list[str]) -> str:
    """In words what may stand at a key, given as its path."""
    for part in reversed(path):
        if part in ALLOWED:
            return ALLOWED[part]
    return "a text"


_TOKEN: Final = re.compile(r"\{(day|year|no(?::(\d))?)\}")


def series_of(pattern: str, day: str) -> str:
    """The pattern with its date filled in; what is left is the place of the running number.

    Args:
        pattern: see :data:`PATTERN`.
        day: as in 20261128.
    """
    return pattern.replace("{day}", day).replace("{year}", day[:4])


def numbered(series: str, running: int) -> str:
    """A number of a series: ``{no}`` becomes the running number, of four digits or as it says."""

    def digits(found: re.Match[str]) -> str:
        return f"{running:0{found[2] or 4}d}"

    return _TOKEN.sub(digits, series)
