"""One unit of work for each execution: effects, mails and the replay record commit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import structlog
from prometheus_client import CollectorRegistry
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workers.casework.cases import Case, Cases, UnknownCase
from workers.casework.deployed import NotDeployed
from workers.casework.replay import ReplayRecord, Replays, decoded, encoded
from workers.casework.store import Store
from workers.casework.submission_metrics import SubmissionMetrics
from workers.contract import (
    BpmnError,
    Completion,
    Context,
    ExternalTask,
    Handler,
    Outcome,
    OwnershipLost,
    PermanentFailure,
    TransientFailure,
)
from workers.handlers.context import SYSTEM, UNKNOWN_PERSON, ExecutionContext, Installation
from workers.ports import (
    DecisionFailed,
    Fault,
    Foreign,
    MembershipUnknown,
    ProcessGateway,
    Refused,
    Step,
    TasksOutOfReach,
)

_log = structlog.get_logger(__name__)

_RULES: Mapping[Fault, str] = {
    Fault.NOT_THE_CLAIMER: "由认领人本人办理",
    Fault.NOT_A_CANDIDATE: "由候选组成员办理",
    Fault.SAME_PERSON: "双人复核",
    Fault.INCOMPLETE: "必填项须填写",
}


@dataclass(frozen=True, slots=True)
class _Work:
    """What one execution is about.

    That is the handler's input, its effect key, what does not count of what people sent, and the
    installation that remembers what this execution has asked.
    """

    data: Any
    key: str
    found: Sequence[Foreign]
    refused: Sequence[Refused]
    installation: Installation


class UnitOfWorkExecutor:
    """Runs handlers, each in one transaction that also records the answer.

    A redelivered task finds its record and repeats the answer; the handler does not run
    again. What ``ReplayExecutor`` of the runtime does beside the effects, this does in one
    transaction with them. Implements :class:`workers.contract.Executor`. Thread-safe.
    """

    def __init__(
        self, store: Store, installation: Installation, metrics: SubmissionMetrics | None = None
    ) -> None:
        self._store = store
        self._installation = installation
        self._metrics = metrics or SubmissionMetrics(CollectorRegistry())

    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        """Run or replay; see :class:`workers.contract.Executor`."""
        try:
            outcome = self._examined(handler, context)
        except DBAPIError as error:
            raise TransientFailure(
                f"the case store did not take the change ({type(error.orig).__name__})"
            ) from error
        except DecisionFailed as error:
            raise TransientFailure(str(error)) from error
        except (UnknownCase, MembershipUnknown, NotDeployed, TasksOutOfReach) as error:
            raise PermanentFailure(str(error)) from error
        if outcome is None:
            raise OwnershipLost(f"task {context.task.id} is cancelled: a user task is open anew")
        return outcome

    def _examined(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome | None:
        """What people submitted is looked at; ``None`` if they have to do it again."""
        task = context.task
        installation = replace(
            self._installation, process=self._installation.process.for_one_task()
        )
        brought = installation.process.submissions(_step(task))
        # Where the model has a way back for errors, the handler says in the form what is missing.
        refused = [
            each
            for each in brought.refused
            if not (handler.errors and each.fault is Fault.INCOMPLETE)
        ]
        # What the element itself sets is not what a task holder wrote under the same name; and a
        # variable that only has the name of a parameter says nothing about this step.
        declared = installation.process.parameters(_step(task))
        put_right = _without(_restored(brought.foreign), declared)
        known = {**task.variables, **put_right}
        known = _without(known, handler.input.parameters() - declared)
        try:
            data = _parsed(handler, known)
        except PermanentFailure:
            if not refused:
                raise
            # What does not fit came from somebody whose word does not count.
            with self._store.begin() as session:
                self._open_anew(session, context, refused, task.id)
            return None
        work = _Work(data, effect_key(context, data), brought.foreign, refused, installation)
        with self._store.begin() as session:
            return self._within(session, handler, context, work)

    def _within(
        self,
        session: Session,
        handler: Handler[Any, Any, Any],
        context: Context,
        work: _Work,
    ) -> Outcome | None:
        replays = Replays(session)
        known = replays.find(work.key)
        if known is not None:
            _log.info("execution.replayed", first_task=known.task_id)
            return _answer(known)
        case = Cases(session).find(context.task.business_key or "")
        _refuse_closed(case, handler, context.task.activity_id)
        _refuse_second_instance(case, context.task, self._installation.process)
        if work.refused:
            self._open_anew(session, context, work.refused, work.key)
            return None
        execution = handler.context(work.installation, session, context.task, work.key)
        self._note(work.found, execution)
        outcome = _with(_restored(work.found), _run(handler, work.data, execution))
        context.ensure_owned()
        failed = isinstance(outcome, BpmnError)
        replays.record(
            ReplayRecord(
                effect_key=work.key,
                task_id=context.task.id,
                recorded_at=execution.now,
                error_code=outcome.code if isinstance(outcome, BpmnError) else None,
                error_message=outcome.message if isinstance(outcome, BpmnError) else None,
                variables=encoded(outcome.variables),
            )
        )
        _log.info("execution.committed", bpmn_error=failed)
        return outcome

    def _note(self, found: Sequence[Foreign], execution: ExecutionContext) -> None:
        """Tell ops and the case's timeline; names only, since a value may hold anything."""
        for step, group in groupby(found, key=lambda each: each.activity_id):
            names = sorted(each.name for each in group)
            performer = execution.performer(step)
            self._metrics.ignored(step, len(names))
            _log.warning("submission.foreign", step=step, variables=names)
            if execution.cases.find(execution.task.business_key or "") is None:
                continue  # a start: there is no timeline yet
            execution.note(
                execution.task.business_key or "",
                "忽略表单之外的数据",
                actor=performer.user if performer else SYSTEM,
                rule="提交内容以表单为准",
                route="、".join(names),
                activity=step,
            )

    def _open_anew(
        self, session: Session, context: Context, refused: Sequence[Refused], key: str
    ) -> None:
        """Do nothing but note it and go back to the people."""
        execution = ExecutionContext(self._installation, session, context.task, key)
        for each in refused:
            self._metrics.refused(each.activity_id, each.fault)
            _log.warning(
                "submission.refused",
                step=each.activity_id,
                fault=each.fault.value,
                missing=list(each.missing),
            )
            execution.note(
                context.task.business_key or "",
                "提交无效，重新办理",
                actor=each.user or UNKNOWN_PERSON,
                rule=_RULES[each.fault],
                route=each.name,
                activity=each.activity_id,
            )
        context.ensure_owned()
        self._installation.process.reopen(_step(context.task), refused)


