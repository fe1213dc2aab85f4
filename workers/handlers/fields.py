"""Fields of a case's record, as steps of a model write them."""

from __future__ import annotations

from workers.casework.cases import Case
from workers.casework.record import FieldError, normalised
from workers.contract import PermanentFailure
from workers.handlers.context import ExecutionContext


def put(case: Case, context: ExecutionContext, field: str, value: object) -> None:
    """Write a field of the record, in the record's form.

    Raises:
        PermanentFailure: there is no such field, or the value does not fit it.
    """
    kind = context.procedure.content.record.get(field)
    if kind is None:
        raise PermanentFailure(
            f"the record has no field {field}; add it to [record] of procedure.toml, or correct "
            "the model"
        )
    try:
        case.record = {**case.record, field: normalised(field, kind, value)}
    except FieldError as error:
        raise PermanentFailure(f"the value for {field} does not fit the record") from error


def put_all(case: Case, context: ExecutionContext, given: str | None) -> None:
    """Write fields as a designer lists them: ``field=value``, separated by commas.

    Each stands in the timeline with its value, for it comes from the model and from no person.

    Raises:
        PermanentFailure: an item has no ``=``, or does not fit the record.
    """
    for item in (given or "").split(","):
        if not item.strip():
            continue
        field, equals, value = (part.strip() for part in item.partition("="))
        if not equals:
            raise PermanentFailure(f"`sets` needs field=value, not {item!r}; correct the model")
        put(case, context, field, value)
        context.note(case.case_no, "更新案件信息", route=f"{field}：{value}")
