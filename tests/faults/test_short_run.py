"""A short run of `make faults` without peers: real processes, a real engine on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine_host import containers_required, why_no_container
from tests.faults.__main__ import plan_of
from tests.faults.containers import ENGINE, POSTGRES
from tests.faults.play import OURS, play
from tests.faults.schedule import Kind
from tests.faults.table import faults, table
from tests.faults.verdict import judge

pytestmark = [pytest.mark.engine, pytest.mark.container, pytest.mark.timeout(600)]

SEED = 6


@pytest.fixture
def images() -> None:
    """Both images are there."""
    reason = why_no_container(POSTGRES) or why_no_container(ENGINE)
    if reason and containers_required():
        pytest.fail(f"SOP_REQUIRE names containers, but {reason}", pytrace=False)
    if reason:
        pytest.skip(f"no PostgreSQL and engine to befall: {reason}")


def test_nothing_is_lost_doubled_or_burnt_under_faults(images: None, tmp_path: Path) -> None:
    """The engine is killed once; two hungry tasks and a poisonous one end their processes."""
    plan = plan_of(SEED, instances=300, workers=4, seconds=40, grace=120)
    assert Kind.ENGINE_KILL in {fault.kind for fault in plan.schedule}
    verdict = judge(play(OURS, plan, tmp_path / "run"))
    assert verdict.holds, f"{table({OURS.name: verdict})}\n\n{faults(plan)}"
