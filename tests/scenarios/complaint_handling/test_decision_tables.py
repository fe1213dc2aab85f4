"""Every row and boundary of the shipped tables, evaluated by the engine that will use them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.scenarios.conftest import Desk

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("scenario_parts")]

URGENT_FLAGS = ("safetyRisk", "productionStopped", "mediaExposure", "legalThreat")
PRESSING_FLAGS = ("repeatComplaint", "keyCustomer", "businessImpactToday", "resolveWithin24h")


def _ask(desk: Desk, table: str, **facts: object) -> list[Mapping[str, object]]:
    return list(desk.application.installation.decisions.evaluate(table, facts))


def _one(desk: Desk, table: str, **facts: object) -> Mapping[str, object]:
    (row,) = _ask(desk, table, **facts)
    return row


@pytest.mark.parametrize(
    ("amount", "route", "opinions"),
    [
        ("0.00", "manager", False),
        ("0.01", "worker", False),
        ("3200.00", "worker", False),
        ("4999.99", "worker", False),
        ("5000.00", "manager", False),
        ("5000.01", "director", True),
        ("50000.00", "director", True),
        ("50000.01", "general-manager", True),
        ("-0.01", "manager", False),
        ("100.005", "manager", False),
        ("viel", "manager", False),
        (None, "manager", False),
    ],
)
def test_d07_who_approves_a_compensation(
    desk: Desk, amount: str | None, route: str, opinions: bool
) -> None:
    row = _one(desk, "compensation-approval", specialChannel=False, compensationAmount=amount)
    assert (row["approvalRoute"], row["approvalOpinionsNeeded"]) == (route, opinions)
    assert row["approvalRule"]


@pytest.mark.parametrize("amount", ["0.00", "0.01", "5000.00", "50000.01"])
def test_d07_the_special_channel_goes_to_the_director_directly(desk: Desk, amount: str) -> None:
    row = _one(desk, "compensation-approval", specialChannel=True, compensationAmount=amount)
    assert (row["approvalRoute"], row["approvalOpinionsNeeded"]) == ("director", False)


def test_d07_an_undecided_special_channel_never_reaches_the_worker(desk: Desk) -> None:
    row = _one(desk, "compensation-approval", specialChannel=None, compensationAmount="10.00")
    assert row["approvalRoute"] == "manager"


@pytest.mark.parametrize(
    ("kind", "code"), [("咨询", "Q"), ("投诉", "C"), ("建议", "S"), ("表扬", "invalid")]
)
def test_d01_request_class(desk: Desk, kind: str, code: str) -> None:
    assert _one(desk, "request-class", requestKind=kind)["classCode"] == code


@pytest.mark.parametrize(
    ("confidence", "prefilled"),
    [(1.0, True), (0.7, True), (0.6999, False), (0.0, False), (1.1, False), (None, False)],
)
def test_a_proposal_is_prefilled_from_the_threshold_on(
    desk: Desk, confidence: float | None, prefilled: bool
) -> None:
    assert _one(desk, "classification-confidence", confidence=confidence)["prefill"] is prefilled


@pytest.mark.parametrize(
    ("topic", "module"),
    [
        *((topic, "产品") for topic in ("质量", "故障", "功能")),
        *((topic, "价格") for topic in ("报价", "费用", "发票")),
        *((topic, "物流") for topic in ("发货", "延迟", "破损")),
        *((topic, "服务") for topic in ("态度", "响应")),
        ("天气", "其他"),
    ],
)
def test_d02_module(desk: Desk, topic: str, module: str) -> None:
    assert _one(desk, "module", topic=topic)["module"] == module


@pytest.mark.parametrize(
    ("module", "topic", "kind", "technical", "order_needed"),
    [
        ("产品", "故障", "产品质量", True, True),
        ("产品", "其他", "产品质量", False, True),
        ("服务", "态度", "服务态度", False, False),
        ("物流", "延迟", "物流延迟", False, True),
        ("价格", "费用", "其他", False, False),
        ("其他", "其他", "其他", False, False),
    ],
)
def test_d03_complaint_type(
    desk: Desk, module: str, topic: str, kind: str, technical: bool, order_needed: bool
) -> None:
    row = _one(desk, "complaint-type", module=module, topic=topic)
    assert (row["complaintType"], row["technical"], row["orderNoNeeded"]) == (
        kind,
        technical,
        order_needed,
    )


@pytest.mark.parametrize(
    ("flag", "urgency"),
    [
        *((flag, "特急") for flag in URGENT_FLAGS),
        *((flag, "紧急") for flag in PRESSING_FLAGS),
        (None, "普通"),
    ],
)
def test_d04_urgency(desk: Desk, flag: str | None, urgency: str) -> None:
    facts = {name: name == flag for name in (*URGENT_FLAGS, *PRESSING_FLAGS)}
    assert _one(desk, "urgency", **facts)["urgency"] == urgency


def test_d04_the_higher_urgency_wins(desk: Desk) -> None:
    facts = dict.fromkeys((*URGENT_FLAGS, *PRESSING_FLAGS), True)
    assert _one(desk, "urgency", **facts)["urgency"] == "特急"


@pytest.mark.parametrize(
    ("urgency", "priority", "expedited"),
    [("特急", "P1", True), ("紧急", "P2", True), ("普通", "P3", False), ("?", "P1", True)],
)
def test_d05_priority(desk: Desk, urgency: str, priority: str, expedited: bool) -> None:
    row = _one(desk, "priority", urgency=urgency)
    assert (row["priority"], row["expedited"]) == (priority, expedited)


@pytest.mark.parametrize(
    ("kind", "technical", "group", "opinions", "report"),
    [
        ("产品质量", True, "tech-support", "sales,quality", True),
        ("产品质量", False, "quality", "sales", False),
        ("服务态度", False, "cs-supervisor", "sales", False),
        ("物流延迟", False, "logistics", "sales", False),
        ("其他", False, "cs-specialist", "sales", False),
    ],
)
@pytest.mark.parametrize("reason", [None, "compensationExpected", "contractDispute", "特急"])
def test_d06_who_is_responsible_and_who_is_heard(
    desk: Desk,
    kind: str,
    technical: bool,
    group: str,
    opinions: str,
    report: bool,
    reason: str | None,
) -> None:
    row = _one(
        desk,
        "responsible-party",
        complaintType=kind,
        technical=technical,
        compensationExpected=reason == "compensationExpected",
        contractDispute=reason == "contractDispute",
        urgency="特急" if reason == "特急" else "普通",
    )
    heard = opinions if reason is None else f"{opinions},legal"
    assert (row["responsibleGroup"], row["opinionGroupList"], row["testReportRequired"]) == (
        group,
        heard,
        report,
    )


@pytest.mark.parametrize(
    ("kind", "amount", "group", "department", "finance"),
    [
        ("维修", "0.00", "tech-support", True, False),
        ("维修", "10.00", "tech-support", True, True),
        ("换货", "0.00", "logistics", True, False),
        ("换货", "10.00", "logistics", True, True),
        ("补偿", "10.00", "finance", False, True),
        ("其他", "0.00", "cs-specialist", True, False),
        ("其他", "10.00", "cs-specialist", True, True),
        ("?", "0.00", "cs-specialist", True, False),
        ("?", "10.00", "cs-specialist", True, True),
    ],
)
def test_d09_who_executes(
    desk: Desk, kind: str, amount: str, group: str, department: bool, finance: bool
) -> None:
    row = _one(desk, "execution-department", solutionType=kind, compensationAmount=amount)
    assert (row["executorGroup"], row["departmentExecutes"], row["financePays"]) == (
        group,
        department,
        finance,
    )


@pytest.mark.parametrize(
    ("resolved", "score", "reopened", "decided", "outcome", "unsatisfied"),
    [
        (True, 60, 0, False, "close", False),
        (True, 100, 2, False, "close", False),
        (True, 59, 0, False, "reopen", False),
        (True, 59, 2, False, "special", False),
        (False, 90, 0, False, "reopen", False),
        (False, 90, 1, False, "reopen", False),
        (False, 90, 2, False, "special", False),
        (False, 0, 2, True, "close", True),
        (True, 60, 2, True, "close", False),
    ],
)
def test_d11_what_follows_the_revisit(
    desk: Desk,
    resolved: bool,
    score: int,
    reopened: int,
    decided: bool,
    outcome: str,
    unsatisfied: bool,
) -> None:
    row = _one(
        desk,
        "satisfaction-outcome",
        resolved=resolved,
        satisfactionScore=score,
        reopenCount=reopened,
        specialChannelDecided=decided,
    )
    assert (row["satisfactionOutcome"], row["closedUnsatisfied"]) == (outcome, unsatisfied)


def test_d34_names_everything_that_is_missing(desk: Desk) -> None:
    nothing = _ask(
        desk,
        "completeness",
        hasName=False,
        hasContact=False,
        hasProblem=False,
        orderNoNeeded=True,
        hasOrderOrContract=False,
    )
    assert len(nothing) == 4
    complete = {"hasName": True, "hasContact": True, "hasProblem": True}
    assert not _ask(desk, "completeness", **complete, orderNoNeeded=False, hasOrderOrContract=False)
    assert not _ask(desk, "completeness", **complete, orderNoNeeded=True, hasOrderOrContract=True)


@pytest.mark.parametrize(
    ("percent", "recipients"),
    [
        (79, []),
        (80, ["handler"]),
        (100, ["handler", "cs-supervisor"]),
        (120, ["handler", "cs-supervisor", "cs-manager"]),
        (200, ["handler", "cs-supervisor", "cs-manager", "cs-director"]),
    ],
)
def test_d36_who_is_told(desk: Desk, percent: int, recipients: list[str]) -> None:
    rows = _ask(desk, "escalation", percent=percent)
    assert [row["recipientRole"] for row in rows] == recipients
    assert any(row["reviewItem"] for row in rows) is (percent >= 120)


@pytest.mark.parametrize(
    ("step", "urgency", "budget", "clock"),
    [
        ("first-response", "普通", "PT24H", "24x7"),
        ("first-response", "紧急", "PT30M", "24x7"),
        ("first-response", "特急", "PT15M", "24x7"),
        ("total-cycle", "普通", "PT48H", "24x7"),
        ("total-cycle", "紧急", "PT24H", "24x7"),
        ("total-cycle", "特急", "PT12H", "24x7"),
        ("classification-limit", "普通", "PT2H", "24x7"),
        ("classification", "普通", "PT30M", "service-hours"),
        ("classification", "特急", "PT30M", "24x7"),
        ("opinion", "普通", "PT2H", "service-hours"),
        ("opinion", "紧急", "PT1H", "service-hours"),
        ("opinion", "特急", "PT30M", "24x7"),
        ("solution", "普通", "PT4H", "service-hours"),
        ("solution", "紧急", "PT2H", "service-hours"),
        ("solution", "特急", "PT1H", "24x7"),
        ("information-reminder", "普通", "PT4H", "24x7"),
        ("information-deadline", "普通", "PT24H", "24x7"),
        ("approval-manager", "普通", "PT2H", "service-hours"),
        ("approval-director", "普通", "PT4H", "service-hours"),
        ("feedback", "普通", "PT1H", "service-hours"),
        ("archive", "普通", "PT30M", "service-hours"),
        ("summary", "普通", "P5D", "working-days"),
        ("lunch", "普通", None, "invalid"),
    ],
)
def test_sla_limits(desk: Desk, step: str, urgency: str, budget: str | None, clock: str) -> None:
    row = _one(desk, "sla", step=step, urgency=urgency, channel="邮件")
    assert row["clock"] == clock
    if budget is not None:
        assert row["budget"] == budget


def test_sla_a_website_entry_is_registered_in_half_the_time(desk: Desk) -> None:
    web = _one(desk, "sla", step="registration", urgency="普通", channel="官网")
    phone = _one(desk, "sla", step="registration", urgency="普通", channel="电话")
    assert (web["budget"], phone["budget"]) == ("PT7M30S", "PT15M")
