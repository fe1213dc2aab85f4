"""The complaint desk under scenarios: shipped models, handlers, people, store and real SMTP."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.complaints import SECOND_SPECIALIST, USUAL, write_complaint
from tests.engine_host import new_key
from tests.scenarios.complaint import Complaint, ScenarioTime
from workers.cases.intake_desk import IntakeDesk
from workers.cases.mail_room import MailRoom
from workers.casework.mail.sender import MailSender
from workers.casework.mail.smtp_transport import SmtpTransport
from workers.casework.numbers import NumberSeries
from workers.casework.procedure_content import series_of
from workers.cli.checkout import Checkout
from workers.cli.deployment import deployments_of, procedures_of, starters_of
from workers.cli.identity import Directory
from workers.cli.logins import Logins
from workers.cli.mail_catcher import mail_catcher
from workers.cli.ports import free_port
from workers.cli.provisioning import seed_identity
from workers.cli.settings import load_settings
from workers.cli.wiring import Application
from workers.engine import Engine, EngineAddress
from workers.handlers.execution import UnitOfWorkExecutor
from workers.procedures import HANDLERS
from workers.services.register import Register
from workers.testing import A_WORKING_MONDAY, EngineUnderTest, Project, Scenarios

ROOT = Path(__file__).parents[2]
_SERIES_SHARE = 1000
Turn = Callable[[], AbstractContextManager[None]]
"""While it lasts no other process of the run changes the engine."""


@dataclass(frozen=True, slots=True)
class Personnel:
    """The people of the shipped directory; implements :class:`workers.testing.Staff`."""

    directory: Directory
    engine: EngineUnderTest
    logins: Logins

    def members(self, group: str) -> Sequence[str]:
        """User ids, the usual performer of a group at the front."""
        return [person.id for person in self.directory.members(group)]

    def address(self, user: str) -> EngineAddress:
        """With this user's login."""
        return EngineAddress(self.engine.rest, user, self.logins[user])


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything of the company that is not on the engine."""

    application: Application
    time: ScenarioTime
    sender: MailSender
    personnel: Personnel
    mail: Path


@pytest.fixture(scope="session")
def personnel(scenario_engine: EngineUnderTest) -> Personnel:
    """The people, with logins on the engine of the run."""
    return personnel_of(scenario_engine)


def personnel_of(scenario_engine: EngineUnderTest) -> Personnel:
    """Logins that follow from the administrator's, so that parallel processes agree."""
    directory = Directory.shipped()
    logins = Logins(
        {
            user: hashlib.sha256(f"{scenario_engine.password}|{user}".encode()).hexdigest()[:20]
            for user in directory.accounts
        }
    )
    return Personnel(directory, scenario_engine, logins)


@pytest.fixture(scope="session")
def desk(
    scenario_admin: Engine,
    personnel: Personnel,
    scenario_turn: Turn,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Desk]:
    """Store, mail server and sender of this process."""
    folder = tmp_path_factory.mktemp("company")
    with open_desk(scenario_admin, personnel, folder, scenario_turn) as opened:
        yield opened


@contextmanager
def open_desk(
    admin: Engine,
    personnel: Personnel,
    folder: Path,
    turn: Turn = nullcontext,
    **settled: object,
) -> Iterator[Desk]:
    """The company around one engine; ``settled`` are settings of the application."""
    folder.mkdir(exist_ok=True)
    smtp_port = free_port()
    settings = load_settings(
        folder,
        engine_url=admin.address.url,
        engine_user="sop-worker",
        engine_password=personnel.logins["sop-worker"],
        smtp_port=smtp_port,
        **settled,
    )
    with turn():
        starters = starters_of(Checkout(ROOT))
        opened = personnel.directory.opened(starters)
        seed_identity(admin, opened, personnel.logins, settings.role_domain)
    with (
        mail_catcher(folder / "mail", smtp_port),
        Application.open(settings) as application,
    ):
        time = ScenarioTime(application.store, A_WORKING_MONDAY)
        sender = MailSender(
            application.store,
            SmtpTransport("127.0.0.1", smtp_port, settings.mail_from),
            time,
            settings.mail_domain,
        )
        with application.store.begin() as session:
            Register(session).seed(ROOT / "examples" / "register")
            # Processes of a parallel run have a store each and one engine: no number twice.
            worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
            for pattern in ("TS-{day}-{no}", *_patterns()):
                session.add(
                    NumberSeries(
                        series=series_of(pattern, f"{A_WORKING_MONDAY:%Y%m%d}").removesuffix(
                            "-{no}"
                        ),
                        last=worker * _SERIES_SHARE,
                    )
                )
        yield Desk(application, time, sender, personnel, folder / "mail")


def _patterns() -> list[str]:
    """Number patterns of the cases of all procedures."""
    declared = (each.procedure.content for each in procedures_of(Checkout(ROOT)))
    return [content.case.number for content in declared if content is not None]


@pytest.fixture(scope="session")
def scenario_project(desk: Desk) -> Project:
    """The complaint desk as the kit sees it."""
    return project_of(desk)


def project_of(desk: Desk) -> Project:
    """The shipped models, handlers and people around one desk."""
    application = desk.application
    return Project(
        deployments=deployments_of(Checkout(ROOT)),
        staff=desk.personnel,
        handlers=HANDLERS,
        executor=UnitOfWorkExecutor(application.store, application.installation),
        worker_engine=application.engine,
        usual=USUAL,
        performers={"Task_RevisitCustomer": SECOND_SPECIALIST},
        clocks=desk.time,
        after_step=desk.sender.send_or_settle,
    )


@pytest.fixture
def open_case(scenarios: Scenarios, desk: Desk) -> Callable[..., Complaint]:
    """Hands in a complaint; its process rests where it first waits for somebody."""

    def hand_in(**facts: str) -> Complaint:
        return handed_in(scenarios.new(kind=Complaint), desk, **facts)

    return hand_in


def handed_in(case: Complaint, desk: Desk, **facts: str) -> Complaint:
    """Hand in a complaint, and let the scenario follow it."""
    key = new_key()
    case.clock_for(f"web:scenario-{key}")
    application = desk.application
    file = write_complaint(application.settings.data_dir, application.store, key, **facts)
    intake = IntakeDesk(
        application.store,
        application.engine,
        application.installation.attachments,
        desk.time,
        MailRoom(frozenset(), desk.time),
    )
    handed = intake.hand_in(file, received_now=True)
    assert handed.intake_id == f"web:scenario-{key}"
    return case.of(application, handed.process_instance_id)
