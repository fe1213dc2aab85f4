"""Replay records: what an execution answered, so that a redelivery repeats the answer only.

The key is business key + activity + round + purpose (design §5): a rewound or restored engine
issues new task ids, so the task id is kept beside the key, not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.store import Base


class ReplayRecord(Base):
    """The recorded answer of one execution.

    ``error_code`` is set if it ended in a BPMN error. ``variables`` are what went to the
    engine, in JSON form with their types.
    """

    __tablename__ = "replay_record"

    effect_key: Mapped[str] = mapped_column(String(300), primary_key=True)
    task_id: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime]
    error_code: Mapped[str | None]
    error_message: Mapped[str | None]
    variables: Mapped[dict[str, Any]]


class Replays:
    """Recorded answers within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, effect_key: str) -> ReplayRecord | None:
        """The answer given before under this key, or ``None``."""
        return self._session.get(ReplayRecord, effect_key)

    def record(self, record: ReplayRecord) -> None:
        """Record an answer; a second one under the same key violates the primary key."""
        self._session.add(record)
        self._session.flush()


def encoded(variables: Mapping[str, object]) -> dict[str, Any]:
    """Variables in JSON form that :func:`decoded` turns back with their Python types.

    Raises:
        TypeError: a value is none of the types that a contract may use.
    """
    return {name: _encode(value) for name, value in variables.items()}


def decoded(variables: Mapping[str, Any]) -> dict[str, object]:
    """The inverse of :func:`encoded`."""
    return {name: _DECODE[kind](value) for name, (kind, value) in variables.items()}


def _encode(value: object) -> list[object]:
    if isinstance(value, Decimal):
        return ["decimal", str(value)]
    if isinstance(value, datetime):
        return ["instant", value.isoformat()]
    if value is None or isinstance(value, (str, bool, int, float, list, dict)):
        return ["plain", value]
    raise TypeError(f"a variable of type {type(value).__name__} cannot be recorded")


_DECODE: dict[str, Callable[[Any], object]] = {
    "decimal": Decimal,
    "instant": datetime.fromisoformat,
    "plain": lambda value: value,
}
