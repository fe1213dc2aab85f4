"""The plainest executors: run the handler, keep nothing."""

from __future__ import annotations

from typing import Any

from workers.contract import BpmnError, Completion, Context, Handler, Outcome


class DirectExecutor:
    """Runs every handler with the same desk, without transaction and without replay.

    Args:
        desk: what the handlers are given as their second argument; shared by all threads.
    """

    def __init__(self, desk: object) -> None:
        self._desk = desk

    # Any: one executor runs handlers of every input, output and desk.
    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        """Parse the input, run the handler, return its output or its BPMN error."""
        return _run(handler, context, self._desk)


class ContextExecutor:
    """Gives every handler the context of its task as desk.

    For handlers that take long or do what cannot be undone: they look at ``cancelled`` and call
    ``ensure_owned()`` before.
    """

    # Any: as above.
    def execute(self, handler: Handler[Any, Any, Any], context: Context) -> Outcome:
        """Parse the input, run the handler, return its output or its BPMN error."""
        return _run(handler, context, context)


# Any: as above.
def _run(handler: Handler[Any, Any, Any], context: Context, desk: object) -> Outcome:
    parsed = handler.input.model_validate(dict(context.task.variables))
    try:
        output = handler.run(parsed, desk)
    except BpmnError as error:
        return error
    return Completion(output.written())
