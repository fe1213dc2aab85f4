"""``case.create``: a case begins with the form or the message that started its process."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workers.casework.cases import Case
from workers.casework.record import FieldError, normalised
from workers.contract import PARAMETER, PermanentFailure, TransientFailure, handler
from workers.handlers.context import SYSTEM, ExecutionContext
from workers.handlers.filing import file_submissions
from workers.handlers.steps import StepInput, StepOutput, step_done


class OpenInput(StepInput):
    """``source_case`` comes with the message of another case, which has it on record."""

    source_case: Annotated[str | None, PARAMETER, Field(title="来源案件")] = None


class OpenOutput(StepOutput):
    """``case_no`` becomes the business key, by the listener at the step's end.

    Title and party are what people see of the case in lists and forms.
    """

    case_no: str
    case_title: str
    case_party: str
    urgency: str
    round: int = 0


@handler("case.create", label="编号并建立案件")
def open_case(data: OpenInput, context: ExecutionContext) -> OpenOutput:
    """Give the case its number by the procedure's pattern and file the form that began it."""
    content, procedure = context.procedure.content, context.procedure
    key = f"instance:{context.task.process_instance_id}"
    case = context.cases.by_intake(key)
    if case is None:
        starter = context.process.starter(context.task.process_instance_id)
        case = Case(
            case_no=context.numbers.issue(content.case.number, context.now),
            procedure=procedure.folder,
            version=procedure.procedure.version,
            title="",
            intake_id=key,
            process_instance_id=context.task.process_instance_id,
            status=data.status or content.case.status,
            urgency="普通",
            opened_by=starter,
            received_at=context.now,
            record={},
        )
        context.cases.add(case)
        context.note(case.case_no, "立案并编号", actor=starter or SYSTEM)
        _link(case, data.source_case, context)
    context.take(case)
    file_submissions(context, case)
    case.title = str(case.record.get(content.case.title) or "")
    if content.case.party:
        party = case.record.get(content.case.party)
        case.party = str(party) if party else None
    return OpenOutput(
        case_no=case.case_no,
        case_title=case.title,
        case_party=case.party or "",
        urgency=case.urgency,
        round=0,
        **step_done(data, context),
    )


def _link(case: Case, source: str | None, context: ExecutionContext) -> None:
    """Join the case to the one that started it, and take over what that one handed on.

    A message can say anything; what counts is what the other case has on record.
    """
    if source is None:
        return
    handed = context.cases.handed_over(source, context.procedure.folder)
    if handed is None:
        # The message may be faster than the commit of the case that sent it.
        raise TransientFailure(
            "the case that this message names has handed nothing over; if it stays so, somebody "
            "else sent the message: delete this instance in Cockpit"
        )
    handed.to_no = case.case_no
    context.note(case.case_no, "由其他案件转入", route=source)
    fields = context.procedure.content.record
    try:
        case.record = {
            **case.record,
            **{
                name: normalised(name, fields[name], value)
                for name, value in handed.facts.items()
                if name in fields
            },
        }
    except FieldError as error:
        raise PermanentFailure(f"what case {source} handed over does not fit: {error}") from error


HANDLERS = (open_case,)
