"""Which case a step acts on says its business key; no variable of a task holder moves another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.complaints import FIRST_SPECIALIST, USUAL
from tests.scenarios.complaint import Complaint
from tests.scenarios.complaint_handling.test_other_routes import INCOMPLETE
from tests.scenarios.conftest import Desk
from workers.engine import Engine

OpenCase = Callable[..., Complaint]
pytestmark = pytest.mark.engine


def test_a_foreign_case_number_sent_with_a_form_moves_the_own_case_only(
    desk: Desk, open_case: OpenCase
) -> None:
    other, own = open_case(), open_case(**INCOMPLETE)
    before = (other.actions(), other.notices(), other.record().status, len(other.forms("F01")))
    task = own.task("Task_RegisterComplaint")
    with Engine(desk.personnel.address(FIRST_SPECIALIST)) as person:
        person.tasks.claim(task.id, FIRST_SPECIALIST)
        person.tasks.complete(
            task.id, {**USUAL["Task_RegisterComplaint"], "complaintNo": other.number}
        )
    own.settle()
    assert own.record().status == "待补充"
    assert own.notices()[-1] == "N02"
    assert len(own.forms("F01")) == 1
    after = (other.actions(), other.notices(), other.record().status, len(other.forms("F01")))
    assert after == before
    other.submit("Task_RegisterComplaint")
    other.waits_at("Task_ClassifyComplaint")
