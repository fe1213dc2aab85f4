"""Sums, order and contract numbers in customers' messages (catalogue 3.1, rows under D04)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.services.classifier import references
from workers.services.classifier.claim import claimed_amount
from workers.services.classifier.money import mentions, numeral
from workers.services.classifier.script import simplified
from workers.services.classifier.vocabulary import Vocabulary
from workers.services.classifier.wording import normalise

_WORDS = Vocabulary.shipped().claim
_DIGITS = "零一二三四五六七八九"
_WAYS = ("{}元", "¥{}", "￥{}.00", "人民币{}元整", "RMB {}", "{} 块")


def claim(text: str) -> Decimal | None:
    return claimed_amount(normalise(text), _WORDS)


def spoken(amount: int) -> str:
    """An amount below ten thousand as it is written in words: 两千零五 is 二千零五."""
    digits = f"{amount:04d}"
    words = ""
    for digit, unit in zip(digits, ("千", "百", "十", ""), strict=True):
        if digit != "0":
            words += _DIGITS[int(digit)] + unit
        elif words and not words.endswith("零"):
            words += "零"
    return words.rstrip("零")


@given(amount=st.integers(1, 9_999_999), way=st.sampled_from(_WAYS), commas=st.booleans())
def test_a_sum_is_read_in_every_usual_notation(amount: int, way: str, commas: bool) -> None:
    text = way.format(f"{amount:,}" if commas else amount)
    assert [m.amount for m in mentions(normalise(text))] == [Decimal(amount)]


@given(amount=st.integers(1, 9_999))
def test_a_numeral_in_words_is_read(amount: int) -> None:
    assert numeral(spoken(amount)) == amount


@settings(deadline=None)  # the first call compiles the word lists
@given(amount=st.integers(100, 9_999_999), way=st.sampled_from(_WAYS))
def test_a_demanded_sum_is_the_claim_and_a_refund_is_none(amount: int, way: str) -> None:
    said = way.format(amount)
    assert claim(f"机器坏了，请赔偿损失{said}。") == Decimal(amount)
    assert claim(f"机器坏了，请退还货款{said}。") is None


@settings(deadline=None)
@given(text=st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    plain = normalise(text)
    claimed = claim(text)
    assert claimed is None or claimed > 0
    assert references.order_no(plain) is None or references.order_no(plain) in plain


@given(text=st.text(max_size=80))
def test_simplifying_keeps_every_place(text: str) -> None:
    assert len(simplified(text)) == len(text)
    assert simplified(simplified(text)) == simplified(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3000元的损失请你们承担", 3000),
        ("要求赔付¥4,999.00", 4999),
        ("請賠償五千元整", 5000),
        ("晚交12天，违约金共1.2万", 12000),
        ("被客户扣款三万五，该笔由贵司负责", 35000),
        ("赔两万，少一分都不谈", 20000),
        ("赔我400快", 400),
        ("人工费8000，材料费7000，两项合计一万五，请贵司承担", 15000),
        ("赔偿误工3人×3天×1000元=9000元", 9000),
        ("破损货物价值16,000元，请照价赔偿", 16000),
        ("改单费加滞箱费一共2400 你们的错你们付", 2400),
        ("奶油全坏了，光原料就一千五，你们赔不赔？", 1500),
        ("吊车空等一天八千块台班费，货没送到，这钱得你们出", 8000),
        ("设备三十万，我们不退，只要求补偿停线损失三万五", 35000),
        ("换个水龙头66块，你们装坏的，转我就行", 66),
        ("貴司僅願補償5,000元，我司堅持19,800元的賠償請求", 19800),
        ("退货退款86,000元的同时，须赔偿停工损失3万元", 30000),
        ("价值26000元的货全部淋雨报废，请照价赔偿", 26000),
        ("外壳更换4200元，贵司报一下", 4200),
        ("临时租库七千，请贵公司给报了", 7000),
        ("精神损失加医药费，一万，一分不能少", 10000),
        # numbers that are no claim
        ("定金2万已付，请把定金退回", None),
        ("12.8万的贴标机贴歪了，请来调", None),
        ("花三万五买的机器人精度不够，退货！", None),
        ("押金五百块退一下", None),
        ("上次赔了我们2000，同样的皮带又断了", None),
        ("已于9月就上一批赔付15,000元，本批请先出报告", None),
        ("这是第3台了，型号HX-3000，批号20260915，到货1000小时就坏", None),
        ("货值36000元的控制柜淋雨了，请先派人来", None),
        ("不要求赔钱，3000块不够你们丢的人", None),
        ("你们千万别再发错了，万一漏气就麻烦了", None),
        ("电话12315，工单88213，没人理我", None),
        ("年采购额超过500万元，就这样对待大客户？", None),
    ],
)
def test_a_claim_is_told_from_other_numbers(text: str, expected: int | None) -> None:
    assert claim(text) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("text", "order_no", "contract_no"),
    [
        ("訂單TW-2026-0731原訂十月底抵達", "TW-2026-0731", None),
        ("订单PO#5500187742的返工费", "PO#5500187742", None),
        ("采购单：4500123377", "4500123377", None),
        ("Order No. SO-2611-4471 has not arrived", "SO-2611-4471", None),
        ("订单号（DD20261103-0187）", "DD20261103-0187", None),
        ("根据CG-2026-044第9.2条，违约金10万元", None, "CG-2026-044"),
        ("按照HX-2026-Q-009质量条款支付", None, "HX-2026-Q-009"),
        ("ZB-2026-118合同第8.3款", None, "ZB-2026-118"),
        ("依合同QZB-2026-CG-19之约定", None, "QZB-2026-CG-19"),
        ("合约HT-2026-0091与订单DD20261103-0087", "DD20261103-0087", "HT-2026-0091"),
        ("流水号20261105009981", None, None),
        ("运单：SF1399887766554", None, None),
        ("序列号SN23110045，型号KX-3000", None, None),
        ("工单TK-88213无人跟进", None, None),
        ("偏差DEV-26-118逾期", None, None),
    ],
)
def test_order_and_contract_numbers_are_told_from_others(
    text: str, order_no: str | None, contract_no: str | None
) -> None:
    plain = normalise(text)
    assert (references.order_no(plain), references.contract_no(plain)) == (order_no, contract_no)
