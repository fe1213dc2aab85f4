"""The people of a scenario: every form is submitted with a real login and fits the form."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from workers.engine import Engine, EngineAddress
from workers.engine.tasks import UserTask
from workers.models.form import Form, FormError
from workers.testing.clock import KitError
from workers.testing.story import describe

__tracebackhide__ = describe

_PROCESS_DEFINITION: Final = 6


class Staff(Protocol):
    """Who there is, and how they log in."""

    def members(self, group: str) -> Sequence[str]:
        """User ids of a group, whoever acts first at the front; empty for an unknown group."""

    def address(self, user: str) -> EngineAddress:
        """The engine with this user's login.

        Raises:
            KeyError: there is no such user.
        """


class SeededStaff:
    """People who exist for the tests only, created on the engine where they are missing.

    Their passwords follow from the administrator's, so that the processes of a parallel run agree.

    Args:
        admin: the engine with the administrator's login.
        groups: user ids by group id.
    """

    def __init__(self, admin: Engine, groups: Mapping[str, Sequence[str]]) -> None:
        self._groups = {group: list(users) for group, users in groups.items()}
        self._url = admin.address.url
        self._users = {user for users in groups.values() for user in users}
        self._secret = admin.address.password
        for user in sorted(self._users):
            admin.identity.ensure_user(user, self._password(user))
        for group, users in self._groups.items():
            admin.identity.ensure_group(group, group)
            for user in users:
                admin.identity.ensure_member(group, user)
            admin.identity.ensure_authorization(
                _PROCESS_DEFINITION, "*", ("READ", "READ_HISTORY"), group_id=group
            )

    def members(self, group: str) -> Sequence[str]:
        """See :class:`Staff`."""
        return self._groups.get(group, [])

    def address(self, user: str) -> EngineAddress:
        """See :class:`Staff`."""
        if user not in self._users:
            raise KeyError(user)
        return EngineAddress(self._url, user, self._password(user))

    def _password(self, user: str) -> str:
        return hashlib.sha256(f"{self._secret}|{user}".encode()).hexdigest()[:20]


class Desks:
    """Everybody's desk: claims tasks and submits forms.

    Args:
        admin: tells the candidates of a task.
        staff: who there is.
        usual: what is entered at a task unless a scenario says otherwise, by element id.
        performers: who performs a task unless a scenario says otherwise, by element id.
    """

    def __init__(
        self,
        admin: Engine,
        staff: Staff,
        usual: Mapping[str, Mapping[str, object]],
        performers: Mapping[str, str],
    ) -> None:
        self._admin = admin
        self._staff = staff
        self._usual = usual
        self._performers = performers
        self._engines: dict[str, Engine] = {}
        self._forms: dict[tuple[str, str], Form | None] = {}

    def submit(
        self,
        task: UserTask,
        by: str | None,
        claimed_by: str | None,
        values: Mapping[str, object],
    ) -> str:
        """Claim a task, fill its form, submit it; answers who did.

        Raises:
            KitError: nobody can do it, or the values do not fit the form.
        """
        user = by or self._performer(task)
        desk = self.engine(user)
        claimant = claimed_by or user
        if task.assignee != claimant:
            self.engine(claimant).tasks.claim(task.id, claimant)
        form = self._form(desk, task)
        if form is None:
            desk.tasks.complete(task.id, {**self._usual_at(task), **values})
            return user
        known = desk.tasks.form_variables(task.id)
        try:
            filled = form.fill(self._entered(task, values, form, known), known)
        except FormError as error:
            raise KitError(
                f"what {user} enters at {_named(task)} does not fit: {error}; "
                f"its fields are {', '.join(form.keys)}"
            ) from None
        desk.tasks.submit_form(task.id, filled)
        return user

    def start(
        self, process: str, business_key: str, user: str, values: Mapping[str, object]
    ) -> str:
        """Somebody logs in and starts a process with its start form; answers the instance's id.

        Raises:
            KitError: the values do not fit the form.
        """
        engine = self.engine(user)
        form = Form(engine.instances.start_form(process))
        try:
            filled = form.fill(values, {})
        except FormError as error:
            raise KitError(
                f"what {user} enters at the start of {process} does not fit: {error}; "
                f"its fields are {', '.join(form.keys)}"
            ) from None
        return engine.instances.start_by_form(process, filled, business_key)

    def engine(self, user: str) -> Engine:
        """The engine as this user sees it.

        Raises:
            KitError: there is no such user.
        """
        if user not in self._engines:
            try:
                self._engines[user] = Engine(self._staff.address(user))
            except KeyError:
                raise KitError(
                    f"there is no user {user} among the staff of the scenario_project"
                ) from None
        return self._engines[user]

    def close(self) -> None:
        """Close everybody's connections."""
        for engine in self._engines.values():
            engine.close()

    def _performer(self, task: UserTask) -> str:
        named = task.assignee or self._performers.get(task.task_definition_key)
        if named:
            return named
        links = self._admin.tasks.identity_links(task.id)
        candidates = [link.user_id for link in links if link.user_id and link.type == "candidate"]
        groups = [link.group_id for link in links if link.group_id]
        members = [user for group in groups for user in self._staff.members(group)]
        if not candidates and not members:
            raise KitError(
                f"nobody can do {_named(task)}: it has "
                + (f"the groups {', '.join(groups)} without members" if groups else "no candidates")
            )
        return (candidates or members)[0]

    def _form(self, desk: Engine, task: UserTask) -> Form | None:
        """The deployed form of a task, read once per version of its process."""
        key = (str(task.process_definition_id), task.task_definition_key)
        if key not in self._forms:
            has_form = task.camunda_form_ref or str(task.form_key).startswith("camunda-forms:")
            self._forms[key] = Form(desk.tasks.deployed_form(task.id)) if has_form else None
        return self._forms[key]

    def _usual_at(self, task: UserTask) -> Mapping[str, object]:
        return self._usual.get(task.task_definition_key, {})

    def _entered(
        self,
        task: UserTask,
        values: Mapping[str, object],
        form: Form,
        known: Mapping[str, object],
    ) -> dict[str, object]:
        """What the scenario says, and the usual wherever the form then shows its field."""
        usual = self._usual_at(task)
        shown = form.visible({**known, **usual, **values})
        return {key: value for key, value in usual.items() if key in shown} | dict(values)


def _named(task: UserTask) -> str:
    key = task.task_definition_key
    return f"{task.name} ({key})" if task.name else key
