"""The installed Chromium, pages in it, and a picture of each page of a test that failed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.company import company, host

__all__ = ["company", "host"]

PATIENCE = 30_000
"""Milliseconds that a test waits for the next thing to appear."""
COMMANDS = ("chromium", "chromium-browser", "google-chrome")


class Opened(NamedTuple):
    """The pages of a test, and where pictures of them go."""

    folder: Path
    pages: list[Page]


OPENED: pytest.StashKey[Opened] = pytest.StashKey()

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session", autouse=True)
def chromium() -> str:
    """The command of the browser; playwright's own browsers are never fetched.

    Without one the tests are skipped, or fail where SOP_REQUIRE names browser (as in CI).
    Asked for by itself, and so before an engine is started in vain.
    """
    for command in COMMANDS:
        if (found := shutil.which(command)) is not None:
            return found
    reason = f"none of {', '.join(COMMANDS)} is installed (Debian: apt-get install chromium)"
    if "browser" in os.environ.get("SOP_REQUIRE", "").split(","):
        pytest.fail(f"SOP_REQUIRE names browser, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Ends with the module: playwright keeps an event loop running in this thread meanwhile."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium)
        yield running
        running.close()


@pytest.fixture
def new_page(
    browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[], Page]]:
    """Opens pages that know nothing of each other's logins."""
    opened = request.node.stash[OPENED] = Opened(tmp_path, [])

    def open_page() -> Page:
        page = browser.new_page(
            viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        page.set_default_timeout(PATIENCE)
        opened.pages.append(page)
        return page

    yield open_page
    for page in opened.pages:
        page.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Picture what the pages of a failed test show, while they are still open."""
    report = yield
    opened = item.stash.get(OPENED, None)
    if opened is not None and report.failed and report.when in {"setup", "call"}:
        for number, page in enumerate(opened.pages, 1):
            picture = opened.folder / f"page-{number}.png"
            try:
                page.screenshot(path=picture)
            except PlaywrightError as error:  # a crashed browser must not hide why the test failed
                report.sections.append(("page of the browser", f"no picture: {error}"))
            else:
                report.sections.append(("page of the browser", f"{picture}\n{page.url}"))
    return report
