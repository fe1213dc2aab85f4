"""The installed Chromium as a place where pictures are made; nothing in it reaches the network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workers.viewers import viewer_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COMMANDS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ELSEWHERE: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
FONT: Final = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif'
WIDTH: Final = 1600
"""Pixels of a page: what a screen shows of a picture."""
_PATIENCE: Final = 60_000


class NoStudio(RuntimeError):
    """No pictures can be made here; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, twice."""

    svg: str
    png: bytes


class Studio:
    """Draws one thing at a time, each on a page of its own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    # Any: what JavaScript gives and takes.
    def draw(self, script: str, viewers: Iterable[str], argument: Any) -> Any:
        """Let a script of ours draw with viewers; it defines ``draw(argument)``."""
        with self._page(WIDTH, 1000, 1) as page:
            self._equip(page, script, viewers)
            return page.evaluate("(argument) => draw(argument)", argument)

    def photograph_svg(self, svg: str, width: float, height: float, scale: float) -> bytes:
        """A picture of a drawing; ``scale`` is pixels for each of its units."""
        with self._page(round(width), round(height), scale) as page:
            page.set_content(
                f"<!doctype html><style>body{{margin:0}}svg{{display:block}}</style>{svg}"
            )
            return page.screenshot()

    # Any: as above.
    def photograph(
        self, script: str, viewers: Iterable[str], argument: Any, *, width: int, scale: float
    ) -> Picture:
        """Draw something that is a page and no drawing, and picture the element ``#sheet``."""
        with self._page(width, 1000, scale) as page:
            self._equip(page, script, viewers)
            svg: str = page.evaluate("(argument) => draw(argument)", argument)
            return Picture(svg, page.locator("#sheet").screenshot())

    @contextmanager
    def _page(self, width: int, height: int, scale: float) -> Iterator[Page]:
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            offline=True,
        )
        context.set_default_timeout(_PATIENCE)
        try:
            yield context.new_page()
        finally:
            context.close()

    def _equip(self, page: Page, script: str, viewers: Iterable[str]) -> None:
        page.set_content(
            f"<!doctype html><style>body{{margin:0;background:#fff;font-family:{FONT}}}</style>"
            '<div id="sheet"></div>'
        )
        for each in viewers:
            if each.endswith(".css"):
                page.add_style_tag(content=viewer_file(each))
            else:
                page.add_script_tag(content=viewer_file(each))
        own = files("workers.pictures") / "page"
        for name in ("sheet.js", script):
            page.add_script_tag(content=own.joinpath(name).read_text(encoding="utf-8"))


@contextmanager
def open_studio() -> Iterator[Studio]:
    """Start the browser, and end it.

    Raises:
        NoStudio: no Chromium or no playwright is installed.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoStudio('playwright is missing: pip install "sop-workers[pictures]"') from None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_browser(), args=["--no-sandbox", "--disable-background-networking"]
        )
        try:
            yield Studio(browser)
        finally:
            browser.close()


def _browser() -> str:
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, COMMANDS)), None)
    found = found or next((each for each in _ELSEWHERE if Path(each).is_file()), None)
    if found is None:
        raise NoStudio(
            "no Chromium is installed (Debian: apt-get install chromium fonts-noto-cjk); "
            "CHROMIUM may name its path"
        )
    return found
