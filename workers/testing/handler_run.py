"""One handler alone: no engine, no threads, the variables as an engine would carry them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from workers.contract import (
    BpmnError,
    Completion,
    Executor,
    ExternalTask,
    Handler,
    Outcome,
    OwnershipLost,
    Variables,
)
from workers.engine import decode_all, encode_all
from workers.runtime import DirectExecutor


class TaskFacts(TypedDict, total=False):
    """What a test may say about the task, besides its variables."""

    id: str
    process_instance_id: str
    process_definition_id: str
    process_definition_key: str
    activity_id: str
    activity_instance_id: str
    business_key: str | None
    retries: int | None
    priority: int
    extension_properties: Mapping[str, str]


class SimulatedLock:
    """The lock of a task that a test can lose; one lock per run.

    Args:
        lost_at: the how-manieth fence finds the lock lost; ``None`` for never.
    """

    def __init__(self, *, lost_at: int | None = None) -> None:
        self._lost_at = lost_at
        self._lost = False
        self.fences = 0
        """How often the handler or its executor has asked before an effect."""

    def lose(self) -> None:
        """From now on the task belongs to somebody else."""
        self._lost = True

    @property
    def lost(self) -> bool:
        """Whether it is lost; a fence of its own does not count here."""
        return self._lost

    def check(self) -> None:
        """Pass the fence.

        Raises:
            OwnershipLost: the lock is lost.
        """
        self.fences += 1
        if self.fences == self._lost_at:
            self._lost = True
        if self._lost:
            raise OwnershipLost("the simulated lock is lost")


class _Held:
    """The context of the run; implements :class:`workers.contract.Context`."""

    def __init__(self, task: ExternalTask, lock: SimulatedLock) -> None:
        self._task = task
        self._lock = lock

    @property
    def task(self) -> ExternalTask:
        return self._task

    @property
    def cancelled(self) -> bool:
        return self._lock.lost

    def ensure_owned(self) -> None:
        self._lock.check()


# Any: handlers of every input, output and desk.
def run_handler(
    handler: Handler[Any, Any, Any],
    variables: Mapping[str, object] | Variables | None = None,
    desk: object = None,
    *,
    executor: Executor | None = None,
    lock: SimulatedLock | None = None,
    **facts: Unpack[TaskFacts],
) -> Outcome:
    """Run one handler for one task and say how it ended.

    Input and output pass through the codec, so a handler sees what an engine would deliver (a
    ``Decimal`` arrives as text), and an output that no engine could carry is found here. Only
    the variables that the handler declares are delivered, as by a fetch.

    Args:
        handler: what is tested.
        variables: engine name → Python value, or an input model.
        desk: what the handler gets as its second argument.
        executor: what runs it in production, if not a plain call; ``desk`` is then not used.
        lock: a lock that can be lost; none means that the task stays ours.
        facts: other facts of the task, for example ``business_key`` or ``retries``.

    Returns:
        A completion or a BPMN error; its variables as an engine would store and show them.

    Raises:
        TransientFailure, PermanentFailure, OwnershipLost: as the handler raised them.
        EncodeError: a variable that the engine has no type for.
        AssertionError: a BPMN error that the handler does not declare.
    """
    given = variables.written() if isinstance(variables, Variables) else dict(variables or {})
    declared = set(handler.input.names())
    carried = _carried({name: value for name, value in given.items() if name in declared})
    task = replace(_task(handler.topic, carried), **facts)
    outcome = _executed(
        executor or DirectExecutor(desk), handler, _Held(task, lock or SimulatedLock())
    )
    if isinstance(outcome, Completion):
        return Completion(_carried(outcome.variables))
    if not handler.declares(outcome.code):
        raise AssertionError(
            f"{handler.topic} raised BPMN error {outcome.code} without declaring it; a worker "
            "would report an incident"
        )
    return BpmnError(outcome.code, outcome.message, _carried(outcome.variables))


def _task(topic: str, variables: Mapping[str, object]) -> ExternalTask:
    return ExternalTask(
        id="task",
        topic=topic,
        process_instance_id="instance",
        process_definition_id="process:1:fake",
        process_definition_key="process",
        activity_id="Task_Work",
        activity_instance_id="Task_Work:task",
        variables=variables,
    )


# Any: as above.
def _executed(executor: Executor, handler: Handler[Any, Any, Any], held: _Held) -> Outcome:
    try:
        return executor.execute(handler, held)
    except BpmnError as error:
        return error


def _carried(variables: Mapping[str, object]) -> dict[str, object]:
    # The codec's typed values lack only what it does not read.
    return decode_all(encode_all(variables))
