"""Notices N01–N14 say what their reader needs, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from importlib import resources

import pytest

from workers.casework.letters import (
    Kind,
    MissingFact,
    UnknownNotice,
    WrongFact,
)
from workers.casework.mail.message import Sender, seal
from workers.ports import Mail
from workers.procedures.complaint.notices import NOTICES, compose

_AT = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
_VALUES: dict[Kind, object] = {
    Kind.TEXT: "某事项",
    Kind.MOMENT: _AT,
    Kind.YUAN: Decimal(3200),
    Kind.ITEMS: ["订单号", "联系方式"],
    Kind.NUMBER: 120,
}


def _facts(notice: str, *, optional: bool = True) -> dict[str, object]:
    declared = NOTICES[notice]
    names = {**declared.needs, **(declared.may_have if optional else {})}
    return {name: _VALUES[kind] for name, kind in names.items()} | {"case_no": "TS-1"}


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("optional", [True, False])
def test_every_notice_has_subject_and_body_with_the_number(notice: str, optional: bool) -> None:
    letter = compose(notice, _facts(notice, optional=optional))
    assert letter.subject
    assert "\n" not in letter.subject
    assert "TS-1" in letter.body
    assert "None" not in letter.body
    assert "{" not in letter.body


@pytest.mark.parametrize(
    ("notice", "fact"), [(notice, fact) for notice in NOTICES for fact in NOTICES[notice].needs]
)
def test_a_missing_fact_is_named(notice: str, fact: str) -> None:
    with pytest.raises(MissingFact, match=rf"{notice} needs the fact '{fact}'"):
        compose(notice, _facts(notice) | {fact: None})


@pytest.mark.parametrize("notice", [n for n in NOTICES if NOTICES[n].audience == "customer"])
def test_a_customer_letter_greets_and_never_shows_internal_facts(notice: str) -> None:
    secret = "仅限内部：客户难缠"
    internal = {"comment": secret, "rule": secret, "referral_reasons": secret, "action": secret}
    body = compose(notice, _facts(notice) | internal | {"complainant": "张三"}).body
    assert body.startswith("尊敬的张三：")
    assert secret not in body
    for word in ("工单", "授权", "审批", "客服主管", "责任部门", "紧急程度", "优先级"):
        assert word not in body


def test_instants_are_written_in_shanghai_time() -> None:
    assert "2026年11月21日 14:30 前" in compose("N01", _facts("N01")).body


def test_result_names_the_sum_only_if_there_is_one() -> None:
    assert "补偿金额：3,200.00 元" in compose("N11", _facts("N11")).body
    assert "补偿金额" not in compose("N11", _facts("N11", optional=False)).body


def test_not_accepted_explains_what_happens_instead() -> None:
    question = compose("N14", _facts("N14") | {"handled_as": "咨询"}).body
    outside = compose("N14", _facts("N14", optional=False)).body
    assert "转交负责的同事" in question
    assert "不属于我们的产品和服务范围" in outside


def test_missing_items_are_listed_one_a_line() -> None:
    assert "- 订单号\n- 联系方式\n" in compose("N02", _facts("N02")).body


def test_a_fact_cannot_break_the_subject_or_run_as_template() -> None:
    facts = _facts("N13") | {"step": "{{ 7*7 }}\nBcc: x@example.com"}
    letter = compose("N13", facts)
    assert "\n" not in letter.subject
    assert "{{ 7*7 }}" in letter.body


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("deadline", datetime(2026, 11, 21)),  # noqa: DTZ001 - the naive instant is the point
        ("deadline", "2026-11-21"),
        ("percent", "80"),
        ("step", 3),
    ],
)
def test_a_fact_of_the_wrong_type_is_named(fact: str, value: object) -> None:
    with pytest.raises(WrongFact, match=fact):
        compose("N13", _facts("N13") | {fact: value})


def test_an_unknown_notice_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNotice, match="N01"):
        compose("N99", {})


def test_every_template_belongs_to_a_notice() -> None:
    files = {
        file.name
        for file in resources.files("workers.procedures.complaint").joinpath("letters").iterdir()
    }
    frames = {"customer.txt.j2", "internal.txt.j2"}
    assert files == {f"{notice}.txt.j2" for notice in NOTICES} | frames


@pytest.mark.parametrize(
    "typed",
    ["张\nBcc: x@y.cn", "张\r\nBcc: x@y.cn", "张\0", "张\ud83d", "张\x0b", "张\x85", "张\u2028"],
)
@pytest.mark.parametrize("notice", NOTICES)
def test_whatever_is_typed_a_letter_has_one_line_of_subject_and_can_be_sent(
    notice: str, typed: str
) -> None:
    facts = {
        name: typed if value == "某事项" else [typed] if isinstance(value, list) else value
        for name, value in _facts(notice).items()
    }
    letter = compose(notice, {**facts, "case_no": typed})
    mail = Mail("<1@sop>", "a@b.cn", letter.subject, letter.body, _AT)
    content = seal(mail, Sender.parse("s@b.cn")).content
    headers = content.partition(b"\r\n\r\n")[0]
    assert b"\nBcc:" not in headers
    assert letter.body.startswith(compose(notice, _facts(notice)).body[:2])
