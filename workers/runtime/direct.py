"""The plainest executor: run the handler, keep nothing."""

from __future__ import annotations

from typing import Any

from workers.contract import BpmnError, Completion, Context, Handler, Outcome


class DirectExecutor:
    """Runs every handler with the same desk, without transaction and without replay.

    Args:
        desk: what the handlers are given as their second argument.
    """

    def __init__(self, desk: object) -> None:
        self._desk = desk

    # Any: one executor runs handlers of every input, output and desk.
    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        """Parse the input, run the handler, return its output or its BPMN error."""
        parsed = handler.input.model_validate(dict(context.task.variables))
        try:
            output = handler.run(parsed, self._desk)
        except BpmnError as error:
            return error
        return Completion(output.written())
