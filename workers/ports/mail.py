"""Outgoing mail, as the outbox sender hands it over, and how handing over may fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class MailCause(StrEnum):
    """Why a mail does not leave: a label of metrics, and what the case is told."""

    ADDRESS = "address"
    """The recipient is no mail address, or not exactly one."""
    NEEDS_SMTPUTF8 = "needs_smtputf8"
    """The address is not ASCII, and the server takes ASCII addresses only."""
    CONTENT = "content"
    """No message can be made of it: a line feed in a header, half a character in the text."""
    SIZE = "size"
    """It is larger than the server takes."""
    REJECTED = "rejected"
    """The server refuses this recipient or this content for good."""
    DELAYED = "delayed"
    """The server asks to try this mail later."""
    POLICY = "policy"
    """The server's rules, or our rights, do not let this mail through; both may change."""
    PROGRAM = "program"
    """Our own program failed in a way that nobody foresaw."""
    EXPIRED = "expired"
    """It was tried again for as long as is sensible."""
    UNREACHABLE = "unreachable"
    """Session: no connection to the server."""
    BROKEN = "broken"
    """Session: the connection ended or fell silent."""
    SERVER = "server"
    """Session: the server turns us away: busy, closed to us, login wanted, sender not allowed."""


class MailFault(Exception):
    """A mail was not taken. The message names codes and classes, **never an address**."""

    def __init__(self, reason: str, cause: MailCause) -> None:
        super().__init__(reason)
        self.cause = cause


class MailUnavailable(MailFault):
    """No mail can leave now: a fault of the session, never of a mail. All is tried again.

    Args:
        reason: what happened.
        cause: its class.
        during_mail: whether the server had begun to hear of the mail in hand. Then another one is
            tried first next time, lest this one is what the server stumbles over.
    """

    def __init__(
        self,
        reason: str,
        cause: MailCause = MailCause.UNREACHABLE,
        *,
        during_mail: bool = False,
    ) -> None:
        super().__init__(reason, cause)
        self.during_mail = during_mail


class MailDeferred(MailUnavailable):
    """This one mail is to be tried again later; others may leave at once."""

    def __init__(self, reason: str, cause: MailCause = MailCause.DELAYED) -> None:
        super().__init__(reason, cause, during_mail=True)


class MailRefused(MailFault):
    """This one mail will never be taken."""

    def __init__(self, reason: str, cause: MailCause = MailCause.REJECTED) -> None:
        super().__init__(reason, cause)


@dataclass(frozen=True, slots=True)
class Mail:
    """One message. ``message_id`` is fixed per effect, so that a resend is recognisable."""

    message_id: str
    recipient: str
    subject: str
    body: str
    date: datetime


class MailTransport(Protocol):
    """Delivers one mail; returns once the server has taken responsibility for it."""

    def send(self, mail: Mail, accepted: Callable[[], None]) -> None:
        """Send.

        Args:
            mail: what to send.
            accepted: called at the very moment when the server has taken the mail.

        Raises:
            MailRefused: this mail never will be accepted.
            MailDeferred: try this mail again later.
            MailUnavailable: no mail can leave now.
        """
