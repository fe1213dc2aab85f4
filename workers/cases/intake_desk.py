"""The intake desk: a customer's message becomes a case, exactly once.

The message is kept in the inbox first; only then is a process started, under the intake id as
business key until ``case.open`` gives the number. A crash anywhere in between is made good by
handing in again or by :meth:`IntakeDesk.resume`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from workers.cases.mail_room import MailRoom
from workers.casework.clock import StoredClock
from workers.casework.store import Store
from workers.engine import Engine, NobodyWaits
from workers.ports import Clock
from workers.services.correspondence import ADDITION, AUTOMATIC, Correspondence, IncomingLetter
from workers.services.inbox import Inbox, InboxMessage
from workers.services.intake import read_intake

PROCESS = "complaint-handling"
SUBMITTED = "ComplaintSubmitted"
"""The message that begins a case which its customer submitted himself (P01.13)."""
WEBSITE = "官网"


LETTER_RECEIVED = "ComplaintLetterReceived"
"""The message that wakes a case to which its customer has written."""
INFO_SUPPLIED = "ComplaintInfoSupplied"


class Outcome(StrEnum):
    """What became of a message that was handed in."""

    STARTED = "started"
    ALREADY_THERE = "already there"
    ADDED = "added to its case"
    SET_ASIDE = "set aside"


class NotSetAside(Exception):
    """There is no mail of that id which was set aside."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A message and what became of it.

    ``process_instance_id`` carries it, if one does; ``case_no`` and ``reason`` are given for
    a mail that opened no case of its own.
    """

    intake_id: str
    outcome: Outcome
    process_instance_id: str | None = None
    case_no: str | None = None
    reason: str | None = None


class IntakeDesk:
    """Takes messages in; one for each process.

    Args:
        store: where the inbox lies.
        engine: where processes are started.
        attachments: folder of attachment contents.
        clock: gives the instant of receipt where a message states none.
        mail_room: tells which mails open no case of their own.
    """

    def __init__(
        self, store: Store, engine: Engine, attachments: Path, clock: Clock, mail_room: MailRoom
    ) -> None:
        self._store = store
        self._engine = engine
        self._attachments = attachments
        self._clock = clock
        self._mail_room = mail_room

    def hand_in(
        self, path: Path, process_key: str = PROCESS, *, received_now: bool = False
    ) -> HandedIn:
        """Keep a complaint file and start its process; a second time changes nothing.

        A mail that answers one of ours joins its case instead, and an automatic one is set aside.

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
            intake = inbox.told_apart(intake)
            if inbox.receive(intake):
                self._mail_room.sort(session, intake, inbox)
        return self._carry_on(intake.intake_id, process_key)

    def open_anyway(self, intake_id: str, process_key: str = PROCESS) -> HandedIn:
        """Start a process for a mail that was set aside; a person has read it.

        Raises:
            NotSetAside: no such message, or it is no such mail.
        """
        with self._store.begin() as session:
            letters = Correspondence(session)
            letter = letters.get(intake_id)
            if letter is None or letter.disposition != AUTOMATIC:
                raise NotSetAside(
                    f"no mail {intake_id} was set aside; `sop case set-aside` lists them"
                )
            letters.drop(intake_id)
        return self._carry_on(intake_id, process_key)

    def resume(self, process_key: str = PROCESS) -> list[HandedIn]:
        """Go on with every kept message that neither started a process nor reached its case."""
        with self._store.begin() as session:
            letters = Correspondence(session)
            kept = [each.intake_id for each in Inbox(session, self._attachments).not_started()]
            waiting = [each for each in kept if letters.get(each) is None]
            waiting += [letter.intake_id for letter in letters.not_told()]
        return [self._carry_on(each, process_key) for each in waiting]

    def _carry_on(self, intake_id: str, process_key: str) -> HandedIn:
        with self._store.begin() as session:
            letter = Correspondence(session).get(intake_id)
            message = Inbox(session, self._attachments).get(intake_id)
        assert message is not None
        if letter is None:
            return self._start(message, process_key)
        if letter.disposition == ADDITION and letter.told_at is None and not self._tell(letter):
            return self._start(message, process_key)
        outcome = Outcome.ADDED if letter.disposition == ADDITION else Outcome.SET_ASIDE
        return HandedIn(intake_id, outcome, None, letter.case_no, letter.reason)

    def _tell(self, letter: IncomingLetter) -> bool:
        """Wake the case; false if it has ended meanwhile, so that the letter opens one.

        The message carries nothing: the worker takes what lies in the store for its case, so a
        second waking changes nothing, and no text of a customer becomes a process variable.
        """
        number = str(letter.case_no)
        # A stranger's letter is shown; it does not answer for the customer.
        wakes = (INFO_SUPPLIED, LETTER_RECEIVED) if letter.known_writer else (LETTER_RECEIVED,)
        for message in wakes:
            with suppress(NobodyWaits):
                self._engine.messages.correlate(message, number)
                with self._store.begin() as session:
                    at = StoredClock(session, self._clock).now(number)
                    Correspondence(session).told(letter.intake_id, at)
                return True
        with self._store.begin() as session:
            Correspondence(session).drop(letter.intake_id)
        return False

    def _start(self, message: InboxMessage, process_key: str) -> HandedIn:
        if message.process_instance_id is not None:
            return HandedIn(message.intake_id, Outcome.ALREADY_THERE, message.process_instance_id)
        known = self._engine.history.instances(
            business_key=message.intake_id, definition_key=process_key
        )
        if known:
            instance_id, started = known[0].id, False
        else:
            instance_id, started = self._begin(message, process_key), True
        with self._store.begin() as session:
            Inbox(session, self._attachments).started(message.intake_id, instance_id)
        outcome = Outcome.STARTED if started else Outcome.ALREADY_THERE
        return HandedIn(message.intake_id, outcome, instance_id)

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
