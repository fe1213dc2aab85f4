"""Tasklist and Cockpit as a person finds his way in them: by what the pages say."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

PROCESS = "企业客户投诉快速处理流程"
GROUP_FILTER = "我所在组的任务"
REQUIRED = "Field is required."


def log_in(page: Page, root: str, app: str, user: str, password: str) -> None:
    """Open a web app and log in; done when the app shows who is there."""
    # The form is on the page before the script that sends it listens.
    page.goto(f"{root}/camunda/app/{app}/", wait_until="networkidle")
    page.get_by_placeholder("Username").fill(user)
    page.get_by_placeholder("Password").fill(password)
    with page.expect_response(lambda answer: f"/login/{app}" in answer.url) as login:
        page.get_by_role("button", name="Log in").click()
    assert login.value.ok, f"login of {user} answers {login.value.status}"
    expect(page.get_by_placeholder("Password")).to_have_count(0)


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

    def __init__(self, page: Page, root: str, user: str, password: str) -> None:
        self._page = page
        log_in(page, root, "tasklist", user, password)
        expect(page.get_by_text("Start process")).to_be_visible()

    def tasks_of_my_group(self, complaint: str) -> Locator:
        """The rows of one complaint in the filter of the group."""
        self._page.get_by_text(GROUP_FILTER).click()
        expect(self._page.locator("ol.tasks-list li.task").first).to_be_visible()
        criterion = {
            "type": "processVariables",
            "operator": "eq",
            "name": "complaintNo",
            "value": complaint,
        }
        # As Tasklist keeps it in its address when somebody searches: other tests have tasks, too.
        search = "searchQuery=" + quote(json.dumps([criterion], separators=(",", ":")))
        self._page.goto(re.sub(r"searchQuery=[^&]*", lambda _: search, self._page.url))
        return self._page.locator("ol.tasks-list li.task", has_text=complaint)

    def open(self, row: Locator) -> None:
        row.locator("h4").click()

    def claim(self) -> FormOnPage:
        """Claim the open task; its form can be filled then."""
        self.press_claim()
        details = self._page.locator(".task-details")
        expect(details.locator(".disabled-form")).to_have_count(0)
        return FormOnPage(details)

    def press_claim(self) -> None:
        """Try to claim the open task."""
        self._page.get_by_role("button", name="Claim", exact=True).click()

    def notice(self) -> Locator:
        """What Tasklist says when something failed."""
        return self._page.locator("[notifications-panel] .alert, .page-notifications .alert").first

    def complete(self) -> None:
        self._page.get_by_role("button", name="Complete").click()

    def start(self, process: str) -> FormOnPage:
        """Open the start form of a process."""
        self._page.get_by_text("Start process").click()
        dialogue = self._page.locator(".modal-content")
        dialogue.get_by_text(process, exact=True).click()
        return FormOnPage(dialogue)

    def send_start_form(self) -> None:
        dialogue = self._page.locator(".modal-content")
        dialogue.get_by_role("button", name="Start", exact=True).click()
        expect(dialogue).to_have_count(0)


class Cockpit:
    """Cockpit of somebody who has logged in."""

    def __init__(self, page: Page, root: str, user: str, password: str) -> None:
        self._page = page
        log_in(page, root, "cockpit", user, password)

    def open_process(self, process: str) -> None:
        """From the menu to the list of processes to the running version of one."""
        self._page.get_by_role("link", name="Processes", exact=True).first.click()
        self._page.get_by_role("link", name=process, exact=True).first.click()

    def open_instance(self, business_key: str) -> None:
        row = self._page.get_by_role("row", name=business_key)
        row.get_by_role("link").first.click()

    def open_called(self, process: str) -> None:
        """From an instance to the one that it calls."""
        self._page.get_by_text("Called Process Instances", exact=True).click()
        row = self._page.get_by_role("row", name=process)
        row.get_by_role("link").first.click()

    def reload(self) -> None:
        self._page.reload()

    def shape(self, element: str) -> Locator:
        """An element as the diagram draws it."""
        return self._page.locator(f".djs-shape[data-element-id={element}]")

    def tokens(self, element: str) -> Locator:
        """How many instances wait at an element, as a number beside it."""
        return self._page.locator(f"[data-container-id={element}] .instance-count")
