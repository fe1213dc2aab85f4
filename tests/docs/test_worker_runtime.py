"""docs/worker-runtime.md: its code runs, its links lead to tests, its reference is complete."""

from __future__ import annotations

import ast
import re
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from docs.api_reference import PACKAGES, reference
from tests.engine_host import EngineHost
from tests.worker.conftest import Deploy, child_process, until
from tests.worker.models import process, work
from workers.engine import Engine
from workers.runtime import DirectExecutor, Worker
from workers.testing import FakeEngine

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "worker-runtime.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LOGIN = re.compile(r'"http://127\.0\.0\.1:808\d/engine-rest", "demo", "demo"')
LINK = re.compile(r"\[`(\w+)`\]\(\.\./(tests/[\w/]+\.py)\)")
ROWS = [line for line in PAGE.splitlines() if "](../tests/" in line]

FIRST, *LATER = BLOCK.findall(PAGE)
README_BLOCK, *_ = BLOCK.findall(README)
OPENING = FIRST[: FIRST.index("Worker(engine")]
"""What the first block defines, and all later ones go on from."""


def ends_by_signal(code: str) -> bool:
    """Whether a block is a worker that runs until it is stopped."""
    return code.rstrip().splitlines()[-1].endswith(".run()") or "run_together(" in code


def on(host: EngineHost, code: str) -> str:
    login = host.address()
    return LOGIN.sub(f'"{login.url}", "{login.user}", "{login.password}"', code)


PROMISES = (
    "from workers.contract import Outcome",
    "from workers.runtime import ExecuteInput, Interceptor, Proceed",
)
"""What the block on tracing goes on from."""
WORKERS = [FIRST, README_BLOCK, *(OPENING + each for each in LATER if ends_by_signal(each))]


@pytest.mark.engine
@pytest.mark.parametrize("code", WORKERS, ids=range(len(WORKERS)))
def test_a_worker_of_the_page_works(
    engine: Engine, engine_server: EngineHost, deploy: Deploy, tmp_path: Path, code: str
) -> None:
    deploy(process("docs-order", work("order.check")))
    instance = engine.instances.start("docs-order", variables={"amount": 99}).instance
    script = tmp_path / "worker.py"
    script.write_text(on(engine_server, code), encoding="utf-8")
    with child_process([sys.executable, str(script)], {}) as child:
        until(lambda: engine.instances.variables(instance.id).get("approved") is True, budget=60)
        child.send_signal(signal.SIGTERM)
        assert child.wait(40) == 0


@pytest.mark.engine
def test_the_blocks_in_between_run_one_after_the_other(
    engine: Engine, engine_server: EngineHost
) -> None:
    page: dict[str, object] = {"__name__": "page"}
    for code in (OPENING, *(each for each in LATER if not ends_by_signal(each))):
        exec(compile(on(engine_server, code), "worker-runtime.md", "exec", dont_inherit=True), page)
    for each in engine.session.call("GET", "/deployment", params={"name": "orders"}):
        engine.session.call("DELETE", f"/deployment/{each['id']}", params={"cascade": True})
    assert {
        "reserve",
        "pay",
        "stamp",
        "OnlyInOfficeHours",
        "Spans",
        "probes",
        "behind_oauth2",
    } <= set(page)


def test_spans_of_an_instance_share_its_trace() -> None:
    page: dict[str, Any] = {"__name__": "page"}
    (spans,) = (each for each in LATER if "class Spans" in each)
    for code in (OPENING, "\n".join(PROMISES), spans):
        exec(compile(code, "worker-runtime.md", "exec", dont_inherit=True), page)
    finished = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(finished))
    trace.set_tracer_provider(provider)
    with FakeEngine() as fake:
        first = fake.add_task("order.check", {"amount": 1})
        second = fake.add_task("order.check", instance=first.instance)
        worker = Worker(
            fake.connect(),
            [page["check_order"]],
            DirectExecutor(None),
            interceptors=[page["Spans"]()],
        ).start()
        fake.until(lambda: second.completed and not worker.busy)
        worker.stop(5)
    spans = finished.get_finished_spans()
    assert [each.name for each in spans] == ["order.check"] * 2
    assert len({each.context.trace_id for each in spans}) == 1
    assert len({each.context.span_id for each in spans}) == 2


def test_the_readme_shows_the_same_worker() -> None:
    assert README_BLOCK == FIRST


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_every_row_of_the_feature_table_leads_to_its_tests(row: str) -> None:
    links = LINK.findall(row)
    assert len(links) == row.count("](")
    for name, path in links:
        assert name in functions(ROOT / path), f"{path} has no {name}"


def test_every_row_has_a_test() -> None:
    table = PAGE[PAGE.index("## Feature table") :]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "(a)" not in line]
    assert [row for row in rows if "(b)" not in row and "](../tests/" not in row] == []
    assert len(ROWS) > 30


def test_the_reference_is_up_to_date() -> None:
    kept = (ROOT / "docs" / "worker-api.md").read_text(encoding="utf-8")
    assert kept == reference(), "run: make reference"


@pytest.mark.parametrize("package", PACKAGES, ids=lambda each: each.__name__)
def test_every_public_name_exists_and_is_documented(package: object) -> None:
    names = package.__all__  # type: ignore[attr-defined]
    assert sorted(names) == list(dict.fromkeys(sorted(names)))
    for name in names:
        assert f"### `{name}`" in reference(), name
        assert hasattr(package, name)
