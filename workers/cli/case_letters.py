"""The letters of a case as the command line shows and saves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from workers.casework.file_name import safe_file_name
from workers.casework.timezone import in_shanghai
from workers.cli.errors import UsageFault
from workers.services.charset import to_text
from workers.services.complaints import ComplaintCase
from workers.services.correspondence import ADDITION, Correspondence
from workers.services.inbox import Inbox


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """One letter: its heading, its whole text, and its files by name."""

    heading: str
    text: str
    files: tuple[tuple[str, bytes], ...]


def letters_of(session: Session, case: ComplaintCase, inbox: Inbox) -> list[ShownLetter]:
    """Everything that came for the case, oldest first.

    Raises:
        DamagedFile: a kept file is missing or was changed.
    """
    shown = [_shown(inbox, case.intake_id, "首次来信")]
    for letter in Correspondence(session).of_case(case.case_no):
        kind = "补充来信" if letter.disposition == ADDITION else letter.reason
        shown.append(_shown(inbox, letter.intake_id, kind))
    return [each for each in shown if each is not None]


def saved(letters: Sequence[ShownLetter], folder: Path) -> list[Path]:
    """Write every file into the folder, numbered by letter.

    Raises:
        UsageFault: one is there already; nothing was written.
    """
    targets = list(_targets(letters, folder))
    for path, _content in targets:
        if path.exists():
            raise UsageFault(f"{path} is there already", "Name a folder that is empty.")
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in targets:
        path.write_bytes(content)
    return [path for path, _content in targets]


def _targets(letters: Sequence[ShownLetter], folder: Path) -> Iterator[tuple[Path, bytes]]:
    for number, letter in enumerate(letters, start=1):
        for position, (name, content) in enumerate(letter.files):
            yield folder / f"{number:02d}-{position:02d}-{name}", content


def _shown(inbox: Inbox, intake_id: str, kind: str) -> ShownLetter | None:
    """``None`` for a case that was typed into Tasklist: nothing was received."""
    message = inbox.get(intake_id)
    if message is None:
        return None
    heading = f"【{kind}】{in_shanghai(message.received_at):%Y-%m-%d %H:%M}"
    files = [
        (safe_file_name(each.name) or "附件", inbox.kept(each.sha256))
        for each in inbox.attachments(intake_id)
    ]
    original = inbox.original(intake_id)
    if original is None:
        return ShownLetter(heading, str(message.payload["problem_description"]), tuple(files))
    content = inbox.kept(original.sha256)
    readable = inbox.kept(original.readable_sha256) if original.readable_sha256 else content
    return ShownLetter(heading, to_text(readable), ((original.name, content), *files))
