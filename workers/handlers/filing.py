"""Filing: every form that a person submitted is kept with person, time and round.

Which form it was, by whom and with which values says the engine's history, never a variable.
"""

from __future__ import annotations

from workers.casework.cases import Case, FormRecord
from workers.casework.procedure_content import Content
from workers.casework.record import FieldError, normalised
from workers.contract import PermanentFailure
from workers.handlers.context import UNKNOWN_PERSON, ExecutionContext
from workers.ports import Submission


def file_submissions(context: ExecutionContext, case: Case) -> list[Submission]:
    """File what is not on file yet, and bring it into the case's record.

    Answers what was filed now, in the order of time.

    Raises:
        PermanentFailure: a value does not fit its field of the record.
    """
    content = context.procedure.content
    known = {form.visit for form in context.cases.forms(case.case_no)}
    fresh = [each for each in context.submissions if each.visit not in known]
    for each in fresh:
        case.record = {**case.record, **_kept(each, content)}
        number, title = _form_of(each, content)
        user = each.user or UNKNOWN_PERSON
        turn = len(context.cases.forms(case.case_no, number))
        context.cases.file_form(
            FormRecord(
                case_no=case.case_no,
                form=number,
                title=title,
                activity_id=each.activity_id,
                visit=each.visit,
                round=turn,
                submitted_by=user,
                submitted_at=context.now,
                data={**each.values, **_kept(each, content)},
            )
        )
        context.note(case.case_no, f"提交{title}", actor=user, activity=each.activity_id)
    if fresh and content.case.urgency:
        case.urgency = str(case.record.get(content.case.urgency) or case.urgency)
    return fresh


def _kept(submission: Submission, content: Content) -> dict[str, object]:
    """The values that are fields of the record, in the record's form."""
    try:
        return {
            field: normalised(field, kind, submission.values[field])
            for field, kind in content.record.items()
            if field in submission.values
            # A form shows no private field, so that an empty one says nothing.
            and not (field in content.case.private and not submission.values[field])
        }
    except FieldError as error:
        raise PermanentFailure(
            f"form {submission.form}: the value of {error.field} does not fit the record; narrow "
            "the field's pattern in the form, correct the variable in Cockpit, then retry"
        ) from error


def _form_of(submission: Submission, content: Content) -> tuple[str, str]:
    """Number and title on paper; of a form that has none the file's name and the task's."""
    for number, each in content.forms.items():
        if each.file == submission.form:
            return number, each.title
    return submission.form[:8], f"《{submission.name}》"
