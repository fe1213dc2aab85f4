"""Tasklist and Cockpit as a person finds his way in them: by what the pages say."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

PROCESS = "企业客户投诉快速处理流程"
GROUP_FILTER = "本组待认领"
REQUIRED = "此项必填。"


def log_in(page: Page, apps: str, app: str, user: str, password: str) -> None:
    """Open a web app and log in; done when the app shows who is there."""
    # The form is on the page before the script that sends it listens.
    page.goto(f"{apps}/{app}/", wait_until="networkidle")
    # The page takes the focus to its first field a moment later, wherever somebody writes by then.
    expect(page.get_by_placeholder("用户名")).to_be_focused()
    page.get_by_placeholder("用户名").fill(user)
    page.get_by_placeholder("密码").fill(password)
    with page.expect_response(lambda answer: f"/login/{app}" in answer.url) as login:
        page.get_by_role("button", name="登录").click()
    assert login.value.ok, f"login of {user} answers {login.value.status}"
    expect(page.get_by_placeholder("密码")).to_have_count(0)


LATIN = frozenset(
    re.findall(
        r"\S+",
        "Asia Shanghai UTC Camunda Operaton Platform CTRL Ctrl Alt Shift SOP V1 ID API BPMN "
        "DMN CMMN CSV JSON TS yyyy mm dd hh",
    )
)
"""Latin words that a page in Chinese may show, beside what people and machines are named."""
_NAME = re.compile(r"[\w.*-]+@[\w.-]+|\b[\w-]*\d[\w.-]*\b|\b[a-z]+(?:-[a-z]+)+(?:\.\w+)?\b")


def left_in_english(page: Page, *names: str) -> list[str]:
    """Visible texts, placeholders and hints with English words.

    Not looked at is what the models, the data and the engine's tables name: diagrams, cells of
    tables, values of variables, and these names.
    """
    texts = page.evaluate(
        """() => {
          const data = '.djs-container, td, code, .variable-item, .account, [cam-widget-clipboard]';
          const seen = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const place = walker.currentNode.parentElement;
            const drawn = place.checkVisibility() && !place.closest(data);
            if (drawn && !['SCRIPT', 'STYLE'].includes(place.tagName)) {
              seen.push(walker.currentNode.data);
            }
          }
          for (const place of document.querySelectorAll('[placeholder], [title], [uib-tooltip]')) {
            if (place.checkVisibility() && !place.closest(data)) {
              const told = ['placeholder', 'title', 'uib-tooltip'];
              seen.push(...told.map((name) => place.getAttribute(name) ?? ''));
            }
          }
          return seen;
        }"""
    )
    return [
        text.strip()
        for text in texts
        if set(re.findall(r"[A-Za-z]{2,}\d*", _NAME.sub(" ", text))) - LATIN - {*names}
    ]


def scrolls_sideways(page: Page) -> list[str]:
    """What on the page is wider than its place and would have to be scrolled; diagrams may."""
    wide: list[str] = page.evaluate(
        """() => [document.scrollingElement, ...document.body.querySelectorAll('*')]
          .filter((place) => place.checkVisibility() && !place.closest('.djs-container'))
          .filter((place) => place === document.scrollingElement
            || ['auto', 'scroll'].includes(getComputedStyle(place).overflowX))
          .filter((place) => place.scrollWidth > place.clientWidth + 1)
          .map((place) => `${place.tagName}.${place.className}: `
            + `${place.scrollWidth} in ${place.clientWidth} px`)"""
    )
    return wide


class FormOnPage:
    """A Camunda Form, in a task or in the dialogue that starts a process."""

    def __init__(self, place: Locator) -> None:
        self._place = place.locator(".fjs-form")
        expect(self._place).to_be_visible()

    def field(self, label: str) -> Locator:
        """The field with its label, its input and its fault."""
        of_label = self._place.page.locator("label", has_text=label)
        # A group is a field, too, and holds the labels of all its fields.
        single = self._place.locator(".fjs-form-field:not(.fjs-form-field-group)")
        return single.filter(has=of_label)

    def write(self, label: str, text: str) -> None:
        self.field(label).locator("input, textarea").fill(text)

    def tick(self, label: str) -> None:
        self.field(label).get_by_role("checkbox").check()

    def choose(self, label: str, value: str) -> None:
        field = self.field(label)
        field.locator(".fjs-input-group").click()
        field.locator(".fjs-dropdownlist-item").get_by_text(value, exact=True).click()

    def fault(self, label: str) -> Locator:
        return self.field(label).locator(".fjs-form-field-error")


class Tasklist:
    """Tasklist of somebody who has logged in."""

    def __init__(self, page: Page, apps: str, user: str, password: str) -> None:
        self.page = page
        log_in(page, apps, "tasklist", user, password)
        expect(page.get_by_text("发起流程")).to_be_visible()

    def tasks_of_my_group(self, complaint: str) -> Locator:
        """The rows of one complaint that nobody of the group has claimed."""
        return self.tasks_in(GROUP_FILTER, complaint)

    def tasks_in(self, name: str, complaint: str) -> Locator:
        """The rows of one complaint in a filter."""
        self.page.locator(".task-filter", has_text=name).locator("a").first.click()
        expect(self.page.locator(".task-filter.active", has_text=name)).to_be_visible()
        criterion = {
            "type": "processVariables",
            "operator": "eq",
            "name": "complaintNo",
            "value": complaint,
        }
        # As Tasklist keeps it in its address when somebody searches: other tests have tasks, too.
        search = "searchQuery=" + quote(json.dumps([criterion], separators=(",", ":")))
        self.page.goto(re.sub(r"searchQuery=[^&]*", lambda _: search, self.page.url))
        return self.page.locator("ol.tasks-list li.task", has_text=complaint)

    def open(self, row: Locator) -> None:
        row.locator("h4").click()
        expect(self.page.locator(".task-details .fjs-form")).to_be_visible()

    def claim(self) -> FormOnPage:
        """Claim the open task; its form can be filled then."""
        self.press_claim()
        details = self.page.locator(".task-details")
        expect(details.locator(".disabled-form")).to_have_count(0)
        return FormOnPage(details)

    def press_claim(self) -> None:
        """Try to claim the open task."""
        self.page.get_by_role("button", name="认领", exact=True).click()

    def notice(self) -> Locator:
        """What Tasklist says when something failed."""
        return self.page.locator("[notifications-panel] .alert, .page-notifications .alert").first

    def complete(self) -> None:
        self.page.get_by_role("button", name="完成办理").click()

    def start(self, process: str) -> FormOnPage:
        """Open the start form of a process."""
        self.page.get_by_text("发起流程").click()
        dialogue = self.page.locator(".modal-content")
        dialogue.get_by_text(process, exact=True).click()
        return FormOnPage(dialogue)

    def send_start_form(self) -> None:
        self.press_start()
        expect(self.page.locator(".modal-content")).to_have_count(0)

    def press_start(self) -> None:
        """Try to send the start form."""
        dialogue = self.page.locator(".modal-content")
        dialogue.get_by_role("button", name="发起", exact=True).click()


class Cockpit:
    """Cockpit of somebody who has logged in."""

    def __init__(self, page: Page, apps: str, user: str, password: str) -> None:
        self.page = page
        log_in(page, apps, "cockpit", user, password)

    def open_process(self, process: str) -> None:
        """From the menu to the list of processes to the running version of one."""
        self.page.get_by_role("link", name="流程", exact=True).first.click()
        self.page.get_by_role("link", name=process, exact=True).first.click()

    def open_instance(self, business_key: str) -> None:
        row = self.page.get_by_role("row", name=business_key)
        row.get_by_role("link").first.click()

    def open_called(self, process: str) -> None:
        """From an instance to the one that it calls."""
        self.page.get_by_text("调用的流程实例", exact=True).click()
        row = self.page.get_by_role("row", name=process)
        row.get_by_role("link").first.click()

    def reload(self) -> None:
        self.page.reload()

    def shape(self, element: str) -> Locator:
        """An element as the diagram draws it."""
        return self.page.locator(f".djs-shape[data-element-id={element}]")

    def tokens(self, element: str) -> Locator:
        """How many instances wait at an element, as a number beside it."""
        return self.page.locator(f"[data-container-id={element}] .instance-count")
