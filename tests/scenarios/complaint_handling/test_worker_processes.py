"""The time of a case is kept in the case store: worker processes come and go, its clock stays."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from tests.complaints import USUAL
from tests.scenarios.complaint import Complaint
from tests.scenarios.conftest import Desk, handed_in, open_desk, personnel_of
from workers.casework.cases import Cases
from workers.cli.checkout import Checkout
from workers.cli.deployment import deployments_of
from workers.cli.worker_process import worker_process
from workers.engine import Engine
from workers.testing import Project, Scenarios
from workers.testing.scenarios import prepare

pytestmark = [pytest.mark.engine, pytest.mark.uncounted]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def outside(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Desk, Scenarios]]:
    """An engine of its own: worker processes take whatever lies on theirs."""
    with ExitStack() as stack:
        engine = stack.enter_context(
            request.config.hook.pytest_scenario_engine(config=request.config)
        )
        admin = stack.enter_context(Engine(engine.address))
        # Short, since what a killed worker's last poll locks for nobody waits for its lock to end.
        short = {"lock_seconds": 10, "long_poll_seconds": 2}
        desk = stack.enter_context(
            open_desk(admin, personnel_of(engine), tmp_path / "company", **short)
        )
        checkout = Checkout(ROOT)
        project = Project(
            deployments=deployments_of(checkout),
            staff=desk.personnel,
            usual=USUAL,
            clocks=desk.time,
            patience=timedelta(seconds=60),
        )
        parts = prepare(admin, project)
        yield desk, Scenarios(parts)
        parts.desks.close()


def test_a_killed_worker_process_and_its_successor_live_in_the_time_of_the_case(
    outside: tuple[Desk, Scenarios],
) -> None:
    desk, scenarios = outside
    settings = desk.application.settings
    settings.folder.prepare()
    case = scenarios.new(kind=Complaint)
    begin = case.now
    with worker_process(settings) as first:
        handed_in(case, desk, orderNo="", companyName="", problemDescription="设备坏了，漏油严重。")
        case.submit("Task_RegisterComplaint")
        case.waits_only_at("Task_AwaitInformation")
        case.advance("PT4H")
        assert case.notices()[-1] == "N02R"
        os.kill(first.pid, signal.SIGKILL)
    with worker_process(settings):
        case.advance("PT1H")
        desk.application.messages().supply_information(case.number, {"orderNo": "DD20261101-0077"})
        case.run_until_idle()
        case.waits_only_at("Task_ClassifyComplaint")
    with desk.application.store.begin() as session:
        told = {event.action: event.at - begin for event in Cases(session).timeline(case.number)}
    assert told["受理投诉并编号"] == timedelta()
    assert told["客户补充资料"] == timedelta(hours=5)
    case.finish()
