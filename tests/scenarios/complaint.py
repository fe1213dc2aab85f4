"""One complaint in a scenario: stretches of its route, and what it leaves behind."""

from __future__ import annotations

from typing import Any

from tests.complaints import FIRST_SPECIALIST, SECOND_SPECIALIST
from tests.scenarios.case import CaseScenario, ScenarioTime
from workers.services.compensation import CompensationEntry, Compensations
from workers.services.complaints import ComplaintCase, Complaints
from workers.services.payments import Payments, Reclaim

__all__ = ["Complaint", "ScenarioTime"]


class Complaint(CaseScenario):
    """A scenario of the complaint process."""

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

    # --- what it left behind --------------------------------------------------------------

    def record(self) -> ComplaintCase:
        """The case as it stands."""
        with self.application.store.begin() as session:
            return Complaints(session).get(self.number)

    def ledger(self) -> list[CompensationEntry]:
        """Bookings of the case."""
        with self.application.store.begin() as session:
            return Compensations(session).of_case(self.number)

    def reclaims(self) -> list[Reclaim]:
        """Paid sums of the case that are to come back."""
        with self.application.store.begin() as session:
            return Payments(session).reclaims(self.number)

    def warned(self, percent: int) -> set[str]:
        """Roles that were told about a rung of a limit."""
        return {
            mail.recipient.split("@")[0]
            for mail in self.mails()
            if mail.notice == "N13" and f"{percent}%" in mail.subject
        }
