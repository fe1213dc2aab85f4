"""A whole case with the case store on PostgreSQL, as beside a real engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import postgres
from tests.scenarios.complaint import Complaint
from tests.scenarios.conftest import Desk, handed_in, open_desk, personnel_of, project_of
from tests.stores import postgres_server
from workers.casework.archive import Archive
from workers.engine import Engine
from workers.testing import Scenarios
from workers.testing.scenarios import prepare

__all__ = ["postgres_server"]
pytestmark = [pytest.mark.engine, pytest.mark.uncounted]


@pytest.fixture
def on_postgresql(
    request: pytest.FixtureRequest,
    postgres_server: str,
    tmp_path: Path,
) -> Iterator[tuple[Desk, Scenarios]]:
    """A company and an engine of its own: what it deploys is nobody else's newest model."""
    postgres.empty(postgres_server)
    with ExitStack() as stack:
        engine = stack.enter_context(
            request.config.hook.pytest_scenario_engine(config=request.config)
        )
        admin = stack.enter_context(Engine(engine.address))
        personnel = personnel_of(engine)
        desk = stack.enter_context(
            open_desk(admin, personnel, tmp_path / "company", store_url=postgres_server)
        )
        parts = prepare(admin, project_of(desk))
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
        archive = Archive(session, desk.application.installation.archive)
        assert archive.entries(case.number)
        assert archive.verify() == []
    case.finish()
