"""Ticket, investigation and department opinions: steps C05 to C07a of P01."""

from __future__ import annotations

from datetime import datetime

from workers.casework.cases import FormRecord
from workers.contract import Variables, handler
from workers.handlers.inputs import CaseInput
from workers.procedures.complaint.context import ComplaintContext
from workers.procedures.complaint.notification import tell_role
from workers.services.complaints import CaseStatus


class CreateTicketInput(CaseInput):
    """What tables D05 and D06 decided."""

    responsible_group: str
    opinion_group_list: str = ""
    test_report_required: bool = False
    priority: str


class CreateTicketOutput(Variables):
    """The ticket and the instants that run from the transfer."""

    ticket_no: str
    status: str
    opinion_groups: list[str]
    due_investigation: datetime
    due_solution: datetime
    rungs_solution: str


@handler("ticket.create", label="建工单并转派")
def create_ticket(data: CreateTicketInput, context: ComplaintContext) -> CreateTicketOutput:
    """Create the ticket F07, hand it to one responsible group and start the solution clock."""
    case = context.case
    groups = [group.strip() for group in data.opinion_group_list.split(",") if group.strip()]
    ticket_no = context.numbers.next("GD", context.now)
    case.transferred_at = context.now
    case.status = CaseStatus.IN_PROGRESS
    solution = context.sla.begin(case, "solution", round=case.reopen_count, at=context.now)
    context.cases.file_form(
        FormRecord(
            case_no=case.case_no,
            form="F07",
            title="《工单》",
            activity_id=context.task.activity_id,
            round=data.round,
            submitted_by="系统",
            submitted_at=context.now,
            data={
                "ticketNo": ticket_no,
                "assignee": data.responsible_group,
                "supportDepts": groups,
                "requirement": "调查核实原因并提出处理方案",
                "dueDate": solution.due.isoformat(),
                "priority": data.priority,
                "testReportRequired": data.test_report_required,
            },
        )
    )
    context.note(
        case.case_no, "转派", rule="D05、D06", route=data.responsible_group, ticket=ticket_no
    )
    tell_role(
        context,
        case,
        "N05",
        data.responsible_group,
        ticket_no=ticket_no,
        requirement="调查核实原因并提出处理方案",
        deadline=solution.due,
    )
    return CreateTicketOutput(
        ticket_no=ticket_no,
        status=case.status,
        opinion_groups=groups,
        due_investigation=solution.due,
        due_solution=solution.due,
        rungs_solution=solution.rungs,
    )


class RecordInvestigationInput(CaseInput):
    """F03 (technical complaints) and F04 as submitted."""

    test_report_required: bool = False
    test_object: str | None = None
    test_defect: str | None = None
    test_method: str | None = None
    test_cause: str | None = None
    test_conclusion: str | None = None
    rd_involved: bool | None = None
    facts: str
    cause: str
    evidence: str
    responsible_dept: str
    verified: bool | None = None
    opinion_groups: list[str]


class RecordInvestigationOutput(Variables):
    """The limit of the departments that are asked next; the record lies in the case store."""

    due_opinion: datetime
    rungs_opinion: str


_TEST_FIELDS = (
    "test_object",
    "test_defect",
    "test_method",
    "test_cause",
    "test_conclusion",
    "rd_involved",
)


@handler("investigation.record", label="记录调查结果")
def record_investigation(
    data: RecordInvestigationInput, context: ComplaintContext
) -> RecordInvestigationOutput:
    """Keep the test report and the investigation record, then ask the departments (D06)."""
    case = context.case
    if data.test_report_required:
        context.file_form(
            case,
            "F03",
            "《技术检测报告》",
            "Task_TestTechnically",
            data.model_dump(by_alias=True, include=set(_TEST_FIELDS)),
            round=data.round,
        )
    context.file_form(
        case,
        "F04",
        "《投诉调查记录》",
        "Task_Investigate",
        data.model_dump(
            by_alias=True, include={"facts", "cause", "evidence", "responsible_dept", "verified"}
        ),
        round=data.round,
    )
    opinion = context.sla.begin(case, "opinion", round=case.reopen_count, at=context.now)
    for group in data.opinion_groups:
        tell_role(context, case, "N06", group, department=group, deadline=opinion.due)
    if not data.opinion_groups:
        context.sla.stop(case.case_no, "opinion", context.now)
    return RecordInvestigationOutput(due_opinion=opinion.due, rungs_opinion=opinion.rungs)


class RecordOpinionInput(CaseInput):
    """F05 of one department; the values are local to its branch."""

    opinion_department: str
    opinion: str
    opinion_agrees: str
    opinion_groups: list[str]
    due_opinion: datetime

    @property
    def purpose(self) -> str:
        """Each department's opinion is an effect of its own."""
        return self.opinion_department


class RecordOpinionOutput(Variables):
    """All opinions of the round for the specialist's eyes; set by the last one only.

    The branches report in any order, so an earlier one must not overwrite a later one.
    """

    opinion_summary: str | None = None


@handler("opinion.record", label="记录部门意见")
def record_opinion(data: RecordOpinionInput, context: ComplaintContext) -> RecordOpinionOutput:
    """Keep one department's opinion with person, verdict and whether it came in time."""
    case = context.case
    context.file_form(
        case,
        "F05",
        "《跨部门协同意见》",
        "Task_GiveOpinion",
        {
            "department": data.opinion_department,
            "opinion": data.opinion,
            "agrees": data.opinion_agrees,
            "onTime": context.now <= data.due_opinion,
        },
        in_this_instance=True,
        round=data.round,
    )
    given = [form for form in context.cases.forms(case.case_no, "F05") if form.round == data.round]
    if len(given) < len(data.opinion_groups):
        return RecordOpinionOutput()
    context.sla.stop(case.case_no, "opinion", context.now)
    summary = "\n".join(
        f"{form.data['department']}（{form.data['agrees']}）：{form.data['opinion']}"
        for form in given
    )
    return RecordOpinionOutput(opinion_summary=summary[:2000])


HANDLERS = (create_ticket, record_investigation, record_opinion)
