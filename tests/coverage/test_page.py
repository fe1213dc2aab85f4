"""The offline page in a real Chromium: what a reader sees is in the page after it has run."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from workers.models import Model, Tables
from workers.testing.coverage import Coverage, Exclusion
from workers.testing.coverage.hits import Evaluation, Hits, InstanceHits

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "bpmn" / "complaint-summary" / "complaint-summary.bpmn"
TABLE = ROOT / "bpmn" / "complaint-handling" / "urgency.dmn"
UNDRAWN = Path(__file__).parent / "models" / "shipping.bpmn"
FLOWS = list(Model.read(SHIPPED).flows)
RULES = [rule.id for rule in Tables.read(TABLE).decisions["urgency"].rules]

Show = Callable[[str], str]


@pytest.fixture(scope="module")
def browser() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        if "browser" in os.environ.get("SOP_REQUIRE", "").split(","):
            pytest.fail("SOP_REQUIRE names browser, but there is no Chromium")
        pytest.skip("there is no Chromium (Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="module")
def show(browser: str, tmp_path_factory: pytest.TempPathFactory) -> Show:
    """Opens the page at a place and returns its document once its script has run."""
    folder = tmp_path_factory.mktemp("page")
    exclusion = Exclusion("无人能到 <here>", "tests/x.py::test_y")
    coverage = Coverage(
        [SHIPPED, TABLE, UNDRAWN], {("complaint-summary", "EndEvent_SummaryRecorded"): exclusion}
    )
    nodes = {"StartEvent_ComplaintClosed": 12, "Task_WriteSummary": 3}
    seen = Hits(
        {"i": InstanceHits("complaint-summary", "a <b>case</b>", nodes, {FLOWS[0]: 7})},
        {"d": Evaluation("urgency", "asked", (RULES[0],))},
    )
    seen.write(folder / "hits.json")
    coverage.load(folder / "hits.json")
    coverage.write(folder)

    def opened(place: str) -> str:
        address = f"{(folder / 'coverage.html').as_uri()}#{place}"
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000")
        profile = f"--user-data-dir={folder / 'profile'}"
        command = [browser, *options, profile, "--dump-dom", address]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        # The data, styles and scripts that stand in the page are no proof of what it shows.
        return re.sub(r"(?s)<(script|style)\b.*?</\1>", "", answer.stdout)

    return opened


def _badges(page: str) -> list[tuple[str, str]]:
    return sorted(re.findall(r'<div class="badge (\w+(?: flow)?)">([^<]*)</div>', page))


def test_a_diagram_is_drawn_with_counts_in_its_own_language(show: Show) -> None:
    page = show("complaint-summary.bpmn")
    assert 'data-shown="complaint-summary.bpmn"' in page
    assert _badges(page) == [
        ("excluded", "–"),
        ("missed", "0"),
        ("missed flow", "0"),
        ("missed flow", "0"),
        ("reached", "12"),
        ("reached", "3"),
        ("reached flow", "7"),
    ]
    shapes = re.findall(r'<g class="djs-element ([^"]*)" data-element-id="([^"]+)"', page)
    marked = {element: set(classes.split()) for classes, element in shapes}
    assert {"djs-shape", "reached"} <= marked["Task_WriteSummary"]
    assert {"djs-shape", "missed"} <= marked["Task_RecordSummary"]
    assert {"djs-shape", "excluded"} <= marked["EndEvent_SummaryRecorded"]
    assert {"djs-connection", "reached"} <= marked[FLOWS[0]]
    assert {"djs-connection", "missed"} <= marked[FLOWS[1]]
    assert re.search(r"<tspan[^>]*>填写投诉总结</tspan>", page)


def test_the_watermark_is_there(show: Show) -> None:
    assert re.search(r'<a [^>]*class="bjs-powered-by"[^>]*>', show("complaint-summary.bpmn"))


def test_a_chosen_element_tells_who_reached_it_as_text(show: Show) -> None:
    page = show(f"complaint-summary.bpmn&{FLOWS[0]}")
    (panel,) = re.findall(r'(?s)<section id="selected">(.*?)</section>', page)
    assert "Reached 7 times:" in panel
    assert html.escape("a <b>case</b>") in panel


def test_what_is_left_out_tells_why(show: Show) -> None:
    page = show("complaint-summary.bpmn&EndEvent_SummaryRecorded")
    assert "Left out: 无人能到 &lt;here&gt; Tested by tests/x.py::test_y." in page


def test_a_table_shows_its_rules_with_hits(show: Show) -> None:
    page = show("urgency.dmn")
    rows = re.findall(r'<tr class="(\w+)" data-rule="([^"]+)">', page)
    expected = [("reached" if rule == RULES[0] else "missed", rule) for rule in RULES]
    assert rows == expected
    assert "<th>人身伤害或安全隐患</th>" in page
    assert page.count('<td class="hits">1</td>') == 1


def test_a_model_without_diagram_is_listed(show: Show) -> None:
    page = show("shipping.bpmn")
    assert re.search(r'<p id="undrawn">', page)
    assert "<small>ShipEnd</small>" in page


def test_the_page_loads_nothing_from_outside(show: Show) -> None:
    page = show("complaint-summary.bpmn")
    assert "default-src 'none'" in page
    assert not re.findall(r'\b(?:src|href)="(?!http://bpmn\.io|https://bpmn\.io|#)[^"]+"', page)
