"""The unit of work: everything commits together, and a redelivery repeats the answer only."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy.exc import OperationalError

from workers.casework.calendar import WorkCalendar
from workers.casework.cases import Cases
from workers.casework.clock import SystemClock
from workers.casework.store import Store
from workers.casework.submission_metrics import SubmissionMetrics
from workers.casework.worktime import Timekeeping
from workers.contract import (
    PARAMETER,
    BpmnError,
    Completion,
    ErrorCode,
    ExternalTask,
    Handler,
    OwnershipLost,
    PermanentFailure,
    TransientFailure,
    Variables,
    handler,
)
from workers.handlers.context import ExecutionContext, Installation
from workers.handlers.execution import UnitOfWorkExecutor
from workers.handlers.inputs import CaseInput
from workers.ports import DecisionFailed, Fault, Foreign, Performer, Refused, Step, Submissions
from workers.services.complaints import CaseStatus, ComplaintCase

CASE = "TS-20261120-0001"
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Output(Variables):
    amount: Decimal
    at: datetime
    note: str | None


class Input(CaseInput):
    notice: str = ""

    @property
    def purpose(self) -> str:
        return self.notice


@dataclass
class Held:
    """A context whose lock can be lost."""

    task: ExternalTask
    owned: bool = True
    cancelled: bool = False

    def ensure_owned(self) -> None:
        if not self.owned:
            raise OwnershipLost


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store(store_url)
    with opened.begin() as session:
        Cases(session).add(
            ComplaintCase(
                case_no=CASE,
                intake_id="i",
                process_instance_id="p",
                status=CaseStatus.IN_PROGRESS,
                channel="邮件",
                problem_description="坏了",
                received_at=AT,
                urgency="普通",
                proposal={},
                classification={},
                reopen_count=0,
                rejection_count=0,
                revisit_attempts=0,
            )
        )
    yield opened
    opened.close()


class Process:
    """An engine that knows what people submitted, and nothing else."""

    def __init__(self) -> None:
        self.found: list[Foreign] = []
        self.refused: list[Refused] = []
        self.reopened: list[Step] = []
        self.declared: frozenset[str] = frozenset()

    def parameters(self, step: Step) -> frozenset[str]:
        return self.declared

    def for_one_task(self) -> Process:
        return self

    def submissions(self, step: Step) -> Submissions:
        return Submissions(self.found, self.refused)

    def reopen(self, step: Step, refused: Sequence[Refused]) -> None:
        assert refused == self.refused
        self.reopened.append(step)

    def is_second_run(self, instance: str, other: str) -> bool:
        return other != "of another process"

    def performer(self, *_: object) -> Performer | None:
        return None

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the engine was asked for {name}")


@pytest.fixture
def process() -> Process:
    return Process()


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def executor(
    store: Store, process: Process, registry: CollectorRegistry, tmp_path: Path
) -> UnitOfWorkExecutor:
    nobody: Any = Process()
    engine: Any = process
    return UnitOfWorkExecutor(
        store,
        Installation(
            clock=SystemClock(),
            decisions=nobody,
            process=engine,
            timekeeping=Timekeeping(WorkCalendar.shipped(None)),
            attachments=tmp_path,
            archive=tmp_path,
            mail_domain="sop.example",
            role_domain="sop.example",
        ),
        SubmissionMetrics(registry),
    )


def _held(task_id: str = "task-1", instance: str = "p", **variables: object) -> Held:
    return Held(
        ExternalTask(
            id=task_id,
            topic="test.work",
            process_instance_id=instance,
            process_definition_id="d",
            process_definition_key="k",
            activity_id="Task_Work",
            activity_instance_id="a",
            business_key=CASE,
            variables={"complaintNo": CASE, **variables},
        )
    )


def _counting(
    act: Callable[[ExecutionContext], None] = lambda context: None,
) -> tuple[Handler[Any, Any, Any], list[int]]:
    runs: list[int] = []

    @handler("test.work", label="测试")
    def work(data: Input, context: ExecutionContext) -> Output:
        """Note that it ran."""
        runs.append(1)
        context.note(context.case.case_no, "动作")
        act(context)
        return Output(amount=Decimal("3200.00"), at=AT, note=None)

    return work, runs


def _lines(store: Store) -> int:
    with store.begin() as session:
        return len(Cases(session).timeline(CASE))


def test_a_redelivered_task_repeats_the_answer_and_does_nothing_again(
    store: Store, executor: UnitOfWorkExecutor
) -> None:
    work, runs = _counting()
    first = executor.execute(work, _held())
    again = executor.execute(work, _held())
    assert first == again == Completion({"amount": Decimal("3200.00"), "at": AT, "note": None})
    assert len(runs) == 1
    assert _lines(store) == 1


def test_a_rewound_engine_with_new_task_ids_does_nothing_again(
    store: Store, executor: UnitOfWorkExecutor
) -> None:
    work, runs = _counting()
    executor.execute(work, _held("before"))
    executor.execute(work, _held("after"))
    assert len(runs) == 1


def test_another_round_and_another_purpose_are_effects_of_their_own(
    store: Store, executor: UnitOfWorkExecutor
) -> None:
    work, runs = _counting()
    executor.execute(work, _held())
    executor.execute(work, _held(round=1))
    executor.execute(work, _held(notice="N01"))
    assert len(runs) == 3


def test_a_bpmn_error_is_an_answer_too(store: Store, executor: UnitOfWorkExecutor) -> None:
    def refer(context: ExecutionContext) -> None:
        raise BpmnError("REFER", "referred", {"reasons": "没有授权"})

    work, runs = _counting(refer)
    for _ in range(2):
        outcome = executor.execute(work, _held())
        assert isinstance(outcome, BpmnError)
        assert (outcome.code, outcome.variables) == ("REFER", {"reasons": "没有授权"})
    assert len(runs) == 1
    assert _lines(store) == 1


def test_a_lost_lock_leaves_nothing_behind(store: Store, executor: UnitOfWorkExecutor) -> None:
    work, runs = _counting()
    held = _held()
    held.owned = False
    with pytest.raises(OwnershipLost):
        executor.execute(work, held)
    assert _lines(store) == 0
    executor.execute(work, _held())
    assert len(runs) == 2


def test_an_exception_leaves_nothing_behind(store: Store, executor: UnitOfWorkExecutor) -> None:
    def fail(context: ExecutionContext) -> None:
        raise RuntimeError

    work, _ = _counting(fail)
    with pytest.raises(RuntimeError):
        executor.execute(work, _held())
    assert _lines(store) == 0


@pytest.mark.parametrize("status", [CaseStatus.CLOSED, CaseStatus.WITHDRAWN])
def test_a_closed_case_is_not_acted_upon(
    store: Store, executor: UnitOfWorkExecutor, status: CaseStatus
) -> None:
    with store.begin() as session:
        Cases(session).get(CASE).status = status
    work, runs = _counting()
    with pytest.raises(PermanentFailure, match=CASE):
        executor.execute(work, _held())
    assert runs == []


def test_a_malformed_variable_is_an_incident_that_names_it_but_not_its_value(
    executor: UnitOfWorkExecutor,
) -> None:
    work, _ = _counting()
    with pytest.raises(PermanentFailure) as refused:
        executor.execute(work, _held(round="张三 13800138000"))
    assert "round" in str(refused.value)
    assert "13800138000" not in str(refused.value)


def test_a_table_that_cannot_be_evaluated_is_tried_again(executor: UnitOfWorkExecutor) -> None:
    def decide(context: ExecutionContext) -> None:
        raise DecisionFailed("decision table sla is not deployed; run `sop deploy`")

    work, _ = _counting(decide)
    with pytest.raises(TransientFailure, match="sop deploy"):
        executor.execute(work, _held())


def test_a_store_that_fails_is_tried_again_without_its_words(
    executor: UnitOfWorkExecutor,
) -> None:
    def break_down(context: ExecutionContext) -> None:
        raise OperationalError("INSERT 张三", {}, Exception("disk I/O error 张三"))

    work, _ = _counting(break_down)
    with pytest.raises(TransientFailure) as failed:
        executor.execute(work, _held())
    assert "张三" not in str(failed.value)


WRONG = Refused("Task_Decide", "审批", "visit", "zhoubo", Fault.NOT_THE_CLAIMER)


@pytest.mark.parametrize("round_", [0, "what no contract takes"])
def test_for_the_wrong_person_nothing_is_done_but_to_note_it_and_to_go_back(
    store: Store,
    executor: UnitOfWorkExecutor,
    process: Process,
    registry: CollectorRegistry,
    round_: object,
) -> None:
    process.refused = [WRONG]
    work, runs = _counting()
    with pytest.raises(OwnershipLost):
        executor.execute(work, _held(round=round_))
    assert process.reopened == [Step("p", "d", "Task_Work", "a")]
    assert runs == []
    with store.begin() as session:
        (event,) = Cases(session).timeline(CASE)
        assert (event.actor, event.action, event.rule, event.route) == (
            "zhoubo",
            "提交无效，重新办理",
            "由认领人本人办理",
            "审批",
        )
    labels = {"step": "Task_Decide", "fault": "not_the_claimer"}
    assert registry.get_sample_value("submission_refused_total", labels) == 1
    # The right person's submission comes with a task of its own, in the same round.
    process.refused = []
    executor.execute(work, _held("task-2"))
    assert runs == [1]


def test_a_lock_that_is_lost_opens_nothing_anew(
    store: Store, executor: UnitOfWorkExecutor, process: Process
) -> None:
    process.refused = [WRONG]
    work, _ = _counting()
    held = _held()
    held.owned = False
    with pytest.raises(OwnershipLost):
        executor.execute(work, held)
    assert process.reopened == []
    assert _lines(store) == 0


class Parameterised(Input):
    """``target`` is for the designer to set at the element."""

    target: Annotated[str, PARAMETER] = "nothing"


def _aiming() -> tuple[Handler[Any, Any, Any], list[str]]:
    seen: list[str] = []

    @handler("test.aim", label="测试")
    def aim(data: Parameterised, context: ExecutionContext) -> Variables:
        """Remember what it was aimed at."""
        seen.append(data.target)
        return Variables()

    return aim, seen


def test_a_parameter_counts_only_where_the_element_sets_it(
    executor: UnitOfWorkExecutor, process: Process
) -> None:
    aim, seen = _aiming()
    executor.execute(aim, _held("task-1", target="made up", notice="one"))
    process.declared = frozenset({"target"})
    executor.execute(aim, _held("task-2", target="as the model says", notice="two"))
    assert seen == ["nothing", "as the model says"]


def test_a_task_holders_variable_does_not_take_the_place_of_a_parameter(
    executor: UnitOfWorkExecutor, process: Process
) -> None:
    """The element's own value is local to the task; the holder's of that name is put back."""
    process.declared = frozenset({"target"})
    process.found = [Foreign("target", "Task_Decide", None)]
    aim, seen = _aiming()
    executor.execute(aim, _held(target="as the model says"))
    assert seen == ["as the model says"]


def test_what_came_beside_a_form_is_put_back_noted_and_counted_by_name_only(
    store: Store, executor: UnitOfWorkExecutor, process: Process, registry: CollectorRegistry
) -> None:
    process.found = [Foreign("round", "Task_Decide", 0), Foreign("madeUp", "Task_Decide", None)]
    work, _ = _counting()
    outcome = executor.execute(work, _held(round=99))
    assert isinstance(outcome, Completion)
    assert outcome.variables["round"] == 0
    assert outcome.variables["madeUp"] is None
    with store.begin() as session:
        first, _ = Cases(session).timeline(CASE)
        assert (first.action, first.route) == ("忽略表单之外的数据", "madeUp、round")
    labels = {"step": "Task_Decide"}
    assert registry.get_sample_value("submission_ignored_variables_total", labels) == 2


def test_a_field_that_is_missing_is_the_handlers_to_say_where_the_model_has_a_way_for_it(
    executor: UnitOfWorkExecutor, process: Process
) -> None:
    process.refused = [dataclasses.replace(WRONG, fault=Fault.INCOMPLETE, missing=("comment",))]
    plain, runs = _counting()
    with pytest.raises(OwnershipLost):
        executor.execute(plain, _held())
    assert len(process.reopened) == 1
    executor.execute(dataclasses.replace(plain, errors=(ErrorCode("WRONG", "错"),)), _held())
    assert runs == [1]


def test_a_second_instance_under_the_number_of_a_case_does_nothing(
    store: Store, executor: UnitOfWorkExecutor
) -> None:
    work, runs = _counting()
    with pytest.raises(PermanentFailure, match="delete this second one in Cockpit"):
        executor.execute(work, _held(instance="started by hand"))
    assert (runs, _lines(store)) == ([], 0)
    executor.execute(work, _held(instance="of another process"))
    assert runs == [1]
