"""Topics that a scenario answers itself instead of having their handler run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

from workers.contract import (
    BpmnError,
    Completion,
    Context,
    ErrorCode,
    Executor,
    Handler,
    Outcome,
    PermanentFailure,
    TransientFailure,
    Variables,
)
from workers.testing.clock import duration


@dataclass(slots=True)
class Mock:
    """The stand-in of one topic: by default it completes without variables.

    Several answers are given one after the other, the last one from then on.
    """

    topic: str
    errors: tuple[ErrorCode, ...] | None = None
    """The BPMN errors of the handler that it stands for; ``None`` if there is no such handler."""
    calls: list[Mapping[str, object]] = field(default_factory=list)
    """The variables of every execution so far."""
    _answers: list[Outcome | Exception] = field(default_factory=list)

    def returns(self, **variables: object) -> Self:
        """Complete with these variables."""
        self._answers.append(Completion(variables))
        return self

    def raises(self, code: str, message: str = "", **variables: object) -> Self:
        """Raise a BPMN error.

        Raises:
            ValueError: the handler that it stands for never raises this code.
        """
        if self.errors is not None and code not in {each.code for each in self.errors}:
            raise ValueError(f"the handler of {self.topic} does not declare BPMN error {code}")
        self._answers.append(BpmnError(code, message, variables))
        return self

    def fails(self, message: str, retry_after: str | timedelta | None = None) -> Self:
        """Fail in passing: it is tried again as the model says, or after this wait."""
        wait = duration(retry_after) if retry_after is not None else None
        self._answers.append(TransientFailure(message, wait))
        return self

    def breaks(self, message: str) -> Self:
        """Fail for good: an incident."""
        self._answers.append(PermanentFailure(message))
        return self

    def answer(self, variables: Mapping[str, object]) -> Outcome:
        """The next answer.

        Raises:
            TransientFailure: as :meth:`fails` ordered.
            PermanentFailure: as :meth:`breaks` ordered.
        """
        position = min(len(self.calls), len(self._answers) - 1)
        self.calls.append(dict(variables))
        answer = self._answers[position] if self._answers else Completion({})
        if isinstance(answer, TransientFailure | PermanentFailure):
            raise answer
        return answer  # type: ignore[return-value]  # of exceptions only BpmnError is left

    @property
    def handler(self) -> Handler[Any, Any, Any]:
        """It in the place of a handler."""
        raised = tuple(
            ErrorCode(each.code, each.code) for each in self._answers if isinstance(each, BpmnError)
        )
        return Handler(
            topic=self.topic,
            label=self.topic,
            summary="Answers as the scenario says.",
            input=Variables,
            output=Variables,
            errors=raised if self.errors is None else self.errors,
            context=object,
            run=_never,
        )


class MockingExecutor:
    """Lets mocks answer for their topics, and the real executor for all others.

    Args:
        otherwise: runs real handlers; ``None`` where a team has none.
    """

    def __init__(self, otherwise: Executor | None) -> None:
        self._otherwise = otherwise
        self.mocks: dict[str, Mock] = {}

    # Any: handlers of every input, output and desk.
    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        """Run or answer; see :class:`workers.contract.Executor`."""
        mock = self.mocks.get(context.task.topic)
        if mock is not None:
            return mock.answer(context.task.variables)
        assert self._otherwise is not None, "only mocked topics are fetched"
        return self._otherwise.execute(handler, context)


def _never(_input: Variables, _desk: object) -> Variables:
    raise AssertionError("a mock is answered by its executor")
