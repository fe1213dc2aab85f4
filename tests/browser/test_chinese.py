"""The web apps in Chinese, as staff and operations meet them on a small screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.company import COMPANY
from tests.browser.play import Case, Company
from tests.browser.webapps import Tasklist, left_in_english, log_in, scrolls_sideways
from tests.engine_host import EngineHost, new_key

pytestmark = [pytest.mark.browser, pytest.mark.engine]

CHINA = ZoneInfo("Asia/Shanghai")
SPECIALIST = "zhangmin"
DANGER = "贵司的伺服驱动器起火，烧伤一名操作工，已停产，请立即派人到现场处理。"
FILTERS = ["我的待办", "本组待认领", "今日到期", "已超时", "特急"]
APPS = {
    "tasklist": ("待办任务", "zhangmin"),
    "cockpit": ("流程监控", "tangkai"),
    "admin": ("系统管理", "admin"),
    "welcome": ("首页", "zhangmin"),
}


@pytest.fixture
def tasklist(new_page: Callable[[], Page], host: EngineHost, company: Company) -> Tasklist:
    """Tasklist of a specialist."""
    return Tasklist(new_page(), host.apps, SPECIALIST, host.logins[SPECIALIST])


def _due(company: Company, case: Case, due: datetime) -> None:
    """Operations move the due date of the case's open task."""
    task = case.waits_at("Task_RegisterComplaint")
    company.admin.tasks.set_due(task.id, due)


@pytest.mark.parametrize("app", APPS)
def test_a_web_app_is_in_chinese_fits_a_small_screen_and_shows_no_banner(
    new_page: Callable[[], Page], host: EngineHost, company: Company, app: str
) -> None:
    name, user = APPS[app]
    page = new_page()
    log_in(page, host.apps, app, user, host.logins[user])
    expect(page).to_have_title(re.compile(rf"^{COMPANY} · SOP 流程平台 {name}"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".ce-eol-banner:visible")).to_have_count(0)
    assert left_in_english(page, user) == []
    assert scrolls_sideways(page) == []


@pytest.mark.parametrize(
    ("app", "path"),
    [
        ("cockpit", "processes"),
        ("cockpit", "decisions"),
        ("cockpit", "tasks"),
        ("cockpit", "repository"),
        ("cockpit", "batch"),
        ("admin", "users"),
        ("admin", "groups"),
        ("admin", "authorization?resource=0"),
        ("admin", "system?section=system-settings-general"),
    ],
)
def test_a_page_of_operations_is_in_chinese_and_fits(
    new_page: Callable[[], Page], host: EngineHost, company: Company, app: str, path: str
) -> None:
    user = APPS[app][1]
    page = new_page()
    log_in(page, host.apps, app, user, host.logins[user])
    page.goto(f"{host.apps}/{app}/default/#/{path}", wait_until="networkidle")
    assert left_in_english(page, user) == []
    assert scrolls_sideways(page) == []


def test_the_filters_stand_in_their_order_and_colours(tasklist: Tasklist) -> None:
    names = tasklist.page.locator(".task-filter h4 a")
    expect(names).to_have_text([re.compile(rf"^\s*{name}") for name in FILTERS])
    colours = {each.evaluate("link => getComputedStyle(link).color") for each in names.all()}
    assert len(colours) == len(FILTERS)


def test_a_task_that_is_due_today_tomorrow_or_late_is_where_it_belongs(
    tasklist: Tasklist, company: Company
) -> None:
    case = company.hand_in(new_key())
    midnight = datetime.now(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)

    _due(company, case, midnight + timedelta(hours=23, minutes=59, seconds=58))
    row = tasklist.tasks_in("今日到期", case.number)
    expect(row.locator(".due-date")).to_contain_text("今天 23:59")
    expect(tasklist.tasks_in("已超时", case.number)).to_have_count(0)

    _due(company, case, midnight + timedelta(days=1, hours=9))
    expect(tasklist.tasks_in("今日到期", case.number)).to_have_count(0)
    row = tasklist.tasks_in("本组待认领", case.number)
    expect(row.locator(".due-date")).to_contain_text("明天 09:00")

    _due(company, case, datetime.now(CHINA) - timedelta(hours=2, minutes=5))
    row = tasklist.tasks_in("已超时", case.number)
    expect(row.locator(".due-date.overdue")).to_contain_text("已超时 2 小时")


def test_a_claimed_task_is_mine_and_no_longer_waits_for_the_group(
    tasklist: Tasklist, company: Company
) -> None:
    case = company.hand_in(new_key())
    row = tasklist.tasks_of_my_group(case.number)
    expect(row).to_contain_text(case.number)  # its columns are read without opening anything
    expect(row).to_contain_text("普通")
    tasklist.open(row)
    tasklist.claim()
    expect(tasklist.tasks_in("我的待办", case.number)).to_have_count(1)
    expect(tasklist.tasks_of_my_group(case.number)).to_have_count(0)


