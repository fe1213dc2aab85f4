"""``procedure.start``: one case leads to another, of its own or of another procedure."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workers.contract import PARAMETER, PermanentFailure, handler
from workers.handlers.context import ExecutionContext
from workers.handlers.filing import file_submissions
from workers.handlers.steps import StepInput, StepOutput, listed, step_done
from workers.ports import NobodyWaits


class StartInput(StepInput):
    """``message`` starts the other process; ``to`` is the procedure it belongs to.

    ``hands_over`` lists fields of the record that go along. They travel in the case store: the
    message carries the number of this case alone.
    """

    message: Annotated[str, PARAMETER, Field(title="发起用的消息")]
    to: Annotated[str, PARAMETER, Field(title="发起的规程")]
    relation: Annotated[str, PARAMETER, Field(title="关系")] = "移交"
    hands_over: Annotated[str | None, PARAMETER, Field(title="移交的字段")] = None

    @property
    def purpose(self) -> str:
        """Each message is an effect of its own."""
        return self.message


class StartOutput(StepOutput):
    """Of a limit alone: the other case links itself when it is opened."""


@handler("procedure.start", label="发起另一规程")
def start_procedure(data: StartInput, context: ExecutionContext) -> StartOutput:
    """Record what is handed over, then start the other process by message."""
    case = context.case
    file_submissions(context, case)
    names = listed(data.hands_over)
    facts = {name: case.record[name] for name in names if case.record.get(name) is not None}
    already = context.cases.hand_over(case.case_no, data.to, data.relation, facts, context.now)
    if already:
        return StartOutput()
    context.note(case.case_no, "发起另一规程", route=data.to)
    done = step_done(data, context)
    context.session.flush()
    try:
        context.process.correlate(data.message, "", {"sourceCase": case.case_no})
    except NobodyWaits as error:
        raise PermanentFailure(
            f"no process starts with the message {data.message}; deploy {data.to}, then retry"
        ) from error
    return StartOutput(**done)


HANDLERS = (start_procedure,)
