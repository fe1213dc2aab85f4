"""Complaints that another procedure handed on: what goes along stands in the case store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from workers.casework.cases import Case, CaseLink
from workers.casework.timezone import SHANGHAI
from workers.contract import TransientFailure
from workers.procedures.complaint.context import ComplaintContext
from workers.services.complaints import PROCEDURE

CHANNEL: Final = "服务转入"
"""投诉渠道 of F01 for a complaint that came from a service request."""
_FIELDS: Final[Mapping[str, str]] = {
    "companyName": "company_name",
    "customerName": "complainant_name",
    "contactPhone": "contact_phone",
    "contactEmail": "contact_email",
    "description": "problem_description",
    "expectedSolution": "expected_solution",
    "orderNo": "order_no",
    "contractNo": "contract_no",
}
"""Field of the service request's record → field of the complaint."""
_RESOLVE_BY: Final = "expectedResolveBy"


def handed_on(source: str, context: ComplaintContext) -> CaseLink:
    """What that case handed over to this procedure, and nobody has taken yet.

    Raises:
        TransientFailure: it is not on record: not yet, or the message is forged.
    """
    handed = context.cases.handed_over(source, PROCEDURE)
    if handed is None:
        raise TransientFailure(
            "the message names a case that has handed nothing over; if it stays so, nobody of "
            "ours sent it: delete this process instance in Cockpit"
        )
    return handed


def taken_over(handed: CaseLink) -> Mapping[str, object]:
    """The facts as fields of a complaint."""
    stated: dict[str, object] = {ours: handed.facts.get(name) for name, ours in _FIELDS.items()}
    day = handed.facts.get(_RESOLVE_BY)
    if day:
        stated["expected_resolve_by"] = datetime.combine(
            date.fromisoformat(str(day)[:10]), time(23, 59), SHANGHAI
        )
    return {**stated, "channel": CHANNEL}


def join(case: Case, handed: CaseLink, context: ComplaintContext) -> None:
    """Link both cases; each tells in its timeline of the other."""
    handed.to_no = case.case_no
    context.note(case.case_no, "由服务请求转入", route=handed.from_no)
    context.note(handed.from_no, "投诉已立案", route=case.case_no)
