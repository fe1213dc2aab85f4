"""What an execution of the complaint procedure may use beside what every execution may."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy.orm import Session

from workers.contract import ExternalTask
from workers.handlers.context import ExecutionContext, Installation
from workers.ports import Crm
from workers.services.compensation import Compensations
from workers.services.complaints import ComplaintCase, Complaints
from workers.services.inbox import Inbox
from workers.services.payments import Payments
from workers.services.register import Register


class ComplaintContext(ExecutionContext):
    """Services for one execution of a complaint. Not shared between threads."""

    def __init__(
        self, installation: Installation, session: Session, task: ExternalTask, effect_key: str
    ) -> None:
        super().__init__(installation, session, task, effect_key)
        self.complaints = Complaints(session)
        self.inbox = Inbox(session, installation.attachments)
        self.compensations = Compensations(session)
        self.payments = Payments(session)
        self.crm: Crm = Register(session)

    @cached_property
    def case(self) -> ComplaintCase:
        """The complaint whose number is the task's business key.

        Never that of a variable: whoever holds a user task can write those (design §5).

        Raises:
            UnknownCase: there is none of that number.
        """
        return self.complaints.get(self.task.business_key or "(no business key)")
