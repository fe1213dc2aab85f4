"""What the wrong people try on a user task by REST, and that the engine refuses it.

Each entry is one call with one person's own login. The engine under test has our task rules; see
``docker/engine``, ``people/TaskRules``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from tests.scenarios.conftest import Personnel
from workers.cli.logins import ADMIN
from workers.engine import Conflict, Engine, EngineError, NobodyWaits, NotFound, Unauthorized
from workers.engine.tasks import UserTask

Call = tuple[str, str, object]
"""Method, path, JSON."""

OPS: Final = "tangkai"
_PROPERTIES: Final = (
    "name",
    "description",
    "priority",
    "assignee",
    "owner",
    "delegationState",
    "due",
    "followUp",
    "parentTaskId",
)
"""What a ``PUT`` of a task may change."""
_VALUE: Final = {"value": 99, "type": "Integer"}
_ROUND: Final = {"round": _VALUE}


class Trespass:
    """Tries everything that the wrong person can send for a task.

    Args:
        admin: the engine with the administrator's login.
        personnel: who there is.
    """

    def __init__(self, admin: Engine, personnel: Personnel) -> None:
        self._admin = admin
        self._personnel = personnel
        self._engines: dict[str, Engine] = {ADMIN: admin}
        self.refused: Counter[str] = Counter()
        """How many calls were refused, by element."""

    def close(self) -> None:
        for user, engine in self._engines.items():
            if user != ADMIN:
                engine.close()

    def on_unclaimed(self, task: UserTask) -> None:
        """Nobody has claimed it: nobody may finish it, and no outsider may take it."""
        member, outsider = self._members(task)[0], self._outsider(task)
        for user in (member, outsider, OPS, ADMIN):
            for call in _finishing(task):
                self._is_refused(user, task, call)
        for user in (outsider, OPS, ADMIN):
            self._is_refused(user, task, _assignment(task, "claim", user))
            self._is_refused(user, task, _assignment(task, "assignee", outsider))
        for user in (member, outsider):
            for call in (*self._past_the_form(task),):
                self._is_refused(user, task, call)
        self._is_refused(member, task, _assignment(task, "claim", outsider))

    def on_claimed(self, task: UserTask) -> None:
        """Somebody has claimed it: nobody else may finish or take it, and nobody may change it."""
        holder, outsider = str(task.assignee), self._outsider(task)
        colleagues = [each for each in self._members(task) if each != holder][:1]
        for user in (*colleagues, outsider):
            for call in (
                *_finishing(task),
                *_assigning(task, user),
                *self._past_the_form(task),
            ):
                self._is_refused(user, task, call)
        for user in (OPS, ADMIN):
            for call in _finishing(task):
                self._is_refused(user, task, call)
            for somebody in (user, outsider):
                self._is_refused(user, task, _assignment(task, "assignee", somebody))
            self._is_refused(user, task, _assignment(task, "delegate", holder))
        for call in (
            *_changing(task, self._whole(task)),
            *_variables(task),
            *_instance(task, self._case(task)),
        ):
            self._is_refused(holder, task, call)
        for somebody in (*colleagues, outsider):
            self._is_refused(holder, task, _assignment(task, "assignee", somebody))
            self._is_refused(holder, task, _assignment(task, "delegate", somebody))
        self._is_refused(holder, task, _post(task, "resolve", {"variables": _ROUND}))

    def on_ended(self, task: UserTask) -> None:
        """The step is over: not even who has done it can do it again."""
        user = str(task.assignee) if task.assignee else self._members(task)[0]
        for method, path, body in (
            *_finishing(task),
            _assignment(task, "claim", user),
            *_variables(task),
        ):
            answer = self._answer(user, (method, path, body))
            assert answer is not None, f"{method} {path} by {user}"
            self.refused[task.task_definition_key] += 1

    def _is_refused(self, user: str, task: UserTask, call: Call) -> None:
        """403, or there is nothing like it for this person; 500 for a claim of a claimed task."""
        answer = self._answer(user, call)
        told = f"{user}: {call} on {task.task_definition_key} answered {answer}"
        assert isinstance(answer, Unauthorized | NotFound | Conflict | NobodyWaits), told
        self.refused[task.task_definition_key] += 1

    def _answer(self, user: str, call: Call) -> EngineError | None:
        method, path, body = call
        if user not in self._engines:
            self._engines[user] = Engine(self._personnel.address(user))
        try:
            self._engines[user].session.call(method, path, json=body)
        except EngineError as error:
            return error
        return None

    def _past_the_form(self, task: UserTask) -> Iterator[Call]:
        """What changes the task, its variables or its instance without ending it."""
        yield from _changing(task, self._whole(task))
        yield from _variables(task)
        yield from _instance(task, self._case(task))

    def _case(self, task: UserTask) -> str:
        """The instance that called the one of the task, however many calls above it."""
        (own,) = self._admin.history.instances(ids=[str(task.process_instance_id)])
        return str(own.root_process_instance_id)

    def _members(self, task: UserTask) -> list[str]:
        groups = self._admin.tasks.candidate_groups(task.id)
        return [user for group in groups for user in self._personnel.members(group)]

    def _outsider(self, task: UserTask) -> str:
        members = self._members(task)
        return next(
            each.id
            for each in self._personnel.directory.users
            if each.id not in members and each.id != OPS
        )

    # Any: JSON.
    def _whole(self, task: UserTask) -> dict[str, Any]:
        answer = self._admin.session.call("GET", f"/task/{quote(task.id)}")
        return {name: answer[name] for name in _PROPERTIES}


def _post(task: UserTask, verb: str, body: object) -> Call:
    return "POST", f"/task/{quote(task.id)}/{verb}", body


def _assignment(task: UserTask, verb: str, user: str | None) -> Call:
    return _post(task, verb, {"userId": user})


def _finishing(task: UserTask) -> Iterator[Call]:
    """Ends the task, or leaves it on a way that the model has for errors."""
    for verb in ("complete", "submit-form", "resolve"):
        yield _post(task, verb, {"variables": _ROUND})
    yield _post(task, "bpmnError", {"errorCode": "FOUR_EYES", "variables": _ROUND})
    yield _post(task, "bpmnEscalation", {"escalationCode": "SLA_SOLUTION", "variables": _ROUND})


def _assigning(task: UserTask, user: str) -> Iterator[Call]:
    """Takes it from whoever holds it."""
    yield _assignment(task, "claim", user)
    yield _assignment(task, "claim", None)
    yield "POST", f"/task/{quote(task.id)}/unclaim", {}
    yield _assignment(task, "assignee", user)
    yield _assignment(task, "assignee", None)


def _changing(task: UserTask, whole: Mapping[str, object]) -> Iterator[Call]:
    """Changes what the model says of it."""
    path = f"/task/{quote(task.id)}"
    yield "PUT", path, {**whole, "due": "2099-01-01T00:00:00.000+0000"}
    yield "PUT", path, {**whole, "assignee": OPS}
    yield "PUT", path, {**whole, "owner": OPS}
    yield "PUT", path, {**whole, "delegationState": "PENDING"}
    yield _assignment(task, "delegate", OPS)
    yield _post(task, "identity-links", {"groupId": "staff", "type": "candidate"})
    yield _post(task, "identity-links", {"userId": OPS, "type": "candidate"})
    yield _post(task, "identity-links", {"userId": OPS, "type": "owner"})
    yield _post(task, "identity-links/delete", {"groupId": "staff", "type": "candidate"})


def _variables(task: UserTask) -> Iterator[Call]:
    """Writes variables without ending it."""
    path = f"/task/{quote(task.id)}"
    for scope in ("variables", "localVariables"):
        yield "POST", f"{path}/{scope}", {"modifications": _ROUND}
        yield "PUT", f"{path}/{scope}/round", _VALUE
        yield "DELETE", f"{path}/{scope}/round", None


def _instance(task: UserTask, case: str) -> Iterator[Call]:
    """Goes past the task, to its instance and to that of the case."""
    instance = f"/process-instance/{task.process_instance_id}"
    execution = f"/execution/{task.execution_id}"
    yield "POST", f"{instance}/variables", {"modifications": _ROUND}
    yield "PUT", f"{instance}/variables/round", _VALUE
    yield "DELETE", f"{instance}/variables/round", None
    yield "POST", f"{execution}/localVariables", {"modifications": _ROUND}
    yield "PUT", f"{execution}/localVariables/round", _VALUE
    yield "POST", f"{execution}/signal", {"variables": _ROUND}
    cancel = {"type": "cancel", "activityId": task.task_definition_key}
    again = {"type": "startBeforeActivity", "activityId": task.task_definition_key}
    yield "POST", f"{instance}/modification", {"instructions": [again, cancel]}
    yield "PUT", f"{instance}/suspended", {"suspended": True}
    yield "DELETE", instance, None
    yield "DELETE", f"/process-instance/{case}", None
    yield "PUT", f"/process-instance/{case}/variables/round", _VALUE
    message = {"messageName": "ComplaintWithdrawn", "processInstanceId": case}
    yield "POST", "/message", {**message, "processVariables": _ROUND}
