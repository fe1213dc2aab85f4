"""What a procedure declares of its cases, and the sentence for each mistake."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from workers.casework.letters import Kind
from workers.casework.numbers import Numbers
from workers.casework.procedure import ProcedureError, parse_procedure
from workers.casework.procedure_content import numbered, series_of
from workers.casework.record import FieldType
from workers.casework.store import Store

FILE = Path("seal-request/procedure.toml")
HEAD = """
number = "ADM-2026-050"
name = "用印申请流程"
version = "V1.0"
status = "生效"
scope = "用印"
department = "运营管理部"
posts = ["申请员工"]
owner = "dept-manager"
change = "首次发布"
approval = "运营总监批准"
processes = ["seal-request"]
"""
BODY = """
[case]
number = "YZ-{day}-{no}"
title = "subject"

[record]
subject = "text"
amount = "yuan"

[forms.F1]
file = "seal-request-form"
title = "《用印申请》"

[notices.N01]
title = "待办理"
audience = "internal"
to = "starter"
needs = { subject = "text" }

[numbers]
sealNo = "Y-{year}-{no:3}"
"""


def test_what_is_declared_is_read() -> None:
    content = parse_procedure((HEAD + BODY).encode(), FILE).content
    assert content is not None
    assert content.record == {"subject": FieldType.TEXT, "amount": FieldType.YUAN}
    assert content.notices["N01"].needs == {"subject": Kind.TEXT}
    assert content.case.status == "已登记"


def test_a_procedure_with_workers_of_its_own_declares_no_cases() -> None:
    assert parse_procedure(HEAD.encode(), FILE).content is None


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('number = "YZ-{day}-{no}"', 'number = "yz 1"', r"case\.number: is wrong"),
        ('title = "subject"\n\n[record]', "[record]", r"case\.title: is missing"),
        ('title = "subject"\n\n', 'title = "gone"\n\n', r"case\.title: names a field that the"),
        ('amount = "yuan"', 'amount = "euro"', r"record\.amount: is wrong"),
        ('to = "starter"', 'to = "somebody"', r"notices\.N01\.to: is wrong"),
        ('to = "starter"', 'to = "record:gone"', r"notices\.N01\.to: names a field that the"),
        ('audience = "internal"', 'audience = "all"', r"notices\.N01\.audience: is wrong"),
        ('{ subject = "text" }', '{ subject = "word" }', r"notices\.N01\.needs\.subject: is wrong"),
        ('file = "seal-request-form"\n', "", r"forms\.F1\.file: is missing"),
        ('file = "seal-request-form"', 'path = "x"\nfile = "y"', r"forms\.F1\.path: is no key"),
        ('"Y-{year}-{no:3}"', '"Y {no}"', r"numbers\.sealNo: is wrong"),
    ],
)
def test_each_mistake_is_one_sentence_with_file_and_key(wrong: str, right: str, said: str) -> None:
    assert wrong in BODY
    with pytest.raises(ProcedureError, match=rf"seal-request/procedure\.toml, {said}") as error:
        parse_procedure((HEAD + BODY.replace(wrong, right)).encode(), FILE)
    assert error.value.way_out


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("YZ-{day}-{no}", "YZ-20261128-0007"),
        ("FB-{year}-{no:3}", "FB-2026-007"),
        ("A-{no:1}", "A-7"),
    ],
)
def test_a_pattern_becomes_a_number(pattern: str, number: str) -> None:
    assert numbered(series_of(pattern, "20261128"), 7) == number


def test_numbers_run_within_what_the_date_makes_of_the_pattern(store: Store, now: datetime) -> None:
    later = now.replace(year=now.year + 1)
    with store.begin() as session:
        numbers = Numbers(session)
        issued = [numbers.issue("FB-{year}-{no:3}", at) for at in (now, now, later)]
        assert [each[-3:] for each in issued] == ["001", "002", "001"]
        assert numbers.issue("YZ-{day}-{no}", now).endswith("-0001")