def effect_key(context: Context, data: Any) -> str:
    """Business key + activity + round + purpose (design §5).

    The instance id stands in for a business key before the case has its number.
    """
    task = context.task
    case = task.business_key or task.process_instance_id
    purpose = str(getattr(data, "purpose", "") or "")
    if getattr(data, "once_per_task", False):
        purpose = task.id
    return "|".join((case, task.activity_id, str(getattr(data, "round", 0)), purpose))


def _step(task: ExternalTask) -> Step:
    return Step(
        task.process_instance_id,
        task.process_definition_id,
        task.activity_id,
        task.activity_instance_id,
    )


def _without(variables: Mapping[str, object], names: AbstractSet[str]) -> dict[str, object]:
    return {name: value for name, value in variables.items() if name not in names}


def _restored(found: Sequence[Foreign]) -> dict[str, object]:
    """What the variables that a task holder overwrote get back."""
    return {each.name: each.value for each in found}


def _with(restored: Mapping[str, object], outcome: Outcome) -> Outcome:
    """The outcome that also puts right what a task holder overwrote."""
    if not restored or not isinstance(outcome, Completion | BpmnError):
        return outcome
    variables = {**restored, **outcome.variables}
    if isinstance(outcome, BpmnError):
        return BpmnError(outcome.code, outcome.message, variables)
    return replace(outcome, variables=variables)


def _parsed(handler: Handler[Any, Any, Any], variables: Mapping[str, object]) -> Any:
    # Null stands for "not set" where the input says what that means: a variable that a task holder
    # made up is put right with null, since the completion of a task can delete none.
    declared = zip(handler.input.names(), handler.input.model_fields.values(), strict=True)
    needed = {name for name, field in declared if field.is_required()}
    unset = {name for name, value in variables.items() if value is None} - needed
    try:
        return handler.input.model_validate(
            {name: value for name, value in variables.items() if name not in unset}
        )
    except ValidationError as error:
        fields = sorted({".".join(str(part) for part in e["loc"]) for e in error.errors()})
        raise PermanentFailure(
            f"variables do not fit the contract of {handler.topic}: {', '.join(fields)}; "
            "correct them in Cockpit, then retry"
        ) from error


def _run(handler: Handler[Any, Any, Any], data: Any, execution: ExecutionContext) -> Outcome:
    try:
        return Completion(handler.run(data, execution).written())
    except BpmnError as error:
        return error


def _answer(record: ReplayRecord) -> Outcome:
    variables = decoded(record.variables)
    if record.error_code is not None:
        return BpmnError(record.error_code, record.error_message or "", variables)
    return Completion(variables)


def _refuse_closed(case: Case | None, handler: Handler[Any, Any, Any], activity_id: str) -> None:
    if case is not None and case.ended and not getattr(handler.input, "after_closing", False):
        raise PermanentFailure(
            f"case {case.case_no} is {case.status}; step {activity_id} must not act on it any more"
        )


def _refuse_second_instance(case: Case | None, task: ExternalTask, process: ProcessGateway) -> None:
    """Whoever may start a process can give it any business key, and begin at any step."""
    if case is None or case.process_instance_id == task.process_instance_id:
        return
    if process.is_second_run(case.process_instance_id, task.process_instance_id):
        raise PermanentFailure(
            f"case {case.case_no} belongs to process instance {case.process_instance_id}; "
            "delete this second one in Cockpit"
        )
