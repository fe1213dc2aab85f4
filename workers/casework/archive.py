"""The archive: every document of a case, hash-chained so that any change shows.

Each entry carries the SHA-256 of its content and of the entry before it; the newest hash and
the number of entries also stand in a file beside the documents, so that a cut-off tail shows
too. Contents follow catalogue P01.10.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import String, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.store import Base, Instant, alone

GENESIS: Final = "0" * 64
_HEAD: Final = "HEAD.json"
_RETENTION_YEARS: Final = 5


class ArchiveEntry(Base):
    """One archived document. ``entry_hash`` covers all other columns and ``previous_hash``."""

    __tablename__ = "archive_entry"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_no: Mapped[str] = mapped_column(String(32), index=True)
    document: Mapped[str]
    content_hash: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    archived_by: Mapped[str]
    archived_at: Mapped[datetime] = mapped_column(Instant)
    retention_years: Mapped[int] = mapped_column(default=_RETENTION_YEARS)
    previous_hash: Mapped[str] = mapped_column(String(64))
    entry_hash: Mapped[str] = mapped_column(String(64))

    def computed_hash(self) -> str:
        """SHA-256 over the entry as it stands now."""
        facts = [
            self.sequence,
            self.case_no,
            self.document,
            self.content_hash,
            self.size,
            self.archived_by,
            self.archived_at.isoformat(),
            self.retention_years,
            self.previous_hash,
        ]
        return _sha256(json.dumps(facts, ensure_ascii=False).encode())


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was archived; ``problem`` says what, in one sentence."""

    case_no: str
    document: str
    problem: str


class Archive:
    """Documents and their chain, within one transaction.

    Args:
        session: the transaction.
        folder: where the documents lie, one folder per case.
    """

    def __init__(self, session: Session, folder: Path) -> None:
        self._session = session
        self._folder = folder

    def store(
        self,
        case_no: str,
        documents: Mapping[str, bytes],
        *,
        by: str,
        at: datetime,
        retention_years: int = _RETENTION_YEARS,
    ) -> list[str]:
        """Add documents to a case's file; one that is already there is left untouched.

        The content is on disk before the chain knows of it, so that a crash between the two
        leaves a document without an entry, which the next attempt overwrites.

        Args:
            case_no: the case.
            documents: name within the file → content.
            by: who archives.
            at: instant of archiving.
            retention_years: how long they are kept.

        Returns:
            the names that were added.
        """
        alone(self._session, "archive")
        known = {entry.document for entry in self.entries(case_no)}
        added = [name for name in sorted(documents) if name not in known]
        last = self._last()
        for name in added:
            content = documents[name]
            self._write(self.path(case_no, name), content)
            entry = ArchiveEntry(
                sequence=(last.sequence if last else 0) + 1,
                case_no=case_no,
                document=name,
                content_hash=_sha256(content),
                size=len(content),
                archived_by=by,
                archived_at=at,
                retention_years=retention_years,
                previous_hash=last.entry_hash if last else GENESIS,
                entry_hash="",
            )
            self._session.add(entry)
            self._session.flush()
            self._session.refresh(entry)
            entry.entry_hash = entry.computed_hash()
            last = entry
        self._session.flush()
        if last is not None and added:
            # After the commit, so that a rolled-back entry never stands in the head.
            length, newest = last.sequence, last.entry_hash
            event.listen(
                self._session, "after_commit", lambda _: self._write_head(length, newest), once=True
            )
        return added

    def entries(self, case_no: str | None = None) -> list[ArchiveEntry]:
        """The chain in order; of one case if given."""
        query = select(ArchiveEntry).order_by(ArchiveEntry.sequence)
        if case_no is not None:
            query = query.where(ArchiveEntry.case_no == case_no)
        return list(self._session.scalars(query))

    def path(self, case_no: str, document: str) -> Path:
        """Where a document lies."""
        return self._folder / case_no / document

    def verify(self) -> list[Finding]:
        """Everything that does not match what was archived; empty if all is as it was."""
        entries = self.entries()
        return [*self._broken_links(entries), *self._broken_contents(entries), *self._tail(entries)]

    def _broken_links(self, entries: list[ArchiveEntry]) -> Iterator[Finding]:
        previous, expected = GENESIS, 1
        for entry in entries:
            if entry.sequence != expected:
                yield Finding(
                    entry.case_no,
                    entry.document,
                    f"entries {expected} to {entry.sequence - 1} are missing before it",
                )
            elif entry.previous_hash != previous:
                yield Finding(
                    entry.case_no, entry.document, "its link to the entry before is broken"
                )
            if entry.computed_hash() != entry.entry_hash:
                yield Finding(entry.case_no, entry.document, "its entry was changed")
            previous, expected = entry.entry_hash, entry.sequence + 1

    def _broken_contents(self, entries: list[ArchiveEntry]) -> Iterator[Finding]:
        for entry in entries:
            path = self.path(entry.case_no, entry.document)
            if not path.is_file():
                yield Finding(entry.case_no, entry.document, "the file is missing")
            elif _sha256(path.read_bytes()) != entry.content_hash:
                yield Finding(entry.case_no, entry.document, "the file was changed")

    def _tail(self, entries: list[ArchiveEntry]) -> Iterator[Finding]:
        head = self._folder / _HEAD
        if not head.is_file():
            if entries:
                yield Finding("", _HEAD, "the head file is missing")
            return
        try:
            kept = json.loads(head.read_text(encoding="utf-8"))
            length, newest = int(kept["entries"]), str(kept["entry_hash"])
        except (ValueError, KeyError, TypeError):
            yield Finding("", _HEAD, "the head file cannot be read")
            return
        if len(entries) < length:
            yield Finding("", _HEAD, f"the chain has {len(entries)} of {length} entries")
        # A process may have been killed between a commit and its head; so the head must be *in*
        # the chain, not at its end.
        elif newest not in {entry.entry_hash for entry in entries}:
            yield Finding("", _HEAD, "the newest archived entry is no longer in the chain")

    def _last(self) -> ArchiveEntry | None:
        return self._session.scalar(
            select(ArchiveEntry).order_by(ArchiveEntry.sequence.desc()).limit(1)
        )

    def _write_head(self, length: int, newest: str) -> None:
        content = json.dumps({"entries": length, "entry_hash": newest})
        self._write(self._folder / _HEAD, content.encode())

    @staticmethod
    def _write(target: Path, content: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".part")
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
