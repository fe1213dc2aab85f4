"""``record.update``, ``number.issue`` and ``version.publish``: what is written into the record."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from workers.casework.cases import Case
from workers.contract import PARAMETER, PermanentFailure, handler
from workers.handlers.context import ExecutionContext
from workers.handlers.fields import put
from workers.handlers.filing import file_submissions
from workers.handlers.steps import StepInput, StepOutput, step_done


class UpdateInput(StepInput):
    """``field`` is a field of the record, ``value`` what it becomes; absent clears it."""

    once_per_task: ClassVar[bool] = True

    field: Annotated[str, PARAMETER, Field(title="字段")]
    value: Annotated[str | None, PARAMETER, Field(title="新的值")] = None

    @property
    def purpose(self) -> str:
        """Each field is an effect of its own."""
        return self.field


@handler("record.update", label="更新案件信息")
def update_record(data: UpdateInput, context: ExecutionContext) -> StepOutput:
    """Write one field of the case's record."""
    case = context.case
    file_submissions(context, case)
    put(case, context, data.field, data.value)
    context.note(case.case_no, "更新案件信息", route=data.field)
    return StepOutput(**step_done(data, context))


class IssueInput(StepInput):
    """``series`` is a key of ``[numbers]`` and a field of the record."""

    series: Annotated[str, PARAMETER, Field(title="编号序列")]

    @property
    def purpose(self) -> str:
        """Each series is an effect of its own."""
        return self.series


class IssueOutput(StepOutput):
    """The number, beside a limit."""

    number: str


@handler("number.issue", label="取编号")
def issue_number(data: IssueInput, context: ExecutionContext) -> IssueOutput:
    """Take the next number of a series and keep it in the record."""
    file_submissions(context, context.case)
    return IssueOutput(number=_issue(data.series, context), **step_done(data, context))


def _issue(series: str, context: ExecutionContext) -> str:
    case = context.case
    pattern = context.procedure.content.numbers.get(series)
    if pattern is None:
        raise PermanentFailure(f"procedure.toml has no series {series} under [numbers]")
    number = context.numbers.issue(pattern, context.now)
    put(case, context, series, number)
    context.note(case.case_no, "取编号", route=number)
    return number


class PublishInput(StepInput):
    """``key`` is the field by which versions belong together, ``series`` numbers publications."""

    key: Annotated[str, PARAMETER, Field(title="同一文件的依据字段")]
    series: Annotated[str, PARAMETER, Field(title="编号序列")]


class PublishOutput(StepOutput):
    """What was published, and which case's version it repeals."""

    number: str
    published_at: datetime
    repealed_case: str | None


_STATE, _AT, _BY = "versionStatus", "publishedAt", "repealedBy"


@handler("version.publish", label="发布新版并废止旧版")
def publish_version(data: PublishInput, context: ExecutionContext) -> PublishOutput:
    """Enter a version as effective; the one before it is repealed at the same moment (G1).

    The record needs the fields ``versionStatus``, ``publishedAt`` and ``repealedBy``.
    """
    case = context.case
    file_submissions(context, case)
    before = _effective(case, data.key, context)
    number = _issue(data.series, context)
    put(case, context, _STATE, "生效")
    put(case, context, _AT, context.now)
    for each in before:
        each.record = {**each.record, _STATE: "废止", _BY: number}
        context.cases.link(case.case_no, each.case_no, "取代", context.now)
        context.note(each.case_no, "旧版废止", rule="G1", route=number)
    context.note(case.case_no, "新版生效", rule="G1", route=number)
    return PublishOutput(
        number=number,
        published_at=context.now,
        repealed_case=before[-1].case_no if before else None,
        **step_done(data, context),
    )


def _effective(case: Case, key: str, context: ExecutionContext) -> list[Case]:
    """Other cases of the procedure whose version of the same thing is in effect."""
    return [
        each
        for each in context.cases.of_procedure(case.procedure)
        if each.case_no != case.case_no
        and each.record.get(_STATE) == "生效"
        and each.record.get(key) == case.record.get(key)
    ]


HANDLERS = (update_record, issue_number, publish_version)
