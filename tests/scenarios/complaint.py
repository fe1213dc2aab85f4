"""One complaint in a scenario: the kit's verbs, and what the case leaves in the company's store."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from tests.complaints import FIRST_SPECIALIST, SECOND_SPECIALIST
from workers.casework.cases import Cases, FormRecord
from workers.casework.clock import StoredClock
from workers.casework.outbox import Outbox, OutboxMail
from workers.casework.sla import SlaBook, SlaSpan
from workers.casework.store import Store
from workers.cli.wiring import Application
from workers.ports import Clock
from workers.services.compensation import CompensationEntry, Compensations
from workers.services.complaints import ComplaintCase
from workers.services.payments import Payments, Reclaim
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


class Complaint(Scenario):
    """A scenario of the complaint process; :meth:`of` tells it which case it plays."""

    application: Application

    def of(self, application: Application, process_instance_id: str) -> Self:
        """Follow the case that an intake desk has opened."""
        self.application = application
        self.follow(process_instance_id)
        return self

    @property
    def number(self) -> str:
        """The complaint number."""
        return str(self.business_key)

    # --- stretches of the route -----------------------------------------------------------

    def to_solution(self, **classification: Any) -> None:
        """From intake to the specialist's draft, with the opinions that D06 asks for."""
        self.submit("Task_RegisterComplaint", by=FIRST_SPECIALIST)
        self.submit("Task_ClassifyComplaint", **classification)
        if classification.get("technical"):
            self.submit("Task_TestTechnically")
        self.investigate()

    def investigate(self) -> None:
        """Investigation and opinions of one round."""
        self.submit("Task_Investigate")
        while self.is_waiting_at("Task_GiveOpinion"):
            self.submit("Task_GiveOpinion")

    def draft(self, amount: str, **values: Any) -> None:
        """The first specialist drafts a solution with that compensation."""
        self.submit("Task_DraftSolution", by=FIRST_SPECIALIST, compensationAmount=amount, **values)

    def to_payment(self, amount: str = "5000.00") -> None:
        """From intake to the payment of what the manager approved."""
        self.to_solution()
        self.draft(amount)
        self.submit("Task_ApproveManager")

    def from_payment_to_archive(self) -> None:
        """Payment, feedback, revisit by the second specialist, archive."""
        self.submit("Task_PayCompensation")
        self.close()

    def close(self) -> None:
        """Feedback, revisit, archive."""
        self.submit("Task_FeedBackResult", by=FIRST_SPECIALIST)
        self.submit("Task_RevisitCustomer", by=SECOND_SPECIALIST)
        self.submit("Task_CheckFile", by=FIRST_SPECIALIST)
        self.has_ended(at="EndEvent_ComplaintClosed")

    # --- what people see ------------------------------------------------------------------

    def form_shows(self, task: str) -> dict[str, object]:
        """What the form of an open task is filled with."""
        return self.engine.tasks.form_variables(self.task(task).id)

    def groups_of(self, task: str) -> list[str]:
        """The candidate groups of an open task."""
        return self.engine.tasks.candidate_groups(self.task(task).id)

    # --- what it left behind --------------------------------------------------------------

    def record(self) -> ComplaintCase:
        """The case as it stands."""
        with self.application.store.begin() as session:
            return Cases(session).get(self.number)

    def forms(self, number: str) -> list[FormRecord]:
        """The filed forms of one kind, oldest first."""
        with self.application.store.begin() as session:
            return Cases(session).forms(self.number, number)

    def ledger(self) -> list[CompensationEntry]:
        """Bookings of the case."""
        with self.application.store.begin() as session:
            return Compensations(session).of_case(self.number)

    def reclaims(self) -> list[Reclaim]:
        """Paid sums of the case that are to come back."""
        with self.application.store.begin() as session:
            return Payments(session).reclaims(self.number)

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

    def warned(self, percent: int) -> set[str]:
        """Roles that were told about a rung of a limit."""
        return {
            mail.recipient.split("@")[0]
            for mail in self.mails()
            if mail.notice == "N13" and f"{percent}%" in mail.subject
        }

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
