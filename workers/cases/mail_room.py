"""The mail room: what a mail is before anybody reads it as a complaint.

An answer joins its case, an automatic mail opens none, everything else opens one. The header
fields of a mail prove nothing; the number of a case can be guessed, our Message-IDs cannot.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from workers.casework.cases import Cases
from workers.casework.clock import StoredClock
from workers.casework.outbox import case_of
from workers.ports import Clock
from workers.services.complaints import ComplaintCase, Complaints
from workers.services.correspondence import ADDITION, AUTOMATIC, Correspondence, IncomingLetter
from workers.services.inbox import Inbox
from workers.services.intake import Intake
from workers.services.intake.message import Letter, Nature

_NUMBER: Final = re.compile(r"(?<![A-Z0-9])TS[-‐-―－]?(\d{8})[-‐-―－]?(\d{4})(?!\d)", re.IGNORECASE)
_CUSTOMER: Final = "客户"
_SYSTEM: Final = "系统"


@dataclass(frozen=True, slots=True)
class MailRoom:
    """Sorts mails, each in the transaction that keeps it.

    Args:
        own_addresses: from which we write, in lower case; their mails are ours come back.
        clock: for the timeline.
    """

    own_addresses: Collection[str]
    clock: Clock

    def sort(self, session: Session, intake: Intake, inbox: Inbox) -> None:
        """Record what a mail is, unless it opens a case of its own."""
        letter = intake.letter
        if letter is None:
            return
        answered = _answered(session, letter)
        if self._is_ours(session, letter):
            self._set_aside(session, intake, None, "本公司发出的邮件")
        elif letter.nature is not Nature.PERSON:
            self._set_aside(session, intake, answered, letter.nature.value)
        else:
            self._join(session, intake, letter, answered, inbox)

    def _is_ours(self, session: Session, letter: Letter) -> bool:
        if letter.message_id and case_of(session, letter.message_id):
            return True
        return any(writer in self.own_addresses for writer in letter.writers)

    def _set_aside(
        self, session: Session, intake: Intake, case: ComplaintCase | None, reason: str
    ) -> None:
        number = case.case_no if case else None
        Correspondence(session).add(
            IncomingLetter(
                intake_id=intake.intake_id,
                disposition=AUTOMATIC,
                case_no=number,
                known_writer=False,
                reason=reason,
            )
        )
        if number:
            now = StoredClock(session, self.clock).now(number)
            Cases(session).note(number, now, _SYSTEM, f"收到{reason}", route="不作来信处理")

    def _join(
        self,
        session: Session,
        intake: Intake,
        letter: Letter,
        answered: ComplaintCase | None,
        inbox: Inbox,
    ) -> None:
        cases = Cases(session)
        named = _NUMBER.search(letter.stated_subject)
        case = answered or (
            Complaints(session).find(f"TS-{named[1]}-{named[2]}") if named else None
        )
        if case is None:
            return
        known = bool(_reached(case, inbox).intersection(letter.writers))
        now = StoredClock(session, self.clock).now(case.case_no)
        if case.ended:
            cases.note(case.case_no, now, _CUSTOMER, "结案后来信", route="另立新案")
        elif not known and answered is None:
            cases.note(case.case_no, now, _SYSTEM, "陌生发件人来信提到本案", route="另立新案")
        else:
            Correspondence(session).add(
                IncomingLetter(
                    intake_id=intake.intake_id,
                    disposition=ADDITION,
                    case_no=case.case_no,
                    known_writer=known,
                    reason="答复我方邮件" if answered else "主题中有案件编号",
                )
            )


def _answered(session: Session, letter: Letter) -> ComplaintCase | None:
    """The case whose mail this one answers or returns."""
    numbers = (case_of(session, message_id) for message_id in letter.answers)
    number = next((each for each in numbers if each is not None), None)
    return Complaints(session).find(number) if number else None


def _reached(case: ComplaintCase, inbox: Inbox) -> set[str]:
    """Addresses under which the case knows its customer, in lower case."""
    message = inbox.get(case.intake_id)
    letter = message.payload.get("letter") if message else None
    writers = letter.get("writers", ()) if isinstance(letter, dict) else ()
    return {address.lower() for address in (case.contact_email, *writers) if address}
