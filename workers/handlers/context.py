"""The execution context: what one execution may use, bound to its transaction and its task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy.orm import Session

from workers.casework.archive import Archive
from workers.casework.cases import Case, Cases, FormRecord
from workers.casework.clock import StoredClock
from workers.casework.deployed import DeployedProcedure, read_deployed
from workers.casework.numbers import Numbers
from workers.casework.outbox import Outbox
from workers.casework.sla import SlaBook
from workers.casework.worktime import Timekeeping
from workers.contract import ExternalTask
from workers.ports import Clock, Decisions, Performer, ProcessGateway, Step, Submission
from workers.services.classifier import Model

SYSTEM = "系统"
UNKNOWN_PERSON = "未认领"


@dataclass(frozen=True, slots=True)
class Installation:
    """What all desks of a process share: ports, folders and addresses.

    ``role_domain`` is the mail domain of the roles: group ``legal`` reads
    ``legal@<role_domain>``. ``mail_domain`` stands in every Message-ID. ``classifier`` is the
    model that was trained here; the shipped one if there is none.
    """

    clock: Clock
    decisions: Decisions
    process: ProcessGateway
    timekeeping: Timekeeping
    attachments: Path
    archive: Path
    mail_domain: str
    role_domain: str
    classifier: Model | None = None


class ExecutionContext:
    """Services for one execution. Not shared between threads."""

    def __init__(
        self, installation: Installation, session: Session, task: ExternalTask, effect_key: str
    ) -> None:
        self.installation = installation
        self.session = session
        self.task = task
        self.effect_key = effect_key
        self.cases = Cases(session)
        self.numbers = Numbers(session)
        self.outbox = Outbox(session, installation.mail_domain)
        self.archive = Archive(session, installation.archive)
        self.sla = SlaBook(session, installation.decisions, installation.timekeeping)
        self.decisions = installation.decisions
        self.process = installation.process

    @cached_property
    def now(self) -> datetime:
        """The instant of this execution on the clock of its case."""
        return StoredClock(self.session, self.installation.clock).now(self.task.business_key)

    @property
    def step(self) -> Step:
        """The step of the process that this execution does."""
        return Step(
            self.task.process_instance_id,
            self.task.process_definition_id,
            self.task.activity_id,
            self.task.activity_instance_id,
        )

    @cached_property
    def submissions(self) -> Sequence[Submission]:
        """Every form that was submitted in this process instance."""
        return self.process.submitted(self.step)

    @cached_property
    def procedure(self) -> DeployedProcedure:
        """The procedure of the case, as it was deployed when the case was opened.

        Raises:
            NotDeployed: its declaration is not among the deployed files.
        """
        case = self.cases.find(self.task.business_key or "")
        instance = case.process_instance_id if case else self.task.process_instance_id
        return read_deployed(self.process.files(instance))

    @cached_property
    def limits(self) -> SlaBook:
        """The ledger of limits, by the procedure's own table."""
        return SlaBook(
            self.session,
            self.installation.decisions,
            self.installation.timekeeping,
            self.procedure.content.limits or "(no table of limits)",
        )

    def take(self, case: Case) -> None:
        """Work for a case that this execution has opened: the task has no business key yet."""
        self.__dict__["case"] = case

    @cached_property
    def case(self) -> Case:
        """The case whose number is the task's business key.

        Never that of a variable: whoever holds a user task can write those (design §5).

        Raises:
            UnknownCase: there is none of that number.
        """
        return self.cases.get(self.task.business_key or "(no business key)")

    def note(
        self,
        case_no: str,
        action: str,
        *,
        actor: str = SYSTEM,
        rule: str | None = None,
        route: str | None = None,
        **details: object,
    ) -> None:
        """Append to the case's timeline, at this execution's instant."""
        self.cases.note(case_no, self.now, actor, action, rule=rule, route=route, **details)

    def performer(self, activity_id: str, *, in_this_instance: bool = False) -> Performer | None:
        """Who completed a user task of this case, by the engine's history.

        Args:
            activity_id: the user task.
            in_this_instance: only within the multi-instance branch of this task.
        """
        return self.process.performer(
            self.task.process_instance_id,
            activity_id,
            self.task.activity_instance_id if in_this_instance else None,
        )

    def file_form(
        self,
        case: Case,
        form: str,
        title: str,
        activity_id: str,
        data: Mapping[str, object],
        *,
        in_this_instance: bool = False,
        round: int = 0,  # noqa: A002 - the design's word
    ) -> str:
        """Keep a submitted form and note it; answers the person who submitted it."""
        performer = self.performer(activity_id, in_this_instance=in_this_instance)
        user = performer.user if performer else UNKNOWN_PERSON
        self.cases.file_form(
            FormRecord(
                case_no=case.case_no,
                form=form,
                title=title,
                activity_id=activity_id,
                round=round,
                submitted_by=user,
                submitted_at=self.now,
                data=dict(data),
            )
        )
        self.note(case.case_no, f"提交{title}", actor=user, activity=activity_id)
        return user
