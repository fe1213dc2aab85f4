"""Operations see in Cockpit where a case stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.play import Company
from tests.browser.webapps import PROCESS, Cockpit
from tests.engine_host import EngineHost, new_key

pytestmark = [pytest.mark.browser, pytest.mark.engine]

OPERATOR = "tangkai"


@pytest.fixture
def cockpit(new_page: Callable[[], Page], host: EngineHost, company: Company) -> Cockpit:
    """Cockpit of somebody of operations."""
    root = host.rest.removesuffix("/engine-rest")
    return Cockpit(new_page(), root, OPERATOR, host.logins[OPERATOR])


def test_the_diagram_shows_where_the_case_stands(cockpit: Cockpit, company: Company) -> None:
    case = company.hand_in(new_key())
    case.waits_at("Task_RegisterComplaint")
    cockpit.open_process(PROCESS)
    expect(cockpit.shape("Call_Registration")).to_contain_text("接收登记")
    expect(cockpit.tokens("Call_Registration")).to_be_visible()
    cockpit.open_instance(case.number)
    expect(cockpit.tokens("Call_Registration")).to_have_text("1")
    expect(cockpit.tokens("Call_Classification")).to_have_count(0)

    case.do("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    cockpit.reload()
    expect(cockpit.tokens("Call_Classification")).to_have_text("1")
    expect(cockpit.tokens("Call_Registration")).to_have_count(0)


def test_the_way_leads_down_into_the_called_process(cockpit: Cockpit, company: Company) -> None:
    case = company.hand_in(new_key())
    case.waits_at("Task_RegisterComplaint")
    cockpit.open_process(PROCESS)
    cockpit.open_instance(case.number)
    cockpit.open_called("投诉接收登记流程")
    expect(cockpit.shape("Task_RegisterComplaint")).to_contain_text("核实并登记")
    expect(cockpit.tokens("Task_RegisterComplaint")).to_have_text("1")
