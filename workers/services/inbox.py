"""The intake inbox: what customers handed in, kept before any process is told of it.

A message stands here from the first moment, so a crash between receipt and process start
loses nothing and starts nothing twice (design §5).
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.store import Base, alone
from workers.services.intake import Attachment, Intake

_FILES = {"attachments", "original", "readable"}
"""What of an intake lies in the data folder, not in the payload."""


class InboxMessage(Base):
    """One received message; ``payload`` is the parsed intake without attachment contents."""

    __tablename__ = "intake_inbox"

    intake_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    received_at: Mapped[datetime]
    source_name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    process_instance_id: Mapped[str | None] = mapped_column(String(64))


class StoredAttachment(Base):
    """A file that came with a message; the content lies in the data folder under its hash."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    intake_id: Mapped[str] = mapped_column(String(200), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]


class StoredOriginal(Base):
    """A message as it came, whole, by the hash of its bytes; and its text for people to read."""

    __tablename__ = "intake_original"

    intake_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    readable_sha256: Mapped[str | None] = mapped_column(String(64))


class DamagedFile(Exception):
    """A kept file is missing, or is not the one that was kept; the message names its hash."""


class Inbox:
    """Received messages within one transaction.

    Args:
        session: the transaction.
        files: folder of attachment contents, one file per SHA-256.
    """

    def __init__(self, session: Session, files: Path) -> None:
        self._session = session
        self._files = files

    def receive(self, intake: Intake) -> bool:
        """Keep a message with its attachments; false if it was received before."""
        alone(self._session, f"message {intake.intake_id}")
        if self._session.get(InboxMessage, intake.intake_id) is not None:
            return False
        for attachment in intake.attachments:
            self._attach(intake.intake_id, attachment)
        if intake.original is not None:
            self._keep_original(intake, intake.original)
        self._session.add(
            InboxMessage(
                intake_id=intake.intake_id,
                received_at=intake.received_at,
                source_name=intake.source_name,
                payload=json.loads(intake.model_dump_json(exclude=_FILES)),
            )
        )
        self._session.flush()
        return True

    def told_apart(self, intake: Intake) -> Intake:
        """The message, under an id of its own if another one came under the same.

        The id of a form is what the website gave it, and a website that gives the same one twice
        shall not make us drop a customer. (That of a mail follows from all that it says.)
        """
        known = self.original(intake.intake_id)
        if intake.letter is not None or intake.original is None or known is None:
            return intake
        if known.sha256 == intake.original.sha256:
            return intake
        own = f"{intake.intake_id[:150]}:{intake.original.sha256[:16]}"
        return intake.model_copy(update={"intake_id": own})

    def get(self, intake_id: str) -> InboxMessage | None:
        """The message, or ``None``."""
        return self._session.get(InboxMessage, intake_id)

    def not_started(self) -> list[InboxMessage]:
        """Messages for which no process is known to run; additions and automatic mails too."""
        return list(
            self._session.scalars(
                select(InboxMessage)
                .where(InboxMessage.process_instance_id.is_(None))
                .order_by(InboxMessage.received_at)
            )
        )

    def started(self, intake_id: str, process_instance_id: str) -> None:
        """Record which process instance carries the message."""
        message = self._session.get_one(InboxMessage, intake_id)
        message.process_instance_id = process_instance_id

    def attachments(self, intake_id: str) -> list[StoredAttachment]:
        """The files that came with a message."""
        return list(
            self._session.scalars(
                select(StoredAttachment)
                .where(StoredAttachment.intake_id == intake_id)
                .order_by(StoredAttachment.id)
            )
        )

    def original(self, intake_id: str) -> StoredOriginal | None:
        """The message as it came; ``None`` for one that was kept before originals were."""
        return self._session.get(StoredOriginal, intake_id)

    def kept(self, sha256: str) -> bytes:
        """The bytes that were kept under this hash.

        Raises:
            DamagedFile: they are missing or were changed.
        """
        try:
            content = (self._files / sha256).read_bytes()
        except FileNotFoundError:
            raise DamagedFile(f"the file {sha256} is missing in {self._files.name}") from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamagedFile(f"the file {sha256} in {self._files.name} was changed")
        return content

    def _keep_original(self, intake: Intake, original: Attachment) -> None:
        self._keep(original.sha256, original.content)
        readable = None
        if intake.readable is not None:
            text = intake.readable.encode()
            readable = hashlib.sha256(text).hexdigest()
            self._keep(readable, text)
        self._session.add(
            StoredOriginal(
                intake_id=intake.intake_id,
                name=original.name,
                media_type=original.media_type,
                sha256=original.sha256,
                readable_sha256=readable,
            )
        )

    def _attach(self, intake_id: str, attachment: Attachment) -> None:
        self._keep(attachment.sha256, attachment.content)
        self._session.add(
            StoredAttachment(
                intake_id=intake_id,
                name=attachment.name,
                media_type=attachment.media_type,
                sha256=attachment.sha256,
                size=len(attachment.content),
            )
        )

    def _keep(self, sha256: str, content: bytes) -> None:
        """Write the file before the row: a crash between them leaves a file that nobody names."""
        self._files.mkdir(parents=True, exist_ok=True)
        target = self._files / sha256
        if not target.exists():
            partial = target.with_suffix(".part")
            partial.write_bytes(content)
            partial.replace(target)
