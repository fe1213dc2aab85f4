"""Plays example complaints from intake to archive, with real logins on a real engine."""

from __future__ import annotations

import time
from datetime import timedelta
from decimal import Decimal
from typing import Final

from workers.cases.messages import CaseMessages
from workers.casework.cases import Cases
from workers.casework.outbox import Outbox
from workers.cli.console import Console
from workers.cli.errors import DeadlinePassed, Fault
from workers.cli.examples import Examples
from workers.cli.staff import Cast, Player, Script
from workers.cli.stage import Stage
from workers.cli.wiring import Application
from workers.engine import Engine, EngineError
from workers.ports import NobodyWaits
from workers.services.compensation import Compensations
from workers.services.complaints import CaseStatus, ComplaintCase, Complaints
from workers.services.inbox import Inbox
from workers.services.register import Register

RESUME: Final = "`sop demo --resume` continues where it stopped."
_TICK: Final = 0.2
_CEILING: Final = Decimal("4000.00")
_BUDGET: Final = Decimal("20000.00")
_DELEGATED_FOR: Final = timedelta(days=30)


class Demo:
    """One performance. Every step finds out what is done already, so it can be begun again.

    Args:
        stage: everything that runs.
        app: our own parts, with the workers' login.
        examples: what is played.
        console: for progress.
    """

    def __init__(
        self, stage: Stage, app: Application, examples: Examples, console: Console
    ) -> None:
        self._stage = stage
        self._app = app
        self._examples = examples
        self._console = console
        self._expected = 0

    def prepare(self) -> None:
        """Fill the customer register and let the manager give his delegation, once."""
        now = self._app.installation.clock.now()
        manager = self._stage.directory.members("cs-manager")[0]
        with self._app.store.begin() as session:
            Register(session).seed(self._examples.register)
            compensations = Compensations(session)
            if compensations.valid_delegation(now) is None:
                compensations.delegate(
                    manager.id,
                    valid_from=now,
                    valid_to=now + _DELEGATED_FOR,
                    ceiling=_CEILING,
                    monthly_budget=_BUDGET,
                )

    def hand_in(self) -> None:
        """Hand in every complaint; those that were handed in before stay as they are."""
        desk = self._app.intake_desk()
        desk.resume()
        for path in self._examples.complaints:
            self._console.progress(f"handing in {path.name}")
            desk.hand_in(path, received_now=True)
        self._expected = len(self._examples.complaints)

    def play(self, deadline: float) -> None:
        """Let staff and customers act until every case is archived.

        Args:
            deadline: ``time.monotonic()`` by which all must be done.

        Raises:
            Fault: an incident, a casebook that does not fit, or a process that ended.
            DeadlinePassed: not all was done in time.
        """
        with Cast(self._players()) as cast:
            while not self._look(cast):
                if time.monotonic() > deadline:
                    raise DeadlinePassed(
                        f"not every case was archived in time: {self._open()}", RESUME
                    )
                time.sleep(_TICK)

    def _look(self, cast: Cast) -> bool:
        try:
            self._stage.check()
            cast.check()
            self._check_incidents()
            return self._done(cast)
        except EngineError:
            # That the engine is dead says more than that it does not answer.
            time.sleep(_TICK)
            self._stage.check()
            raise

    def _players(self) -> list[Player]:
        script = Script(
            self._examples.casebook, self._stage.directory, self._source_of, self._visits
        )
        return [
            Player(person, Engine(self._stage.engine.address(person.id)), script)
            for person in self._stage.directory.users
        ]

    def _source_of(self, case_no: str) -> str:
        with self._app.store.begin() as session:
            case = Cases(session).get(case_no)
            message = Inbox(session, self._app.installation.attachments).get(case.intake_id)
            return message.source_name if message else ""

    def _visits(self, complaint_no: str, task: str) -> int:
        return len(
            self._app.engine.history.tasks(
                business_key=complaint_no, task_definition_key=task, finished=True
            )
        )

    def _done(self, cast: Cast) -> bool:
        with self._app.store.begin() as session:
            cases = Complaints(session).all()
            waiting = Outbox(session, self._app.installation.mail_domain).waiting()
        self._answer(cases)
        closed = sum(case.ended for case in cases)
        self._console.progress(
            f"{closed} of {self._expected} cases archived · "
            f"{cast.played} forms submitted · {waiting} mails waiting"
        )
        return (
            len(cases) >= self._expected
            and closed == len(cases)
            and not waiting
            and not self._running()
        )

    def _running(self) -> int:
        return self._stage.admin.instances.count()

    def _answer(self, cases: list[ComplaintCase]) -> None:
        """The customers' part: who was asked for data supplies them."""
        messages = CaseMessages(self._app.installation.process)
        for case in cases:
            if case.case_status is not CaseStatus.INCOMPLETE:
                continue
            supplied = self._examples.casebook.supplies(self._source_of(case.case_no))
            if not supplied:
                raise Fault(
                    f"{case.case_no} waits for data, and the casebook supplies none",
                    'Add [cases."<file>".supplies] to it.',
                )
            try:
                messages.supply_information(case.case_no, supplied)
            except NobodyWaits:
                continue  # asked a moment ago or answered already: the next look decides

    def _check_incidents(self) -> None:
        found = self._stage.admin.incidents.find()
        incidents = [each for each in found if not each.is_copy]
        if incidents:
            first = incidents[0]
            raise Fault(
                f"{len(incidents)} incidents; at {first.activity_id}: {first.incident_message}",
                RESUME,
            )

    def _open(self) -> str:
        """Where it stands still, for the message."""
        tasks = self._stage.admin.tasks.find()
        places = {task.task_definition_key for task in tasks}
        for failed in self._stage.admin.external_tasks.find():
            reason = f" ({failed.error_message})" if failed.error_message else ""
            places.add(f"{failed.activity_id}{reason}")
        return ", ".join(sorted(places)) or "mails wait"
