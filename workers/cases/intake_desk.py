"""The intake desk: a customer's message becomes a case, exactly once.

The message is kept in the inbox first; only then is a process started, under the intake id as
business key until ``case.open`` gives the number. A crash anywhere in between is made good by
handing in again or by :meth:`IntakeDesk.resume`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workers.engine import Engine
from workers.ports import Clock
from workers.services.inbox import Inbox, InboxMessage
from workers.services.intake import read_intake
from workers.services.store import Store

PROCESS = "complaint-handling"
SUBMITTED = "ComplaintSubmitted"
"""The message that begins a case which its customer submitted himself (P01.13)."""
WEBSITE = "官网"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A message and the process instance that carries it."""

    intake_id: str
    process_instance_id: str
    already_started: bool


class IntakeDesk:
    """Takes messages in; one for each process.

    Args:
        store: where the inbox lies.
        engine: where processes are started.
        attachments: folder of attachment contents.
        clock: gives the instant of receipt where a message states none.
    """

    def __init__(self, store: Store, engine: Engine, attachments: Path, clock: Clock) -> None:
        self._store = store
        self._engine = engine
        self._attachments = attachments
        self._clock = clock

    def hand_in(
        self, path: Path, process_key: str = PROCESS, *, received_now: bool = False
    ) -> HandedIn:
        """Keep a complaint file and start its process; a second time changes nothing.

        Args:
            path: a mail, web form or phone note.
            process_key: the process to start.
            received_now: the message counts from now, whatever date it carries (examples do).

        Raises:
            IntakeError: the file is no readable complaint; nothing was kept.
            EngineError: the process was not started; the message is kept, see :meth:`resume`.
        """
        now = self._clock.now()
        intake = read_intake(path, now=now)
        if received_now:
            intake = intake.model_copy(update={"received_at": now})
        with self._store.begin() as session:
            inbox = Inbox(session, self._attachments)
            inbox.receive(intake)
            message = inbox.get(intake.intake_id)
        assert message is not None
        return self._start(message, process_key)

    def resume(self, process_key: str = PROCESS) -> list[HandedIn]:
        """Start a process for every kept message that has none."""
        with self._store.begin() as session:
            waiting = Inbox(session, self._attachments).not_started()
        return [self._start(message, process_key) for message in waiting]

    def _start(self, message: InboxMessage, process_key: str) -> HandedIn:
        if message.process_instance_id is not None:
            return HandedIn(message.intake_id, message.process_instance_id, already_started=True)
        known = self._engine.history.instances(
            business_key=message.intake_id, definition_key=process_key
        )
        if known:
            instance_id, started = known[0].id, False
        else:
            instance_id, started = self._begin(message, process_key), True
        with self._store.begin() as session:
            Inbox(session, self._attachments).started(message.intake_id, instance_id)
        return HandedIn(message.intake_id, instance_id, already_started=not started)

    def _begin(self, message: InboxMessage, process_key: str) -> str:
        """Start where the model says: what customers submit on the website begins by message."""
        channel = message.payload["channel"]
        facts = {"intakeId": message.intake_id, "channel": channel}
        if process_key == PROCESS and channel == WEBSITE:
            taken = self._engine.messages.correlate(
                SUBMITTED, message.intake_id, process_variables=facts, result_enabled=True
            )
            return str(taken.process_instance_id)
        return self._engine.instances.start(process_key, message.intake_id, facts).instance.id
