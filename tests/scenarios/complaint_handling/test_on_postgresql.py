"""A whole case with the case store on PostgreSQL, as beside a real engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import postgres
from tests.complaints import SECOND_SPECIALIST, USUAL
from tests.scenarios.complaint import Complaint
from tests.scenarios.conftest import Desk, Personnel, Turn, handed_in, open_desk
from tests.stores import postgres_server
from workers.cli.checkout import Checkout
from workers.cli.deployment import deployments_of
from workers.engine import Engine
from workers.handlers import HANDLERS
from workers.handlers.execution import UnitOfWorkExecutor
from workers.services.archive import Archive
from workers.services.numbers import NumberSeries
from workers.testing import Project, Scenarios
from workers.testing.scenarios import prepare

__all__ = ["postgres_server"]
pytestmark = pytest.mark.engine
ROOT = Path(__file__).parents[3]


@pytest.fixture
def on_postgresql(
    scenario_admin: Engine,
    personnel: Personnel,
    scenario_turn: Turn,
    postgres_server: str,
    tmp_path: Path,
) -> Iterator[tuple[Desk, Scenarios]]:
    """A company of its own on the engine of the run."""
    postgres.empty(postgres_server)
    opened = open_desk(
        scenario_admin, personnel, tmp_path / "company", scenario_turn, store_url=postgres_server
    )
    with opened as desk:
        application, checkout = desk.application, Checkout(ROOT)
        with application.store.begin() as session:  # the engine knows the numbers of other stores
            for series in session.scalars(select(NumberSeries)):
                series.last += 500
        project = Project(
            deployments=deployments_of(checkout),
            staff=personnel,
            handlers=HANDLERS,
            executor=UnitOfWorkExecutor(application.store, application.office),
            worker_engine=application.engine,
            usual=USUAL,
            performers={"Task_RevisitCustomer": SECOND_SPECIALIST},
            clocks=desk.time,
            after_step=desk.sender.send_or_settle,
        )
        with scenario_turn():
            parts = prepare(scenario_admin, project)
        yield desk, Scenarios(parts)
        parts.desks.close()


def test_a_case_goes_from_intake_to_archive(on_postgresql: tuple[Desk, Scenarios]) -> None:
    desk, scenarios = on_postgresql
    case = handed_in(scenarios.new(kind=Complaint), desk)
    case.to_payment()
    case.from_payment_to_archive()
    assert desk.application.store.engine.dialect.name == "postgresql"
    assert case.record().status == "已关闭"
    assert all(mail.sent_at for mail in case.mails())
    with desk.application.store.begin() as session:
        archive = Archive(session, desk.application.office.archive)
        assert archive.entries(case.number)
        assert archive.verify() == []
    case.finish()
