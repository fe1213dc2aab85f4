"""Who completed the user tasks of a case, and whether that was theirs to do.

An engine with our task rules refuses the wrong person at once. On any other engine every candidate
may complete what somebody else has claimed, and nobody checks four eyes; so the worker that acts
on a submission looks first. All of it is read from the engine's history, never from a variable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from workers.cases.case_tree import CaseTree
from workers.cases.past import Past
from workers.cases.submissions import START, DeployedModel, missing
from workers.engine import Engine
from workers.engine.history_records import ActivityPassed, UserOperation, VariableUpdate
from workers.models.bpmn import Model
from workers.models.retreat import user_steps_before
from workers.ports import Fault, MembershipUnknown, Performer, Refused, Step

_ADDED = "AddGroupLink"


class Performers:
    """Questions about people to the engine's history.

    Args:
        engine: knows who is a member of which group now.
        past: what has happened there.
        tree: finds steps in the other processes of a case.
    """

    def __init__(self, engine: Engine, past: Past, tree: CaseTree) -> None:
        self._engine = engine
        self._past = past
        self._tree = tree

    def last(
        self, process_instance_id: str, activity_id: str, beside: str | None = None
    ) -> Performer | None:
        """Who completed a user task last; see :meth:`workers.ports.ProcessGateway.performer`."""
        passed = self._of(process_instance_id, activity_id)
        scopes = {each.parent_activity_instance_id for each in passed if each.id == beside}
        done = [
            each
            for each in _done(passed, activity_id)
            if beside is None or each.parent_activity_instance_id in scopes
        ]
        last = max(done, key=_end, default=None)
        if last is None or last.end_time is None or last.task_id is None:
            return None
        user = _completer(self._log(last)) or last.assignee
        return Performer(user, last.end_time) if user else None

    def refused(
        self,
        step: Step,
        deployed: DeployedModel,
        passed: Sequence[ActivityPassed],
        updates: Sequence[VariableUpdate],
    ) -> list[Refused]:
        """The submissions that do not count; see :class:`workers.ports.ProcessGateway`.

        Args:
            step: of the worker.
            deployed: its model.
            passed: all activities of the instance.
            updates: all values of its variables.

        Raises:
            MembershipUnknown: the worker's login may not see a candidate group.
        """
        found = []
        activities = {each.id: each.activity_id for each in passed}
        for visit in _unread(step, deployed.model, passed):
            log = self._log(visit)
            user = _completer(log) or visit.assignee
            fault = self._fault(visit, user, log, deployed, passed)
            lacks: tuple[str, ...] = ()
            if fault is None:
                lacks = tuple(missing(visit, updates, activities, deployed.entries))
                fault = Fault.INCOMPLETE if lacks else None
            if fault is not None:
                name = deployed.model.name(visit.activity_id)
                found.append(Refused(visit.activity_id, name, visit.id, user, fault, lacks))
        return found

    def _fault(
        self,
        visit: ActivityPassed,
        user: str | None,
        log: Sequence[UserOperation],
        deployed: DeployedModel,
        passed: Sequence[ActivityPassed],
    ) -> Fault | None:
        if user is None or user != visit.assignee:
            return Fault.NOT_THE_CLAIMER
        if not self._is_candidate(user, visit, log):
            return Fault.NOT_A_CANDIDATE
        for named in deployed.entries[visit.activity_id].not_by:
            if named == START:
                if user == self._tree.starter(visit.process_instance_id):
                    return Fault.SAME_PERSON
                continue
            process, _, earlier = named.rpartition(":")
            before = self._elsewhere(visit, process, earlier) if process else passed
            done = [
                each
                for each in _done(before, earlier)
                # A step that names itself means its visit before this one.
                if _end(each) <= _end(visit) and each.id != visit.id
            ]
            if process or not _several(deployed.model, earlier):
                done = sorted(done, key=_end)[-1:]
            if any(user in {each.assignee, _completer(self._log(each))} for each in done):
                return Fault.SAME_PERSON
        return None

    def _of(self, process_instance_id: str, activity_id: str) -> Sequence[ActivityPassed]:
        """What an instance has passed, or the whole case where its process has no such step."""
        passed = self._past.activities(process_instance_id)
        if any(each.activity_id == activity_id for each in passed):
            return passed
        return self._tree.passed(process_instance_id, activity_id)

    def _elsewhere(
        self, visit: ActivityPassed, process: str, activity_id: str
    ) -> Sequence[ActivityPassed]:
        return self._tree.passed(visit.process_instance_id, activity_id, process)

    def _is_candidate(self, user: str, visit: ActivityPassed, log: Sequence[UserOperation]) -> bool:
        """Whether the model made the user a candidate; who was added by hand is none."""
        by_hand = Counter(each.new_value for each in log if each.operation_type.startswith("Add"))
        links = [
            each
            for each in self._past.identity_links(str(visit.task_id))
            if each.type == "candidate" and each.operation_type == "add"
        ]
        added = Counter(each.group_id or each.user_id for each in links)
        by_model = {name for name in added if added[name] > by_hand[name]}
        users = {each.user_id for each in links if each.user_id in by_model}
        groups = {each.group_id for each in links if each.group_id in by_model}
        if not links or user in users:
            return True
        member_of = self._engine.identity.groups_of(user)
        if not member_of and not all(self._engine.identity.sees_group(str(it)) for it in groups):
            raise MembershipUnknown(
                f"the groups {', '.join(sorted(map(str, groups)))} cannot be read; give the "
                "account of the workers READ on groups, then retry"
            )
        return bool(groups & member_of)

    def _log(self, visit: ActivityPassed) -> list[UserOperation]:
        if visit.task_id is None:
            return []
        return self._past.user_operations(visit.task_id)


def _completer(log: Sequence[UserOperation]) -> str | None:
    """Whoever completed the task, which need not be its assignee."""
    users = [each.user_id for each in log if each.operation_type == "Complete"]
    return users[-1] if users else None


def _done(passed: Sequence[ActivityPassed], activity_id: str) -> Iterator[ActivityPassed]:
    return (
        each
        for each in passed
        if each.activity_id == activity_id and each.end_time is not None and not each.canceled
    )


def _end(visit: ActivityPassed) -> float:
    return (visit.end_time or visit.start_time).timestamp()


def _several(model: Model, activity_id: str) -> bool:
    """Whether several people do it side by side, so that each of them has done it."""
    node = model.nodes.get(activity_id)
    while node is not None:
        if node.multi_instance:
            return True
        node = model.nodes.get(node.parent_id)
    return False


def _unread(step: Step, model: Model, passed: Sequence[ActivityPassed]) -> Iterator[ActivityPassed]:
    """The submissions that no earlier visit of the worker's step has looked at.

    Of several in one scope the last one: what was opened anew has taken the place of the first.
    """
    visits = {each.id: each for each in passed}
    own = visits.get(step.activity_instance_id)
    if own is None:
        return
    around: set[str | None] = set()
    scope = own.parent_activity_instance_id
    while scope is not None and scope not in around:
        around.add(scope)
        scope = visits[scope].parent_activity_instance_id if scope in visits else None
    looked = [
        each.start_time
        for each in passed
        if each.activity_id == own.activity_id
        and each.id != own.id
        and each.parent_activity_instance_id == own.parent_activity_instance_id
    ]
    since = max(looked, default=None)
    scopes = _scopes(model, step.activity_id)
    for activity_id in sorted(user_steps_before(model, step.activity_id)):
        last: dict[str | None, ActivityPassed] = {}
        for visit in sorted(_done(passed, activity_id), key=_end):
            beside = visit.parent_activity_instance_id in around
            if beside or model.nodes[activity_id].parent_id not in scopes:
                last[visit.parent_activity_instance_id] = visit
        for visit in last.values():
            if since is None or _end(visit) > since.timestamp():
                yield visit


def _scopes(model: Model, activity_id: str) -> set[str]:
    """The process and the sub-processes around an activity."""
    found = set()
    parent = model.nodes[activity_id].parent_id
    while parent:
        found.add(parent)
        parent = model.nodes[parent].parent_id if parent in model.nodes else ""
    return found
