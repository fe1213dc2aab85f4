"""A value comes into a record in one form, however it was typed."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from workers.casework.record import FieldError, FieldType, normalised, shown


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldType.YUAN, "￥５，０００", "5000.00"),
        (FieldType.YUAN, "1.2万", "12000.00"),
        (FieldType.YUAN, 80, "80.00"),
        (FieldType.NUMBER, " 12 ", 12),
        (FieldType.NUMBER, 1.5, 1.5),
        (FieldType.TEXT, "  文件 ", "文件"),
        (FieldType.TEXT, "   ", None),
        (FieldType.BOOLEAN, False, False),
        (FieldType.DAY, "2026-11-28", "2026-11-28"),
        (FieldType.DAY, datetime(2026, 11, 28, 9, tzinfo=UTC), "2026-11-28"),
        (FieldType.INSTANT, datetime(2026, 11, 28, 9, tzinfo=UTC), "2026-11-28T09:00:00+00:00"),
        (FieldType.TELEPHONE, "１３８ 0013 8000", "13800138000"),
        (FieldType.YUAN, None, None),
    ],
)
def test_a_value_is_kept_in_the_form_of_its_type(
    kind: FieldType, typed: object, kept: object
) -> None:
    assert normalised("f", kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldType.YUAN, "5,0,0,0"),
        (FieldType.NUMBER, True),
        (FieldType.NUMBER, "zwölf"),
        (FieldType.BOOLEAN, "true"),
        (FieldType.DAY, "morgen"),
        (FieldType.INSTANT, "gestern"),
        (FieldType.TEXT, {"a": 1}),
    ],
)
def test_what_is_none_of_the_type_is_refused_without_being_quoted(
    kind: FieldType, typed: object
) -> None:
    with pytest.raises(FieldError) as error:
        normalised("amount", kind, typed)
    assert error.value.field == "amount"
    assert str(typed) not in str(error.value)


def test_letters_and_tables_get_sums_and_instants() -> None:
    assert shown(FieldType.YUAN, "5000.00") == Decimal(5000)
    assert shown(FieldType.INSTANT, "2026-11-28T09:00:00+00:00") == datetime(
        2026, 11, 28, 9, tzinfo=UTC
    )
    assert shown(FieldType.YUAN, None) is None
