"""Opening a case: number, customer register, completeness, and what the customer still owes us.

Steps C01 and C02 of P01.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from workers.casework.privacy import mask_contact, mask_name, mask_text, on_screen
from workers.casework.telephone import TelephoneError, parse_telephone
from workers.casework.written_time import InstantError, parse_instant
from workers.contract import PermanentFailure, Variables, handler
from workers.handlers.inputs import CaseInput
from workers.procedures.complaint.additions import Added, CaseReading, letters_to_file, read_again
from workers.procedures.complaint.context import ComplaintContext
from workers.procedures.complaint.notification import tell_customer, tell_role
from workers.procedures.complaint.transfer import handed_on, join, taken_over
from workers.services.complaints import CaseStatus, ComplaintCase


class OpenCaseInput(Variables):
    """F01 as the start form or an intake message gives it; all optional, checked below.

    ``source_case`` comes with ``ComplaintFromServiceRequest``: the case that was handed on. What
    it says of the complaint is on record there, and nothing else of the message counts.
    """

    intake_id: str | None = None
    source_case: str | None = None
    channel: str | None = None
    company_name: str | None = None
    complainant_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    problem_description: str | None = None
    expected_solution: str | None = None
    expected_resolve_by: datetime | str | None = None
    order_no: str | None = None
    contract_no: str | None = None
    product_name: str | None = None


class OpenCaseOutput(Variables):
    """What the process holds of a case; contact data leave it here (design §3)."""

    complaint_no: str
    channel: str
    company_name: str | None
    complainant_masked: str
    contact_masked: str
    complainant_name: None = None
    contact_phone: None = None
    contact_email: None = None
    problem_description: str
    order_no: str | None
    contract_no: str | None
    product_name: str | None
    expected_solution: str | None
    round: int = 0
    reopen_count: int = 0
    rejection_count: int = 0
    special_channel: bool = False
    special_channel_decided: bool = False
    task_priority: int = 10


@handler("case.open", label="编号并建立案件")
def open_case(data: OpenCaseInput, context: ComplaintContext) -> OpenCaseOutput:
    """Number the complaint, keep it in the case store, take contact data out of the process."""
    intake_id = _intake_of(data, context)
    case = context.complaints.by_intake(intake_id)
    if case is None:
        handed = handed_on(data.source_case, context) if data.source_case else None
        case = _new_case(intake_id, taken_over(handed) if handed else None, data, context)
        context.cases.add(case)
        context.note(case.case_no, "受理投诉并编号", route=case.channel)
        if handed:
            join(case, handed, context)
    elif case.process_instance_id != context.task.process_instance_id:
        raise PermanentFailure(
            f"this message already is case {case.case_no}; "
            "delete this second process instance in Cockpit"
        )
    if context.inbox.get(intake_id) is not None:
        context.inbox.started(intake_id, context.task.process_instance_id)
    return OpenCaseOutput(
        complaint_no=case.case_no,
        channel=case.channel,
        company_name=case.company_name,
        complainant_masked=mask_name(case.complainant_name or ""),
        contact_masked=mask_contact(case.contact_phone, case.contact_email),
        complainant_name=None,
        contact_phone=None,
        contact_email=None,
        problem_description=on_screen(case.problem_description),
        order_no=case.order_no,
        contract_no=case.contract_no,
        product_name=case.product_name,
        expected_solution=mask_text(case.expected_solution or "") or None,
        round=0,
        reopen_count=0,
        rejection_count=0,
        special_channel=False,
        special_channel_decided=False,
        task_priority=10,
    )


def _intake_of(data: OpenCaseInput, context: ComplaintContext) -> str:
    """The kept message that the intake context started this instance for, under its id as key.

    Whoever else starts one can say any intake id, and would take a message's place with it.
    """
    said = data.intake_id
    if said and said == context.task.business_key and context.inbox.get(said) is not None:
        return said
    return f"instance:{context.task.process_instance_id}"


def _new_case(
    intake_id: str,
    handed: Mapping[str, object] | None,
    data: OpenCaseInput,
    context: ComplaintContext,
) -> ComplaintCase:
    message = context.inbox.get(intake_id)
    stated = handed or (dict(message.payload) if message else data.model_dump())
    received_at = message.received_at if message else context.now
    resolve_by = stated.get("expected_resolve_by")
    return ComplaintCase(
        case_no=context.numbers.next("TS", context.now),
        intake_id=intake_id,
        process_instance_id=context.task.process_instance_id,
        status=CaseStatus.REGISTERED,
        channel=str(stated.get("channel") or "客服中心"),
        company_name=_text(stated.get("company_name")),
        complainant_name=_text(stated.get("complainant_name")),
        contact_phone=_telephone(stated.get("contact_phone")),
        contact_email=_text(stated.get("contact_email")),
        problem_description=str(stated.get("problem_description") or ""),
        expected_solution=_text(stated.get("expected_solution")),
        expected_resolve_by=_instant(resolve_by),
        order_no=_text(stated.get("order_no")),
        contract_no=_text(stated.get("contract_no")),
        product_name=_text(stated.get("product_name")),
        received_at=received_at,
        reopen_count=0,
        rejection_count=0,
        revisit_attempts=0,
        urgency="普通",
        proposal={},
        classification={},
    )


def _text(value: object) -> str | None:
    text = str(value).strip() if value is not None else ""
    return text or None


def _telephone(value: object) -> str | None:
    """The number in the form that every channel gives it; what is no number stays as it was."""
    text = _text(value)
    try:
        return parse_telephone(text) if text else None
    except TelephoneError:
        return text


def _instant(value: object) -> datetime | None:
    if isinstance(value, str) and value.strip():
        try:
            return parse_instant(value)
        except InstantError:
            return None
    return value if isinstance(value, datetime) and value.tzinfo else None


class LookupOutput(Variables):
    """What the customer register knows of the complainant (inputs of S2)."""

    customer_id: str | None
    key_customer: bool
    repeat_complaint: bool
    contract_info: str
    service_history: str


@handler("crm.lookup", label="调取合同与历史服务记录")
def look_up_customer(_data: CaseInput, context: ComplaintContext) -> LookupOutput:
    """Find customer, contract and earlier service in the register."""
    case = context.case
    customer = context.crm.find_customer(
        order_no=case.order_no,
        contract_no=case.contract_no,
        email=case.contact_email,
        phone=case.contact_phone,
        company=case.company_name,
    )
    case.customer_id = customer.customer_id if customer else None
    contract = context.crm.contract(case.contract_no) if case.contract_no else None
    history = context.crm.history(customer.customer_id) if customer else ()
    repeat = context.complaints.earlier(case) > 0
    context.note(
        case.case_no,
        "调取客户登记簿",
        route=customer.customer_id if customer else "未找到客户",
    )
    return LookupOutput(
        customer_id=case.customer_id,
        key_customer=bool(customer and customer.key_customer),
        repeat_complaint=repeat,
        contract_info=f"{contract.contract_no} {contract.title}" if contract else "无",
        service_history="；".join(f"{h.served_on:%Y-%m-%d} {h.summary}" for h in history[:5])
        or "无",
    )


class RegisterInput(CaseInput):
    """F01 as the specialist verified it."""

    company_name: str | None = None
    order_no: str | None = None
    contract_no: str | None = None
    product_name: str | None = None
    first_contact_made: bool | None = None
    first_response_channel: str | None = None
    understanding_confirmed: bool | None = None
    verification_note: str | None = None
    module: str | None = None


class RegisterOutput(Variables):
    """Whether the case can be classified, and by when."""

    info_complete: bool
    missing_items: str
    due_classification: datetime
    rungs_classification: str


@handler("case.register", label="核对信息完整性")
def register_case(data: RegisterInput, context: ComplaintContext) -> RegisterOutput:
    """Keep the verified register form and ask table D34 what is missing."""
    case = context.case
    # What the specialist cleared in the form is cleared here, too.
    case.company_name = _text(data.company_name)
    case.order_no = _text(data.order_no)
    case.contract_no = _text(data.contract_no)
    case.product_name = _text(data.product_name)
    if not context.cases.forms(case.case_no, "F01"):
        user = context.file_form(
            case,
            "F01",
            "《投诉登记表》",
            "Task_RegisterComplaint",
            data.model_dump(exclude={"round"}),
        )
        if data.first_contact_made:
            case.first_response_at = context.now
            case.first_response_channel = data.first_response_channel
            context.sla.stop(case.case_no, "first-response", context.now)
            context.note(
                case.case_no, "首次人工响应", actor=user, route=data.first_response_channel
            )
    missing = _missing(case, context)
    begun = context.sla.begin(case, "classification", round=data.round, at=context.now)
    context.note(case.case_no, "核对信息完整性", rule="D34", route="、".join(missing) or "完整")
    if not missing:
        tell_role(context, case, "N03", "cs-supervisor", urgency=case.urgency, deadline=begun.due)
    return RegisterOutput(
        info_complete=not missing,
        missing_items="、".join(missing),
        due_classification=begun.due,
        rungs_classification=begun.rungs,
    )


def _missing(case: ComplaintCase, context: ComplaintContext) -> list[str]:
    proposal = case.proposal
    order_no_needed = (
        any(
            row.get("orderNoNeeded") is True
            for row in context.decisions.evaluate(
                "complaint-type",
                {"module": proposal.get("module", "其他"), "topic": proposal.get("topic", "其他")},
            )
        )
        and proposal.get("classCode") == "C"
    )
    rows = context.decisions.evaluate(
        "completeness",
        {
            "hasName": bool(case.complainant_name),
            "hasContact": bool(case.contact_phone or case.contact_email),
            "hasProblem": bool(case.problem_description.strip()),
            "orderNoNeeded": order_no_needed,
            "hasOrderOrContract": bool(case.order_no or case.contract_no),
        },
    )
    return [str(row["missingItem"]) for row in rows if row.get("missingItem")]


class RequestInput(CaseInput):
    """What D34 found missing."""

    missing_items: str = ""


class RequestOutput(Variables):
    """Until when the customer is waited for."""

    status: str
    information_reminder_at: datetime
    information_deadline_at: datetime
    due_missing_information: datetime


@handler("information.request", label="请客户补充资料")
def request_information(data: RequestInput, context: ComplaintContext) -> RequestOutput:
    """Ask the customer for what is missing, and let the clocks of the steps rest meanwhile."""
    case = context.case
    case.status = CaseStatus.INCOMPLETE
    context.sla.suspend(case.case_no, context.now)
    reminder = context.sla.instant(case, "information-reminder", context.now)
    deadline = context.sla.instant(case, "information-deadline", context.now)
    tell_customer(
        context,
        case,
        "N02",
        missing_items=data.missing_items.split("、"),
        information_deadline=deadline,
    )
    return RequestOutput(
        status=case.status,
        information_reminder_at=reminder,
        information_deadline_at=deadline,
        due_missing_information=context.sla.instant(case, "missing-information", deadline),
    )


class SupplementInput(CaseInput):
    """What the message ``ComplaintInfoSupplied`` brought; contact data included."""

    supplied_order_no: str | None = None
    supplied_contract_no: str | None = None
    supplied_complainant_name: str | None = None
    supplied_contact_phone: str | None = None
    supplied_contact_email: str | None = None
    supplied_text: str | None = None
    key_customer: bool = False
    repeat_complaint: bool = False


class SupplementOutput(CaseReading):
    """The supplied data merged; what was supplied leaves the process again, raw as it was."""

    supplied_order_no: None = None
    supplied_contract_no: None = None
    supplied_complainant_name: None = None
    supplied_contact_phone: None = None
    supplied_contact_email: None = None
    supplied_text: None = None
    complainant_masked: str
    contact_masked: str
    round: int


@handler("case.supplement", label="并入补充资料")
def supplement_case(data: SupplementInput, context: ComplaintContext) -> SupplementOutput:
    """Merge what the customer supplied or wrote, read it again, and start the clocks again."""
    case = context.case
    case.order_no = data.supplied_order_no or case.order_no
    case.contract_no = data.supplied_contract_no or case.contract_no
    case.complainant_name = data.supplied_complainant_name or case.complainant_name
    case.contact_phone = _telephone(data.supplied_contact_phone) or case.contact_phone
    case.contact_email = data.supplied_contact_email or case.contact_email
    case.status = CaseStatus.REGISTERED
    context.sla.resume(case.case_no, context.now)
    context.note(case.case_no, "客户补充资料", actor="客户", route="ComplaintInfoSupplied")
    texts = [Added(data.supplied_text)] if data.supplied_text else []
    reading = read_again(
        context,
        [*texts, *letters_to_file(context)],
        key_customer=data.key_customer,
        repeat_complaint=data.repeat_complaint,
    )
    return SupplementOutput(
        **reading,
        complainant_masked=mask_name(case.complainant_name or ""),
        contact_masked=mask_contact(case.contact_phone, case.contact_email),
        round=data.round + 1,
    )


class DecideInput(CaseInput):
    """What the supervisor decided about data that the customer did not supply."""

    missing_information_decision: str | None = None
    missing_information_reason: str | None = None


class DecideOutput(Variables):
    """Whether the case goes on, and by when it is to be classified if it does."""

    goes_on: bool
    status: str
    due_classification: datetime
    rungs_classification: str


@handler("information.decide", label="记录缺项决定")
def decide_missing_information(data: DecideInput, context: ComplaintContext) -> DecideOutput:
    """Keep the decision; a case that goes on leaves 待补充, and its clocks run again."""
    case = context.case
    user = context.file_form(
        case,
        "F01",
        "缺失资料的处理决定",
        "Task_DecideMissingInformation",
        {"decision": data.missing_information_decision, "reason": data.missing_information_reason},
        round=data.round,
    )
    goes_on = data.missing_information_decision == "继续处理"
    context.sla.resume(case.case_no, context.now)
    begun = context.sla.begin(case, "classification", round=data.round, at=context.now)
    if goes_on:
        case.status = CaseStatus.REGISTERED
        tell_role(context, case, "N03", "cs-supervisor", urgency=case.urgency, deadline=begun.due)
    else:
        case.closing_reason = "无法联系"
    route = "继续处理" if goes_on else case.closing_reason
    context.note(case.case_no, "决定缺失资料的处理", actor=user, route=route)
    return DecideOutput(
        goes_on=goes_on,
        status=case.status,
        due_classification=begun.due,
        rungs_classification=begun.rungs,
    )


HANDLERS = (
    open_case,
    look_up_customer,
    register_case,
    request_information,
    supplement_case,
    decide_missing_information,
)