def test_a_most_urgent_case_stands_in_its_own_filter(tasklist: Tasklist, company: Company) -> None:
    usual, urgent = (
        company.hand_in(new_key()),
        company.hand_in(new_key(), problemDescription=DANGER),
    )
    for case in (usual, urgent):
        case.waits_at("Task_RegisterComplaint")
    expect(tasklist.tasks_in("特急", urgent.number)).to_have_count(1)
    expect(tasklist.tasks_in("特急", usual.number)).to_have_count(0)


def test_an_open_task_with_faults_is_in_chinese_and_fits(
    tasklist: Tasklist, company: Company
) -> None:
    case = company.hand_in(new_key())
    case.waits_at("Task_RegisterComplaint")
    tasklist.open(tasklist.tasks_of_my_group(case.number))
    form = tasklist.claim()
    tasklist.complete()
    expect(form.fault("首次响应渠道")).to_have_text("此项必填。")
    assert left_in_english(tasklist.page, "complaintNo") == []
    assert scrolls_sideways(tasklist.page) == []
    for tab in ("办理记录", "流程图", "说明"):
        tasklist.page.get_by_text(tab, exact=True).click()
        tasklist.page.wait_for_load_state("networkidle")
        assert left_in_english(tasklist.page, "complaintNo") == [], tab
        assert scrolls_sideways(tasklist.page) == [], tab


def test_the_start_form_says_in_chinese_what_is_wrong(tasklist: Tasklist) -> None:
    form = tasklist.start("企业客户投诉快速处理流程")
    form.write("联系电话", "电话")
    form.write("电子邮箱", "在这里")
    form.write("问题描述", "坏了")
    expect(form.fault("联系电话")).to_have_text("格式不正确，请按此项的说明填写。")
    expect(form.fault("电子邮箱")).to_have_text("请填写正确的电子邮箱地址。")
    expect(form.fault("问题描述")).to_have_text("至少填写 10 个字。")
    assert left_in_english(tasklist.page) == []
    assert scrolls_sideways(tasklist.page) == []


def test_a_task_is_claimed_by_keyboard_and_the_keys_are_explained_in_chinese(
    tasklist: Tasklist, company: Company
) -> None:
    case = company.hand_in(new_key())
    task = case.waits_at("Task_RegisterComplaint")
    tasklist.open(tasklist.tasks_of_my_group(case.number))
    tasklist.page.keyboard.press("Control+Alt+c")
    expect(tasklist.page.get_by_role("button", name="完成办理")).to_be_enabled()
    assert company.admin.tasks.get(task.id).assignee == SPECIALIST
    tasklist.page.get_by_text("键盘快捷键").click()
    expect(tasklist.page.get_by_text("认领当前任务")).to_be_visible()


CLOCK = [
    ("2026-11-28T15:30:00.000+0800", "今天 15:30"),
    ("2026-11-28T10:14:30.000+0800", "今天 10:14，还剩 14 分钟"),
    ("2026-11-29T00:00:00.000+0800", "明天 00:00"),
    ("2026-11-30T09:00:00.000+0800", "后天 09:00"),
    ("2026-12-03T09:05:00.000+0800", "12月3日 周四 09:05"),
    ("2027-01-04T09:00:00.000+0800", "2027年1月4日 09:00"),
    ("2026-11-28T02:30:00.000+0000", "今天 10:30，还剩 30 分钟"),
    ("2026-11-28T09:59:30.000+0800", "刚刚超时"),
    ("2026-11-28T09:15:00.000+0800", "已超时 45 分钟"),
    ("2026-11-28T07:50:00.000+0800", "已超时 2 小时"),
    ("2026-11-27T08:00:00.000+0800", "已超时 26 小时"),
    ("2026-11-19T10:00:00.000+0800", "已超时 9 天"),
    (None, ""),
]
"""Due dates as the engine writes them, and how they read on 28 November 2026 at 10:00 in China."""


def test_the_clock_says_when_a_task_is_due(
    new_page: Callable[[], Page], host: EngineHost, company: Company
) -> None:
    page = new_page()
    page.goto(f"{host.apps}/tasklist/", wait_until="networkidle")
    said = page.evaluate(
        """async ([module, dues]) => {
          const { clock } = await import(module);
          return dues.map((due) => clock(due, new Date('2026-11-28T10:00:00+08:00')));
        }""",
        [f"{host.apps}/tasklist/scripts/clock.js", [due for due, _ in CLOCK]],
    )
    assert said == [expected for _, expected in CLOCK]
