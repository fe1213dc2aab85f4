"""One case in a scenario: the kit's verbs, and what the case leaves in the company's store."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from workers.casework.cases import Case, CaseLink, Cases, FormRecord
from workers.casework.clock import StoredClock
from workers.casework.outbox import Outbox, OutboxMail
from workers.casework.sla import SlaBook, SlaSpan
from workers.casework.store import Store
from workers.cli.wiring import Application
from workers.ports import Clock
from workers.testing import Scenario


class ScenarioTime(Clock):
    """The time of cases in scenarios: each case's own in the store, the latest for all others.

    What belongs to no case, such as the queue of mails, follows the latest scenario.
    """

    def __init__(self, store: Store, begin: datetime) -> None:
        self._store = store
        self.latest = begin

    def put(self, business_key: str, now: datetime) -> None:
        """Implements :class:`workers.testing.CaseClocks`."""
        self.latest = now
        with self._store.begin() as session:
            StoredClock(session, self).put(business_key, now)

    def now(self, business_key: str | None = None) -> datetime:
        """Implements :class:`workers.ports.Clock`."""
        return self.latest


class CaseScenario(Scenario):
    """A scenario of any procedure; :meth:`of` tells it which company's case it plays."""

    application: Application

    def of(self, application: Application, process_instance_id: str) -> Self:
        """Follow a case that was opened otherwise."""
        self.application = application
        self.follow(process_instance_id)
        return self

    @property
    def number(self) -> str:
        """The number of the case."""
        return str(self.business_key)

    # --- what people see ------------------------------------------------------------------

    def form_shows(self, task: str) -> dict[str, object]:
        """What the form of an open task is filled with."""
        return self.engine.tasks.form_variables(self.task(task).id)

    def groups_of(self, task: str) -> list[str]:
        """The candidate groups of an open task."""
        return self.engine.tasks.candidate_groups(self.task(task).id)

    # --- what it left behind --------------------------------------------------------------

    def forms(self, number: str) -> list[FormRecord]:
        """The filed forms of one kind, oldest first."""
        with self.application.store.begin() as session:
            return Cases(session).forms(self.number, number)

    def mails(self) -> list[OutboxMail]:
        """Mails of the case; those sent have ``sent_at``."""
        with self.application.store.begin() as session:
            return Outbox(session, "x").of_case(self.number)

    def notices(self) -> list[str]:
        """Ids of the notices queued so far, in order."""
        return [mail.notice for mail in self.mails()]

    def told(self, notice: str) -> set[str]:
        """Roles that got a notice."""
        return {mail.recipient.split("@")[0] for mail in self.mails() if mail.notice == notice}

    def actions(self) -> list[str]:
        """What the timeline tells, in order."""
        with self.application.store.begin() as session:
            return [event.action for event in Cases(session).timeline(self.number)]

    def span(self, name: str) -> SlaSpan:
        """A row of the SLA ledger; the latest of that name."""
        installation = self.application.installation
        with self.application.store.begin() as session:
            spans = SlaBook(session, installation.decisions, installation.timekeeping).spans(
                self.number
            )
            return [span for span in spans if span.span == name][-1]

    def case(self) -> Case:
        """The case as it stands."""
        with self.application.store.begin() as session:
            return Cases(session).get(self.number)

    def links(self) -> list[CaseLink]:
        """Links to and from other cases."""
        with self.application.store.begin() as session:
            return Cases(session).links(self.number)
