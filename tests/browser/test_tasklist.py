"""Staff work in Tasklist: what they see is what the engine and the case store know."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.play import Case, Company
from tests.browser.webapps import PROCESS, REQUIRED, Tasklist
from tests.engine_host import EngineHost, new_key

pytestmark = [pytest.mark.browser, pytest.mark.engine]

SPECIALIST = "zhangmin"
SUPERVISOR = "wangfang"


def _started_case(company: Company, customer: str) -> Case:
    """The case of a start form, found by a customer that no other test has."""
    (instance,) = company.admin.session.call(
        "GET",
        "/process-instance",
        params={"variables": f"companyName_eq_{customer}", "rootProcessInstances": True},
    )
    return Case(company, f"instance:{instance['id']}", instance["id"])


@pytest.fixture
def tasklist(new_page: Callable[[], Page], host: EngineHost, company: Company) -> Tasklist:
    """Tasklist of a specialist."""
    root = host.rest.removesuffix("/engine-rest")
    return Tasklist(new_page(), root, SPECIALIST, host.logins[SPECIALIST])


def test_a_specialist_finds_claims_and_completes_a_task_of_the_group(
    tasklist: Tasklist, company: Company
) -> None:
    case = company.hand_in(new_key())
    task = case.waits_at("Task_RegisterComplaint")
    row = tasklist.tasks_of_my_group(case.number)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("核实并登记投诉")
    tasklist.open(row)
    form = tasklist.claim()
    form.tick("已与客户人工联系")
    form.choose("首次响应渠道", "在线客服")
    form.tick("已向客户复述问题")
    form.write("核实说明", "客户补充了铭牌照片")
    assert company.admin.tasks.get(task.id).assignee == SPECIALIST
    tasklist.complete()
    expect(row).to_have_count(0)

    case.waits_at("Task_ClassifyComplaint")
    (registered,) = [
        each for each in case.forms("F01") if each.activity_id == task.task_definition_key
    ]
    assert registered.submitted_by == SPECIALIST
    assert registered.data["first_response_channel"] == "在线客服"
    assert registered.data["verification_note"] == "客户补充了铭牌照片"


def test_a_required_field_left_empty_is_shown_and_nothing_is_submitted(
    tasklist: Tasklist, company: Company
) -> None:
    case = company.hand_in(new_key())
    task = case.waits_at("Task_RegisterComplaint")
    tasklist.open(tasklist.tasks_of_my_group(case.number))
    form = tasklist.claim()
    form.tick("已与客户人工联系")
    form.tick("已向客户复述问题")
    tasklist.complete()

    expect(form.fault("首次响应渠道")).to_have_text(REQUIRED)
    expect(form.fault("已与客户人工联系")).to_have_count(0)
    assert case.waits_at("Task_RegisterComplaint").id == task.id
    assert all(each.activity_id != task.task_definition_key for each in case.forms("F01"))


def test_who_drafted_the_solution_reads_why_the_revisit_is_not_his(
    tasklist: Tasklist, company: Company
) -> None:
    case = company.hand_in(new_key())
    case.play_to("Task_RevisitCustomer", compensationAmount="5000.00")
    assert company.directory.members("cs-specialist")[0].id == SPECIALIST, "he has drafted it"
    tasklist.open(tasklist.tasks_of_my_group(case.number))
    tasklist.press_claim()
    expect(tasklist.notice()).to_contain_text(
        f"双人复核：“{SPECIALIST}”已办理“制定处理方案”，不能再办理“客户回访”；请由本组另一位同事认领。"
    )
    assert case.waits_at("Task_RevisitCustomer").assignee is None


def test_the_start_form_opens_a_case_with_a_number(tasklist: Tasklist, company: Company) -> None:
    customer = f"浏览器客户{new_key()}有限公司"
    form = tasklist.start(PROCESS)
    form.choose("投诉渠道", "电话")
    form.write("客户单位", customer)
    form.write("投诉人", "李小红")
    form.write("联系电话", "１３９ ００００ ０００１")
    form.write("问题描述", "伺服驱动器上电后报警，停机两天，要求尽快更换。")
    tasklist.send_start_form()

    case = _started_case(company, customer)
    case.waits_at("Task_RegisterComplaint")
    assert case.record().company_name == customer
    assert case.record().contact_phone == "13900000001"
    (instance,) = company.admin.instances.find(ids=[case.instance])
    assert instance.business_key == case.number
    assert re.fullmatch(r"TS-\d{8}-\d{4}", case.number)


def test_an_amount_is_taken_as_people_type_it_and_nonsense_is_shown_at_once(
    new_page: Callable[[], Page], host: EngineHost, company: Company
) -> None:
    case = company.hand_in(new_key())
    case.do("Task_RegisterComplaint")
    case.waits_at("Task_ClassifyComplaint")
    root = host.rest.removesuffix("/engine-rest")
    tasklist = Tasklist(new_page(), root, SUPERVISOR, host.logins[SUPERVISOR])
    tasklist.open(tasklist.tasks_of_my_group(case.number))
    form = tasklist.claim()
    form.write("客户索赔金额", "5,0,0,0")
    tasklist.complete()
    expect(form.fault("客户索赔金额")).to_have_count(1)
    form.write("客户索赔金额", "￥５，０００")
    tasklist.complete()

    case.waits_at("Task_TestTechnically")
    assert case.record().claimed_amount == Decimal("5000.00")
