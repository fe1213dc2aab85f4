"""What an engine lacks of groups, accounts, permissions and filters, and how it gets them.

Nothing is removed and nothing that is there is changed, except that a grant gets wider where it
lacks a permission, and that a filter which an earlier version made gets its present name. So
whatever somebody else has made stays, and a second time there is nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Final

from workers.cli.identity import STAFF, Directory, Group, Permission, Person
from workers.cli.logins import Logins
from workers.cli.task_filters import missing_filters
from workers.engine import Engine

_SIDE_BY_SIDE: Final = 4
"""Each call writes through to the engine's disk, so a few are made at the same time."""
_RESOURCE_NUMBERS: Final = {
    "application": 0,
    "user": 1,
    "group": 2,
    "process-definition": 6,
    "task": 7,
    "process-instance": 8,
    "deployment": 9,
    "decision-definition": 10,
    "batch": 13,
}
"""The engine's numbers of the kinds of resources."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is missing; ``write`` makes it, unless somebody has made it meanwhile."""

    what: str
    write: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is missing, in stages: each needs what those before it make."""

    stages: tuple[tuple[Step, ...], ...]

    @property
    def steps(self) -> list[Step]:
        """All steps, in order."""
        return list(chain.from_iterable(self.stages))

    def apply(self) -> int:
        """Make everything; answers how much that was."""
        with ThreadPoolExecutor(_SIDE_BY_SIDE, "provisioning") as pool:
            for stage in self.stages:
                for _ in pool.map(lambda step: step.write(), stage):
                    pass
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class Wish:
    """Who and what there should be on an engine.

    ``password`` is asked for accounts that are made, and only then. Without ``people`` the account
    of the workers is the only one: staff come from elsewhere, as from LDAP.
    """

    directory: Directory
    password: Callable[[str], str]
    role_domain: str
    people: bool = True

    @property
    def accounts(self) -> tuple[Person, ...]:
        """Whose accounts there should be."""
        return (self.directory.system.worker, *(self.directory.users if self.people else ()))


def plan(engine: Engine, wish: Wish) -> Plan:
    """Look what is missing; changes nothing.

    Args:
        engine: with the administrator's login.
        wish: who and what there should be.
    """
    directory = wish.directory
    with ThreadPoolExecutor(_SIDE_BY_SIDE, "provisioning") as pool:
        groups = pool.map(partial(_group, engine), directory.groups)
        accounts = pool.map(partial(_account, engine, wish), wish.accounts)
        members = pool.map(partial(_memberships, engine), wish.accounts)
        grants = pool.map(partial(_grants, engine, directory), directory.permissions)
        stages = [tuple(chain.from_iterable(each)) for each in (groups, accounts, members, grants)]
    filters = tuple(
        Step(what, write) for what, write in missing_filters(engine, directory.filters, STAFF)
    )
    return Plan((*stages, filters))


def seed_identity(engine: Engine, directory: Directory, logins: Logins, role_domain: str) -> int:
    """Make on an engine what is missing there; answers how much was written.

    Args:
        engine: with the administrator's login.
        directory: who there should be.
        logins: a password for every account.
        role_domain: right-hand side of the people's mail addresses.
    """
    return plan(engine, Wish(directory, logins.__getitem__, role_domain)).apply()


def _group(engine: Engine, each: Group) -> list[Step]:
    if engine.identity.has_group(each.id):
        return []
    make = partial(engine.identity.ensure_group, each.id, each.name)
    return [Step(f"group {each.id} ({each.name})", make)]


def _account(engine: Engine, wish: Wish, each: Person) -> list[Step]:
    if engine.identity.has_user(each.id):
        return []

    def make() -> None:
        # Tasklist writes the first name before the last one, and in Chinese the family name leads.
        engine.identity.ensure_user(
            each.id,
            wish.password(each.id),
            first_name=each.last,
            last_name=each.first,
            email=f"{each.id}@{wish.role_domain}",
        )

    return [Step(f"account {each.id} ({each.name})", make)]


def _memberships(engine: Engine, each: Person) -> list[Step]:
    wanted = (*each.groups, STAFF) if each.groups else ()
    has = engine.identity.groups_of(each.id) if wanted else frozenset()
    return [
        Step(f"{each.id} into {group}", partial(engine.identity.ensure_member, group, each.id))
        for group in wanted
        if group not in has
    ]


def _grants(engine: Engine, directory: Directory, permission: Permission) -> Iterator[Step]:
    number = _RESOURCE_NUMBERS[permission.on]
    is_worker = permission.to == "@worker"
    user = directory.system.worker.id if is_worker else None
    group = None if is_worker else permission.to
    for resource in permission.ids:
        missing = engine.identity.missing_permissions(
            number, resource, permission.allow, group_id=group, user_id=user
        )
        if missing:
            make = partial(
                engine.identity.ensure_authorization,
                number,
                resource,
                permission.allow,
                group_id=group,
                user_id=user,
            )
            what = f"{user or group} may {', '.join(missing)} on {permission.on} {resource}"
            yield Step(what, make)
