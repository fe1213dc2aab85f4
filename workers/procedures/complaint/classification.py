"""Classification: the worker proposes, the supervisor confirms or corrects, both are kept (R230).

Step C03 of P01; tables D01–D04 on facts read from the customer's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from workers.casework.money import AmountError, parse_yuan
from workers.contract import PermanentFailure, Variables, handler
from workers.handlers.inputs import CaseInput
from workers.procedures.complaint.context import ComplaintContext
from workers.services.classifier import Proposal, classify
from workers.services.complaints import CaseStatus, ComplaintCase

_UNSURE = "把握不足，分类未预填，请自行判断"


class ClassifyInput(CaseInput):
    """What the register told."""

    key_customer: bool = False
    repeat_complaint: bool = False


class ClassifyOutput(Variables):
    """The proposal that pre-fills F02, and the limits that follow from its urgency.

    Class, type and module are empty where the classifier is not sure enough: then the supervisor
    decides without a suggestion. Urgency is always proposed, because limits run from it.
    """

    class_code: str | None
    complaint_type: str | None
    module: str | None
    urgency: str
    technical: bool | None
    in_scope: bool
    claimed_amount: str
    contract_dispute: bool
    compensation_expected: bool
    order_no: str | None
    contract_no: str | None
    proposal_reasons: str
    proposal_confidence: str
    due_first_response: datetime
    rungs_first_response: str


@handler("complaint.classify", label="提出分类建议")
def propose_classification(data: ClassifyInput, context: ComplaintContext) -> ClassifyOutput:
    """Read class, module, type, urgency, claimed amount and numbers from the customer's text."""
    case = context.case
    read = _read(context, case)
    case.order_no = case.order_no or read.order_no
    case.contract_no = case.contract_no or read.contract_no
    case.claimed_amount = _claim_on_form(_stated(case, context)) or read.claimed_amount
    case.proposal = proposal(
        context, case, key_customer=data.key_customer, repeat_complaint=data.repeat_complaint
    )
    case.urgency = str(case.proposal["urgency"])
    begun = context.sla.begin(case, "first-response", at=case.received_at)
    context.sla.begin(case, "classification-limit", at=case.received_at)
    context.sla.begin(case, "total-cycle", at=case.received_at)
    context.note(
        case.case_no,
        "提出分类建议",
        rule="D01–D04",
        route="/".join(
            str(case.proposal[key]) for key in ("classCode", "complaintType", "urgency")
        ),
        confidence=case.proposal["confidence"],
        prefilled=case.proposal["prefilled"],
    )
    sure = bool(case.proposal["prefilled"])
    return ClassifyOutput(
        class_code=str(case.proposal["classCode"]) if sure else None,
        complaint_type=str(case.proposal["complaintType"]) if sure else None,
        module=str(case.proposal["module"]) if sure else None,
        urgency=case.urgency,
        technical=bool(case.proposal["technical"]) if sure else None,
        in_scope=bool(case.proposal["inScope"]),
        claimed_amount=amount_text(case.claimed_amount),
        contract_dispute=read.contract_dispute,
        compensation_expected=read.compensation_expected,
        order_no=case.order_no,
        contract_no=case.contract_no,
        proposal_reasons="；".join((*([] if sure else [_UNSURE]), *read.reasons)),
        proposal_confidence=f"{read.confidence:.0%}",
        due_first_response=begun.due,
        rungs_first_response=begun.rungs,
    )


def _stated(case: ComplaintCase, context: ComplaintContext) -> Mapping[str, object]:
    """The message as it came in; empty for a case that was typed into Tasklist."""
    message = context.inbox.get(case.intake_id)
    return message.payload if message else {}


def _claim_on_form(stated: Mapping[str, object]) -> Decimal | None:
    """What the customer typed into the amount field counts more than what the text says."""
    amount = stated.get("claimed_amount")
    return parse_yuan(str(amount)) if amount else None


def _is_key_customer(case: ComplaintCase, context: ComplaintContext) -> bool:
    """Ask the register again: the text may name an order or contract that the form left out."""
    customer = context.crm.find_customer(
        order_no=case.order_no,
        contract_no=case.contract_no,
        email=case.contact_email,
        phone=case.contact_phone,
        company=case.company_name,
    )
    if customer is not None:
        case.customer_id = customer.customer_id
    return bool(customer and customer.key_customer)


_ROUTE = ("classCode", "complaintType", "urgency")


def _read(context: ComplaintContext, case: ComplaintCase) -> Proposal:
    """Everything that the customer has said by now, read at once."""
    text = f"{case.problem_description}\n{case.expected_solution or ''}"
    subject = str(_stated(case, context).get("subject") or "")
    return classify(subject, text, model=context.installation.classifier)


