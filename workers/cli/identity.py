"""Users, groups, permissions and Tasklist filters, as ``identity.toml`` lists them."""

from __future__ import annotations

import tomllib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import resources
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from workers.cli.logins import ADMIN, WORKER, Logins
from workers.cli.task_filters import TaskFilter, ensure_filters
from workers.engine import Engine

STAFF: Final = "staff"
"""The group of everybody."""
_SIDE_BY_SIDE: Final = 4
_RESOURCE_NUMBERS: Final = {
    "application": 0,
    "group": 2,
    "process-definition": 6,
    "task": 7,
    "process-instance": 8,
    "deployment": 9,
    "decision-definition": 10,
    "batch": 13,
}
"""The engine's numbers of the kinds of resources."""


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


def seed_identity(engine: Engine, directory: Directory, logins: Logins, role_domain: str) -> int:
    """Create on the engine what is missing there; answers how much was written.

    Args:
        engine: with the administrator's login.
        directory: who there should be.
        logins: a password for every account.
        role_domain: right-hand side of the people's mail addresses.
    """
    identity = engine.identity

    def group(each: Group) -> int:
        return identity.ensure_group(each.id, each.name)

    def account(each: Person) -> int:
        mail = f"{each.id}@{role_domain}"
        # Tasklist writes the first name before the last one, and in Chinese the family name leads.
        created = identity.ensure_user(
            each.id, logins[each.id], first_name=each.last, last_name=each.first, email=mail
        )
        written = int(created)
        for group_id in (*each.groups, STAFF) if each.groups else ():
            written += identity.ensure_member(group_id, each.id)
        return written

    # Each call writes through to the disk, so they are made side by side.
    with ThreadPoolExecutor(_SIDE_BY_SIDE, "identity") as pool:
        written = sum(pool.map(group, directory.groups))
        written += sum(pool.map(account, (directory.system.worker, *directory.users)))
        written += sum(pool.map(partial(_grant, engine, directory), directory.permissions))
    return written + ensure_filters(engine, directory.filters, STAFF)


def _grant(engine: Engine, directory: Directory, permission: Permission) -> int:
    number = _RESOURCE_NUMBERS[permission.on]
    to_worker = permission.to == "@worker"
    return sum(
        engine.identity.ensure_authorization(
            number,
            resource,
            permission.allow,
            user_id=directory.system.worker.id if to_worker else None,
            group_id=None if to_worker else permission.to,
        )
        for resource in permission.ids
    )
