"""A procedure as its designer declares it: ``bpmn/<folder>/procedure.toml``.

It says what the paper says: number, name, version, scope, posts. A mistake is answered by one
sentence with the file, the key, what is wrong and what is allowed.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_snake

from workers.casework import procedure_content
from workers.casework.procedure_content import Content

FILE: Final = "procedure.toml"
_NUMBER: Final = r"^[A-Z]{2,4}-([A-Z]{2}|\d{4})-\d{3}$"
_VERSION: Final = r"^V\d+\.\d+$"
_ID: Final = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_ALLOWED: Final[Mapping[str, str]] = {
    "number": "a number such as CSC-2024-001 or FW-SC-001",
    "version": "a version such as V1.1",
    "status": "one of 草稿, 试点, 生效, 废止",
    "effective": "a day such as 2026-11-01, without quotation marks",
    "processes": "ids of processes, such as order-handling, at least one and each once",
    "owner": "id of a group, such as cs-manager",
    "posts": "names of posts, at least one",
    "earlier": "tables [[earlier]] with version and change, the oldest first",
}


class Status(StrEnum):
    """状态 of P40."""

    DRAFT = "草稿"
    PILOT = "试点"
    EFFECTIVE = "生效"
    REPEALED = "废止"


class ProcedureError(Exception):
    """A ``procedure.toml`` is missing or wrong; ``way_out`` says what is allowed."""

    def __init__(self, file: Path, key: str, problem: str, way_out: str) -> None:
        where = f"{file.parent.name}/{file.name}" + (f", {key}" if key else "")
        super().__init__(f"{where}: {problem}")
        self.way_out = way_out


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Earlier(_Declared):
    """A version that was before; what it changed then."""

    version: str = Field(pattern=_VERSION)
    change: str = Field(min_length=1)


class Procedure(_Declared):
    """One SOP in one version. Texts are Chinese; ``owner`` is a group of the engine.

    ``effective`` is the first day; without it the version counts from its deployment.
    ``change`` says what this version changes, ``approval`` names the decision behind it.
    ``content`` is what the general topics need; a procedure with workers of its own has none.
    """

    number: str = Field(pattern=_NUMBER)
    name: str = Field(min_length=1)
    version: str = Field(pattern=_VERSION)
    status: Status
    effective: date | None = None
    scope: str = Field(min_length=1)
    department: str = Field(min_length=1)
    posts: tuple[str, ...] = Field(min_length=1)
    owner: str = Field(pattern=_ID)
    change: str = Field(min_length=1)
    approval: str = Field(min_length=1)
    processes: tuple[str, ...] = Field(min_length=1)
    earlier: tuple[Earlier, ...] = ()
    content: Content | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        versions = [as_number(each.version) for each in self.earlier]
        if versions != sorted(set(versions)) or (
            versions and versions[-1] >= as_number(self.version)
        ):
            raise ValueError("earlier")
        if len(set(self.processes)) != len(self.processes) or not all(
            re.match(_ID, each) for each in self.processes
        ):
            raise ValueError("processes")
        if self.content is not None and self.content.unknown_names():
            raise ValueError("content." + self.content.unknown_names()[0][0])
        return self


def as_number(version: str) -> tuple[int, int]:
    """A version so that later ones are greater: V1.10 is after V1.9."""
    major, minor = version.removeprefix("V").split(".")
    return int(major), int(minor)


def read_procedure(folder: Path) -> Procedure:
    """The procedure that a folder declares.

    Raises:
        ProcedureError: the file is missing, no TOML, or wrong in some key.
    """
    file = folder / FILE
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        missing = ProcedureError(file, "", "is missing", "Copy it from another procedure.")
        raise missing from None
    return parse_procedure(data, file)


def parse_procedure(data: bytes, file: Path) -> Procedure:
    """The procedure that the bytes of a ``procedure.toml`` declare.

    Args:
        data: of the file.
        file: named in errors.

    Raises:
        ProcedureError: it is no TOML, or wrong in some key.
    """
    try:
        stated = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise ProcedureError(file, "", f"no TOML ({broken})", "Mend that line.") from None
    try:
        return Procedure.model_validate(_loose(stated))
    except ValidationError as invalid:
        raise _explained(file, invalid.errors()[0]) from None


# Any: TOML of the designer.
def _loose(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Lists as tuples and words as statuses, so that the rest can be strict."""
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in stated.items()
    }
    if "case" in given or "record" in given:
        given["content"] = {key: given.pop(key) for key in Content.model_fields if key in given}
    status = given.get("status")
    if isinstance(status, str) and status in set(Status):
        given["status"] = Status(status)
    return given


def _explained(file: Path, error: Any) -> ProcedureError:
    path = [str(part) for part in error["loc"]]
    if not path:  # the model validator names the key
        path = str(error["ctx"]["error"]).split(".")
    if path[0] == "content" and len(path) > 1:
        path = [part for part in path[1:] if part != "[key]"]
        return _explained_content(file, path, error)
    key = ".".join(path)
    last = path[-1] if not path[-1].isdigit() else path[0]
    if error["type"] == "missing":
        return ProcedureError(file, key, "is missing", f"Give {_ALLOWED.get(last, 'a text')}.")
    if error["type"] == "extra_forbidden":
        close = difflib.get_close_matches(to_snake(last), Procedure.model_fields, n=1)
        known = (
            f"Did you mean {close[0]}?"
            if close
            else f"Keys are {', '.join(Procedure.model_fields)}."
        )
        return ProcedureError(file, key, "is no key", known)
    return ProcedureError(file, key, "is wrong", f"Give {_ALLOWED.get(last, 'a text')}.")


# Any: an error of pydantic.
def _explained_content(file: Path, path: list[str], error: Any) -> ProcedureError:
    key = ".".join(path)
    way_out = f"Give {procedure_content.expected(path)}."
    if error["type"] == "missing":
        return ProcedureError(file, key, "is missing", way_out)
    if error["type"] == "extra_forbidden":
        return ProcedureError(file, key, "is no key", f"Keys are {_keys_beside(path)}.")
    if error["type"] == "value_error":
        return ProcedureError(
            file, key, "names a field that the record does not have", "Add it to [record]."
        )
    return ProcedureError(file, key, "is wrong", way_out)


def _keys_beside(path: list[str]) -> str:
    """The keys that may stand where a wrong one was found."""
    models: dict[str, type[BaseModel]] = {
        "case": procedure_content.CaseContent,
        "forms": procedure_content.FormContent,
        "notices": procedure_content.NoticeContent,
    }
    return ", ".join(models.get(path[0], Content).model_fields)
