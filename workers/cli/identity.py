"""Who should be on an engine: users, groups, permissions and filters, as a file lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from workers.cli.errors import UsageFault
from workers.cli.logins import ADMIN, WORKER
from workers.cli.task_filters import TaskFilter

STAFF: Final = "staff"
"""The group of everybody."""
EVERY_PROCESS: Final = "@processes"
"""In a permission's ``ids``: the processes of all procedures."""


class _Listed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(_Listed):
    """A group of staff; ``id`` is what the models name as candidate group."""

    id: str
    name: str


class Person(_Listed):
    """A member of staff."""

    id: str
    last: str
    first: str
    groups: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Family name first."""
        return self.last + self.first


class Permission(_Listed):
    """What somebody may do with some resources."""

    to: str
    on: Literal[
        "application",
        "user",
        "group",
        "process-definition",
        "task",
        "process-instance",
        "deployment",
        "decision-definition",
        "batch",
    ]
    ids: tuple[str, ...]
    allow: tuple[str, ...]


class _System(_Listed):
    worker: Person


class Directory(_Listed):
    """The whole list."""

    groups: tuple[Group, ...]
    users: tuple[Person, ...]
    system: _System
    permissions: tuple[Permission, ...]
    filters: tuple[TaskFilter, ...]

    @model_validator(mode="after")
    def _known_groups_only(self) -> Self:
        known = {group.id for group in self.groups}
        for person in self.users:
            if unknown := set(person.groups) - known:
                raise ValueError(f"user {person.id} is in unknown group {min(unknown)}")
        for each in self.permissions:
            if each.to not in {*known, "@worker"}:
                raise ValueError(f"a permission goes to unknown group {each.to}")
        return self

    @classmethod
    def shipped(cls) -> Self:
        """The list of this package."""
        text = resources.files("workers.cli").joinpath("identity.toml").read_text("utf-8")
        return cls.model_validate(tomllib.loads(text))

    @classmethod
    def read(cls, file: Path) -> Self:
        """The list of a company; ``workers/cli/identity.toml`` shows how it is written.

        Raises:
            UsageFault: the file cannot be read, or says something else.
        """
        try:
            return cls.model_validate(tomllib.loads(file.read_text("utf-8")))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(each) for each in first["loc"])
            raise UsageFault(f"{file}: {where or 'the list'}: {first['msg']}") from None
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageFault(f"{file} cannot be read ({error})") from None

    @property
    def accounts(self) -> list[str]:
        """Everybody who needs a password: administrator, workers, staff."""
        return [ADMIN, WORKER, *(person.id for person in self.users)]

    def members(self, group: str) -> list[Person]:
        """The people of a group, in the order of the list."""
        return [person for person in self.users if group in person.groups]

    @property
    def names(self) -> dict[str, str]:
        """The Chinese names behind the ids of groups and people."""
        return {group.id: group.name for group in self.groups} | {
            person.id: person.name for person in self.users
        }

    def opened(self, starters: Mapping[str, Sequence[str]]) -> Self:
        """The list with the permissions that follow from the models.

        Args:
            starters: process → groups that may start it, as its model says.
        """
        listed = [
            each.model_copy(update={"ids": tuple(starters)})
            if each.ids == (EVERY_PROCESS,)
            else each
            for each in self.permissions
        ]
        for process, groups in starters.items():
            listed += [
                Permission(
                    to=group, on="process-definition", ids=(process,), allow=("CREATE_INSTANCE",)
                )
                for group in groups
            ]
        listed += [
            Permission(to=group, on="process-instance", ids=("*",), allow=("CREATE",))
            for group in sorted({group for groups in starters.values() for group in groups})
        ]
        return self.model_copy(update={"permissions": tuple(listed)})
