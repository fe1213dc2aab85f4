"""A form takes what a browser would take, and nothing else."""

from __future__ import annotations

import pytest

from workers.models.form import Form, FormError
from workers.models.form_condition import UnknownCondition, holds

MONEY = r"^(0|[1-9]\d{0,8})\.\d{2}$"
FORM = Form(
    {
        "id": "solution",
        "components": [
            {"type": "text", "text": "# 投诉 {{complaintNo}}"},
            {
                "type": "group",
                "components": [
                    {"type": "textfield", "key": "amount", "validate": {"pattern": MONEY}},
                    {
                        "type": "textarea",
                        "key": "reason",
                        "validate": {"required": True, "minLength": 2, "maxLength": 5},
                    },
                ],
            },
            {"type": "textfield", "key": "complaintNo", "disabled": True},
            {"type": "checkbox", "key": "special"},
            {"type": "checkbox", "key": "understood", "validate": {"required": True}},
            {
                "type": "select",
                "key": "kind",
                "values": [{"label": "一", "value": "A"}, {"label": "二", "value": "B"}],
                "validate": {"required": True},
                "conditional": {"hide": "=special != true"},
            },
            {
                "type": "number",
                "key": "score",
                "decimalDigits": 0,
                "validate": {"min": 0, "max": 100},
            },
            {"type": "datetime", "key": "until"},
        ],
    }
)
GOOD: dict[str, object] = {"reason": "好的", "understood": True}


def faults(decided: dict[str, object]) -> list[str]:
    with pytest.raises(FormError) as raised:
        FORM.fill(decided, {})
    return raised.value.faults


def test_every_visible_field_is_submitted() -> None:
    assert FORM.fill(GOOD, {}) == {
        "amount": None,
        "reason": "好的",
        "special": False,
        "understood": True,
        "score": None,
        "until": None,
    }


def test_what_was_known_is_submitted_unless_decided_otherwise() -> None:
    filled = FORM.fill({**GOOD, "score": 7}, {"amount": "1.00", "score": 5, "other": "x"})
    assert filled["amount"] == "1.00"
    assert filled["score"] == 7
    assert "other" not in filled


def test_a_person_sees_what_is_neither_hidden_nor_disabled() -> None:
    always = {"amount", "reason", "special", "understood", "score", "until"}
    assert FORM.visible({}) == always
    assert FORM.visible({"special": True}) == always | {"kind"}


def test_a_disabled_field_is_not_submitted() -> None:
    assert "complaintNo" not in FORM.fill(GOOD, {"complaintNo": "TS-1"})
    assert faults({**GOOD, "complaintNo": "TS-2"}) == ["there is no field complaintNo"]


def test_unknown_keys_are_refused() -> None:
    assert faults({**GOOD, "colour": "red"}) == ["there is no field colour"]


def test_a_shown_field_is_checked_and_a_hidden_one_refused() -> None:
    assert FORM.fill({**GOOD, "special": True, "kind": "A"}, {})["kind"] == "A"
    assert faults({**GOOD, "special": True}) == ["kind is required"]
    assert faults({**GOOD, "kind": "A"}) == ["kind is hidden here"]


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("reason", "", "reason is required"),
        ("reason", "好", "reason must have at least 2 characters"),
        ("reason", "好" * 6, "reason must have at most 5 characters"),
        ("reason", 5, "reason must be text"),
        ("understood", False, "understood is required"),
        ("amount", "5000", f"amount must match {MONEY}"),
        ("amount", "-1.00", f"amount must match {MONEY}"),
        ("amount", "1,000.00", f"amount must match {MONEY}"),
        ("special", "yes", "special must be true or false"),
        ("score", "90", "score must be a number"),
        ("score", -1, "score must be at least 0"),
        ("score", 101, "score must be at most 100"),
        ("score", 1.5, "score must have at most 0 decimals"),
        ("score", True, "score must be a number"),
        ("until", "tomorrow", "until must be a date and time"),
    ],
)
def test_a_value_outside_the_rules_is_refused(key: str, value: object, fault: str) -> None:
    assert faults({**GOOD, key: value}) == [fault]


def test_a_select_takes_only_what_it_offers() -> None:
    assert faults({**GOOD, "special": True, "kind": "C"}) == ["kind must be one of A, B"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("=special = true", True),
        ("=special != true", False),
        ('=type = "补偿"', True),
        ('=type = "补偿" and amount = null', True),
        ('=type = "维修" or score >= 60', True),
        ('=not(type = "维修")', True),
        ('=(type = "维修" or type = "补偿") and special', True),
        ("=missing = null", True),
        ("=missing > 3", False),
        ("=score < 60", False),
    ],
)
def test_conditions_hold_as_in_feel(expression: str, expected: bool) -> None:
    values = {"special": True, "type": "补偿", "score": 85}
    assert holds(expression, values) is expected


@pytest.mark.parametrize("expression", ["=count(list) > 1", "=a +", "=(a = 1", "=a = 1 b"])
def test_a_condition_that_is_not_understood_is_not_guessed(expression: str) -> None:
    with pytest.raises(UnknownCondition):
        holds(expression, {})
