"""The classifier reads what customers write (catalogue 3.1, "Reading a customer's message")."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from workers.services.classifier import Proposal, Vocabulary, VocabularyError, classify
from workers.services.classifier.evidence import find
from workers.services.classifier.money import mentions, numeral

# D02 as deployed: topic → module.
_MODULE = {
    "质量": "产品", "故障": "产品", "功能": "产品", "报价": "价格", "费用": "价格", "发票": "价格",
    "发货": "物流", "延迟": "物流", "破损": "物流", "态度": "服务", "响应": "服务", "其他": "其他",
}  # fmt: skip

# Invented messages with the reading that a supervisor would give them.
with (Path(__file__).parent / "customer_messages.csv").open(encoding="utf-8", newline="") as _file:
    MESSAGES = list(csv.DictReader(_file))


def read(text: str, subject: str = "") -> Proposal:
    return classify(subject, text)


_URGENCY = {"normal": "普通", "urgent": "紧急", "critical": "特急"}


@pytest.fixture(scope="module")
def proposals() -> list[Proposal]:
    return [classify(row["subject"], row["body"]) for row in MESSAGES]


def test_most_messages_are_read_as_a_supervisor_would(proposals: list[Proposal]) -> None:
    """None of them was learned from; 其他 is no module that a message can be about."""
    read_right = {
        "kind": [p.request_kind == row["kind"] for p, row in zip(proposals, MESSAGES, strict=True)],
        "module": [
            _MODULE[p.topic] == row["module"]
            for p, row in zip(proposals, MESSAGES, strict=True)
            if row["module"] != "其他"
        ],
        "urgency": [
            _URGENCY[p.urgency] == row["urgency"]
            for p, row in zip(proposals, MESSAGES, strict=True)
        ],
    }
    assert {name: sum(right) / len(right) >= 0.92 for name, right in read_right.items()} == {
        "kind": True, "module": True, "urgency": True,
    }  # fmt: skip


def test_every_claimed_sum_of_the_messages_is_read(proposals: list[Proposal]) -> None:
    wrong = [
        (row["body"], p.claimed_amount)
        for p, row in zip(proposals, MESSAGES, strict=True)
        if p.claimed_amount != (Decimal(row["claim"]) if row["claim"] else None)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("质量太差，索赔¥3,200", "3200.00"),
        ("质量太差，要求赔偿３２００元", "3200.00"),
        ("质量太差，要求赔偿1.8万元", "18000.00"),
        ("质量太差，要求赔偿18,000 元", "18000.00"),
        ("质量太差，要求赔偿人民币叁仟贰佰元整", "3200.00"),
        ("质量太差，要求赔偿一万八千元", "18000.00"),
        ("质量太差，要求赔偿3200.50元", "3200.50"),
        ("质量太差，索赔3200", "3200.00"),
        ("质量太差，要求赔偿，金额为3200元", "3200.00"),
        ("坏了，退还货款6000元，并赔偿损失3000元", "3000.00"),
        ("坏了，要求退款6000元", None),
        ("坏了，设备价值120,000元", None),
        ("押金5000元一直没退，请处理", None),
        ("多收了1200元，请退还", None),
        ("上次贵司已赔偿了800元，这次又坏了", None),
        ("你们只肯赔200元，我们不能接受，要求赔偿2000元", "2000.00"),
        ("坏了，不要求赔偿，损失大约500元我们自己承担", None),
        ("漏油，赔偿5000元，其中误工费3000元，清洗费2000元", "5000.00"),
        ("漏油，误工费3000元、检测费2000元，请贵司承担", "5000.00"),
        ("逾期交货，合同总价450,000元，按合同支付违约金18,000元", "18000.00"),
        ("坏了，造成损失3200元，请赔偿", "3200.00"),
        ("坏了，我们损失了3200元", None),
        ("请问标准型的价格是3200元吗？", None),
    ],
)
def test_only_a_demanded_compensation_is_a_claim(text: str, claim: str | None) -> None:
    assert read(text).claimed_amount == (Decimal(claim) if claim else None)


@pytest.mark.parametrize(
    ("text", "order_no", "contract_no"),
    [
        ("订单号：DD20261103-0087，坏了", "DD20261103-0087", None),
        ("订单DD20261103-0087和合同HT-2025-0416", "DD20261103-0087", "HT-2025-0416"),
        ("ＤＤ２０２６１１０３－００８７坏了", "DD20261103-0087", None),
        ("采购单号为 PO-2026-1187，少发两件", "PO-2026-1187", None),
        ("合同编号【HT-2026-0091】", None, "HT-2026-0091"),
        ("运单号SF1234567890123破损", None, None),
        ("快递单号：YD8800112233445", None, None),
        ("发票号码04871234开错", None, None),
        ("序列号 GR40260117001 漏油", None, None),
        ("工单号：WO20261101-003 没人处理", None, None),
        ("订单金额18600元", None, None),
        ("订单 2026年11月3日 下的", None, None),
        ("电话13800000101", None, None),
    ],
)
def test_numbers_are_taken_as_written(
    text: str, order_no: str | None, contract_no: str | None
) -> None:
    p = read(text)
    assert (p.order_no, p.contract_no) == (order_no, contract_no)


@pytest.mark.parametrize(
    ("text", "safety"),
    [
        ("配电柜冒烟，没有人受伤", True),
        ("机器坏了，没有人受伤", False),
        ("机器坏了，未造成人员受伤", False),
        ("没有及时修好，导致工人受伤", True),
        ("零件装配时压伤了密封圈", False),
        ("操作工手指被夹伤", True),
        ("外壳漏电", True),
        ("请问断路器在短路时会不会起火？", False),
    ],
)
def test_a_denied_injury_is_no_safety_risk(text: str, safety: bool) -> None:
    assert read(text).safety_risk is safety


def test_flags_are_told_apart() -> None:
    p = read("产线停了，再不解决就向12315投诉并找记者曝光。之前已经催了三次，违反合同约定。")
    assert (p.production_stopped, p.legal_threat, p.media_exposure) == (True, True, True)
    assert (p.chased_before, p.contract_dispute, p.safety_risk) == (True, True, False)


def test_a_number_that_contains_12315_is_no_threat() -> None:
    assert not read("货没收到，运单号YT9123150044").legal_threat


def test_reasons_quote_listed_words_and_no_personal_data() -> None:
    p = read("我联系了王小明三次，电话13800000101，邮箱a@example.com，地址星湖街1号，至今没解决")
    said = "".join(p.reasons)
    assert "“联系了…三次”" in said
    assert not any(secret in said for secret in ("王小明", "13800000101", "@", "星湖街"))


def test_nothing_readable_is_a_complaint_of_low_confidence() -> None:
    p = read("……")
    assert (p.request_kind, p.topic) == ("投诉", "其他")
    assert p.confidence < 0.5


def test_a_clear_message_is_surer_than_a_vague_one() -> None:
    clear = read("减速机漏油，质量太差，要求换货", "质量投诉")
    assert clear.confidence > read("麻烦看看").confidence


def test_a_vocabulary_file_extends_the_reading(tmp_path: Path) -> None:
    shipped = Path(classify.__code__.co_filename).with_name("vocabulary.toml").read_text("utf-8")
    file = tmp_path / "own.toml"
    file.write_text(shipped.replace('"坏了", ', '"坏了", "嗝屁", ', 1), encoding="utf-8")
    own, usual = Vocabulary.read(file), Vocabulary.shipped()
    assert "嗝屁" in find("", "机器嗝屁了", own).lists["trouble"].values()
    assert "嗝屁" not in find("", "机器嗝屁了", usual).lists["trouble"].values()


@pytest.mark.parametrize("text", ["[", "neutral = []", 'neutral = ["("]'])
def test_a_broken_vocabulary_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError):
        Vocabulary.read(file)


@pytest.mark.parametrize(
    ("text", "value"),
    [("叁仟贰佰", 3200), ("一万八千", 18000), ("十五", 15), ("两千五", 2500), ("三百零五", 305),
     ("二十万", 200000), ("一亿零三百万", 103000000), ("两千零五", 2005), ("零", None)],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert numeral(text) == value


def test_quantities_are_no_money() -> None:
    assert mentions("订购12台，用了2万次，重500公斤，第3次，100%") == []
