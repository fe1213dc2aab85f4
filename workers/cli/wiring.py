"""Joins ports and implementations; the only module that knows both (design §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

from workers.cases.gateway import EngineDecisions, EngineProcesses
from workers.cases.intake_desk import IntakeDesk
from workers.cases.mail_room import MailRoom
from workers.cases.messages import CaseMessages
from workers.casework.calendar import WorkCalendar
from workers.casework.clock import SystemClock
from workers.casework.mail.delivery_journal import DeliveryJournal
from workers.casework.mail.metrics import MailMetrics
from workers.casework.mail.outcome import Patience
from workers.casework.mail.sender import MailSender
from workers.casework.mail.smtp_transport import SmtpTransport
from workers.casework.store import Store
from workers.casework.submission_metrics import SubmissionMetrics
from workers.casework.worktime import Timekeeping
from workers.cli.settings import Settings
from workers.engine import Engine
from workers.handlers.context import Installation
from workers.handlers.execution import UnitOfWorkExecutor
from workers.procedures import HANDLERS
from workers.runtime import RuntimeSettings, Worker
from workers.runtime.metrics import Metrics
from workers.runtime.sqlite_starts import SqliteStartCounts
from workers.services.classifier.model import trained_here


@dataclass(frozen=True, slots=True)
class Application:
    """Everything that one process of ours consists of, before anything runs."""

    settings: Settings
    store: Store
    engine: Engine
    installation: Installation

    @classmethod
    def open(cls, settings: Settings, *, read_only: bool = False) -> Self:
        """Open the store and prepare the engine's client; the engine is not spoken to yet.

        Args:
            settings: of the command.
            read_only: only look at the store, whoever else writes it.

        Raises:
            StoreUnavailable: the case store cannot be opened.
            ModelError: the classifier that was trained here cannot be read.
        """
        store = Store(settings.store_address, read_only=read_only)
        engine = Engine(
            settings.engine,
            credentials=settings.engine_credentials,
            tls=settings.engine_tls,
            # One for each handler, and for the poll, the lock keeper and the desk's own questions.
            connections=2 * settings.worker_slots + 8,
        )
        installation = Installation(
            clock=SystemClock(),
            decisions=EngineDecisions(engine),
            process=EngineProcesses(engine),
            timekeeping=Timekeeping(WorkCalendar.shipped(settings.calendar_file)),
            attachments=settings.folder.attachments,
            archive=settings.folder.archive,
            mail_domain=settings.mail_domain,
            role_domain=settings.role_domain,
            classifier=trained_here(settings.folder.classifier_file),
        )
        return cls(settings, store, engine, installation)

    def worker(
        self, metrics: Metrics | None = None, submissions: SubmissionMetrics | None = None
    ) -> Worker:
        """A worker for every topic; not started.

        Args:
            metrics: counts and measures, if somebody looks at them.
            submissions: counts what did not count of what people submitted.
        """
        return Worker(
            self.engine,
            HANDLERS,
            UnitOfWorkExecutor(self.store, self.installation, submissions),
            settings=RuntimeSettings(
                slots=self.settings.worker_slots,
                lock_duration=timedelta(seconds=self.settings.lock_seconds),
                long_poll=timedelta(seconds=self.settings.long_poll_seconds),
            ),
            starts=SqliteStartCounts(self.settings.folder.root / "starts.sqlite"),
            interceptors=[metrics] if metrics else [],
        )

    def mail_sender(self, metrics: MailMetrics | None = None) -> MailSender:
        """The outbox sender; not started.

        On an embedded store all senders are on this machine, so they share a delivery journal.

        Args:
            metrics: counts, if somebody looks at them.
        """
        own = self.settings.store_url is None or self.settings.store_url.startswith("sqlite")
        return MailSender(
            self.store,
            SmtpTransport(
                self.settings.smtp_host, self.settings.smtp_port, self.settings.mail_from
            ),
            self.installation.clock,
            self.settings.mail_domain,
            journal=DeliveryJournal(self.settings.folder.root / "deliveries") if own else None,
            patience=Patience(
                late=timedelta(hours=self.settings.mail_late_hours),
                give_up=timedelta(hours=self.settings.mail_give_up_hours),
            ),
            metrics=metrics,
        )

    def intake_desk(self) -> IntakeDesk:
        """Where complaint files are handed in."""
        return IntakeDesk(
            self.store,
            self.engine,
            self.installation.attachments,
            self.installation.clock,
            MailRoom(frozenset({self.settings.mail_from.lower()}), self.installation.clock),
        )

    def messages(self) -> CaseMessages:
        """Messages from customers to running cases."""
        return CaseMessages(self.installation.process)

    def close(self) -> None:
        """Close connections to engine and store."""
        self.engine.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