def proposal(
    context: ComplaintContext, case: ComplaintCase, *, key_customer: bool, repeat_complaint: bool
) -> dict[str, object]:
    """What tables D01–D04 say of everything that the customer has said by now.

    Args:
        context: of this execution.
        case: the complaint.
        key_customer: whether the register calls him one; else it is asked again.
        repeat_complaint: whether he complained about the same order before.
    """
    read = _read(context, case)
    key_customer = key_customer or _is_key_customer(case, context)
    topic = {"topic": read.topic}
    module = context.decisions.evaluate("module", topic)[0]["module"]
    kind = context.decisions.evaluate("complaint-type", {"module": module, **topic})[0]
    wanted = case.expected_resolve_by
    urgency = context.decisions.evaluate(
        "urgency",
        {
            "safetyRisk": read.safety_risk,
            "productionStopped": read.production_stopped,
            "mediaExposure": read.media_exposure,
            "legalThreat": read.legal_threat,
            "repeatComplaint": repeat_complaint or read.chased_before,
            "keyCustomer": key_customer,
            "businessImpactToday": read.business_impact_today,
            "resolveWithin24h": read.resolve_within_24h
            or (wanted is not None and wanted - case.received_at <= timedelta(hours=24)),
        },
    )[0]["urgency"]
    request = context.decisions.evaluate("request-class", {"requestKind": read.request_kind})[0]
    sure = context.decisions.evaluate("classification-confidence", {"confidence": read.confidence})[
        0
    ]
    return {
        "classCode": request["classCode"],
        "topic": read.topic,
        "module": module,
        "complaintType": kind["complaintType"],
        "technical": kind["technical"],
        "urgency": urgency,
        "inScope": bool(case.customer_id or case.order_no or case.contract_no)
        or read.request_kind != "投诉",
        "claimedAmount": amount_text(case.claimed_amount),
        "reasons": list(read.reasons),
        "confidence": round(read.confidence, 2),
        "prefilled": sure["prefill"],
    }


class RecordClassificationInput(CaseInput):
    """F02 as the supervisor submitted it."""

    class_code: str
    complaint_type: str
    module: str
    urgency: str
    technical: bool | None = None
    in_scope: bool | None = None
    claimed_amount: str | None = None
    compensation_expected: bool | None = None
    contract_dispute: bool | None = None
    accused_staff: str | None = None
    classification_note: str | None = None


class RecordClassificationOutput(Variables):
    """The confirmed values, with no null left for the tables."""

    is_complaint: bool
    technical: bool
    in_scope: bool
    compensation_expected: bool
    contract_dispute: bool
    claimed_amount: str


@handler("classification.record", label="记录分类结果")
def record_classification(
    data: RecordClassificationInput, context: ComplaintContext
) -> RecordClassificationOutput:
    """Keep what the supervisor decided beside what was proposed."""
    case = context.case
    try:
        claimed = parse_yuan(data.claimed_amount)
    except AmountError as error:
        raise PermanentFailure(
            f"claimedAmount in F02 {error}; correct the variable in Cockpit, then retry"
        ) from error
    confirmed = data.model_dump(by_alias=True, exclude={"round"})
    user = context.file_form(
        case, "F02", "投诉分类分级结果", "Task_ClassifyComplaint", confirmed, round=data.round
    )
    changed = sorted(
        name
        for name, value in confirmed.items()
        if name in case.proposal and value is not None and value != case.proposal[name]
    )
    case.classification = {**confirmed, "classifiedBy": user, "correctedFields": changed}
    case.claimed_amount = claimed
    case.urgency = data.urgency
    case.status = CaseStatus.REGISTERED
    context.sla.resume(case.case_no, context.now)
    context.sla.stop(case.case_no, "classification", context.now)
    context.sla.stop(case.case_no, "classification-limit", context.now)
    context.sla.rebudget(case)
    context.note(
        case.case_no,
        "更正分类" if changed else "确认分类",
        actor=user,
        rule="D01–D04",
        route=f"{data.class_code}/{data.complaint_type}/{data.urgency}",
        corrected=changed,
    )
    return RecordClassificationOutput(
        is_complaint=data.class_code == "C" and bool(data.in_scope),
        technical=bool(data.technical),
        in_scope=bool(data.in_scope),
        compensation_expected=bool(data.compensation_expected),
        contract_dispute=bool(data.contract_dispute),
        claimed_amount=amount_text(claimed),
    )


def amount_text(amount: Decimal | None) -> str:
    """The amount as a form shows it; empty for none."""
    return f"{amount:.2f}" if amount is not None else ""


class HandOverInput(CaseInput):
    """Why it is no complaint."""

    class_code: str
    in_scope: bool


class HandOverOutput(Variables):
    """Where the request goes instead."""

    hand_over_to: str


@handler("case.handover", label="移交或说明不受理")
def hand_over(data: HandOverInput, context: ComplaintContext) -> HandOverOutput:
    """Record to which process a question or suggestion goes, or that it is out of scope (C03x)."""
    case = context.case
    targets = {"Q": "客户咨询流程（P02）", "S": "改进建议流程（P22）"}
    target = targets.get(data.class_code, "超出业务范围")
    case.closing_reason = f"非投诉：{target}" if data.class_code in targets else target
    context.note(case.case_no, "移交", rule="D01", route=target)
    return HandOverOutput(hand_over_to=target)


HANDLERS = (propose_classification, record_classification, hand_over)
