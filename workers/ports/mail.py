"""Outgoing mail, as the outbox sender hands it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class MailUnavailable(Exception):
    """The server cannot be reached or asks to try later; the mail stays in the outbox."""


class MailRefused(Exception):
    """The server refuses this mail for good (5xx)."""


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
            MailUnavailable: try again later.
            MailRefused: never will be accepted.
        """
