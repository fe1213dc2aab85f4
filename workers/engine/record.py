"""The base of what the engine answers: frozen, tolerant of fields that newer engines add."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from workers.engine.decoding import DecodeError, decode_all
from workers.engine.errors import UnexpectedAnswer


class Record(BaseModel):
    """One thing of the engine; ``created_at`` here may be ``createdAt`` there."""

    model_config = ConfigDict(
        defer_build=True,
        alias_generator=to_camel,
        populate_by_name=True,
        extra="ignore",
        frozen=True,
    )

    @classmethod
    def read(cls, path: str, payload: object) -> Self:
        """One record from JSON.

        Raises:
            UnexpectedAnswer: required fields are missing.
        """
        try:
            return cls.model_validate(payload)
        except ValidationError as error:
            raise _unexpected(path, error) from None


R = TypeVar("R", bound=Record)


def read_list(record: type[R], path: str, payload: object) -> list[R]:
    """A list of records from JSON.

    Raises:
        UnexpectedAnswer: not a list of such records.
    """
    try:
        return TypeAdapter(list[record]).validate_python(payload)  # type: ignore[valid-type]  # built at run time
    except ValidationError as error:
        raise _unexpected(path, error) from None


# Any: typed values as the engine sends them.
def read_variables(path: str, payload: Mapping[str, Mapping[str, Any]] | None) -> dict[str, object]:
    """Decoded variables by name.

    Raises:
        UnexpectedAnswer: a variable does not fit its type.
    """
    try:
        return decode_all(payload or {})
    except DecodeError as error:
        raise UnexpectedAnswer("GET", path, str(error)) from None


def _unexpected(path: str, error: ValidationError) -> UnexpectedAnswer:
    # Only places, never values: a record may hold a customer's words.
    places = {".".join(str(step) for step in fault["loc"]) for fault in error.errors()}
    return UnexpectedAnswer("GET", path, f"missing or malformed: {', '.join(sorted(places))}")
