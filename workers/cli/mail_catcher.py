"""A mail server for demo and trial: it takes every mail and delivers it into a maildir.

A mail is on disk before the server says 250, as the outbox expects of a mail server.
"""

from __future__ import annotations

import mailbox
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.header import decode_header, make_header
from pathlib import Path
from typing import TYPE_CHECKING

from workers.cli.errors import Fault
from workers.cli.ports import LOOPBACK, require_free

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """One delivered mail."""

    message_id: str
    recipient: str
    subject: str


class MailFolder:
    """The maildir."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def messages(self) -> list[CaughtMail]:
        """Every delivered mail, in order of delivery."""
        if not self._path.is_dir():
            return []
        caught = sorted(mailbox.Maildir(self._path, create=False).items())
        return [
            CaughtMail(
                str(mail["Message-ID"]),
                str(mail["To"]),
                str(make_header(decode_header(str(mail["Subject"] or "")))),
            )
            for _key, mail in caught
        ]

    def repeated(self) -> dict[str, int]:
        """Message-IDs that were delivered more than once, each with how often."""
        counted = Counter(mail.message_id for mail in self.messages())
        return {each: times for each, times in sorted(counted.items()) if times > 1}


class _Delivery:
    """Hands each accepted message to the maildir; runs in the server's one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._maildir = mailbox.Maildir(path, create=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Deliver; see aiosmtpd's handler interface."""
        content = envelope.content or b""
        self._maildir.add(content if isinstance(content, bytes) else content.encode())
        # The mailbox module has synchronised the file; its name is in the folder.
        descriptor = os.open(self._path / "new", os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return "250 Message accepted for delivery"


@contextmanager
def mail_catcher(path: Path, port: int) -> Iterator[None]:
    """Catch mail on this machine until the end of the block.

    Raises:
        Fault: aiosmtpd is not installed, or the port is taken.
    """
    try:
        from aiosmtpd.controller import Controller
    except ImportError:
        raise Fault(
            "the mail catcher needs aiosmtpd",
            "Install it with: pip install 'sop-workers[demo]'",
        ) from None
    require_free(port, "mail catcher", "--smtp-port")
    controller = Controller(_Delivery(path), hostname=LOOPBACK, port=port, server_hostname="sop")
    controller.start()
    try:
        yield
    finally:
        controller.stop()
