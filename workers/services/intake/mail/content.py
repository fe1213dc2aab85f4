"""The texts and files of a mail, whatever order and nesting its program chose.

Every part is either text that is read or a file that is kept; none is left out.
"""

from __future__ import annotations

import hashlib
import mimetypes
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any, Final

from icalendar import Calendar

from workers.services.charset import to_text
from workers.services.intake.mail import header
from workers.services.intake.mail.html import html_to_text
from workers.services.intake.message import Attachment
from workers.services.intake.text import tidy

_DEPTH_LIMIT: Final = 40
_LETTER_FIELDS: Final = (
    ("发件人", "From"),
    ("收件人", "To"),
    ("主题", "Subject"),
    ("时间", "Date"),
)
_SAYS_LESS: Final = 0.5
"""A plain part this much shorter than the HTML beside it only says that there is HTML."""


@dataclass(slots=True)
class Content:
    """What a mail, or a part of one, holds; texts in reading order."""

    texts: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    forwarded: list[str] = field(default_factory=list)
    """Letters within the mail, each with its main header fields."""
    spare: list[str] = field(default_factory=list)
    """Text of files (calendar, a lone text file), read where the mail has no other."""

    @property
    def text(self) -> str:
        """What the writer of this mail says."""
        return _joined(self.texts) or ("" if self.forwarded else _joined(self.spare))

    @property
    def whole(self) -> str:
        """That, and the letters that he forwards."""
        return _joined([self.text, *self.forwarded])

    def add(self, other: Content) -> None:
        """Append another part's content."""
        self.texts += other.texts
        self.files += other.files
        self.forwarded += other.forwarded
        self.spare += other.spare


def _joined(texts: list[str]) -> str:
    return "\n\n".join(tidied for tidied in map(tidy, texts) if tidied)


def content(mail: Message[Any, Any]) -> Content:
    """Everything in the mail; the same file twice is one file."""
    read = _part(mail, 0)
    seen: set[tuple[str, str]] = set()
    unique = []
    for file in read.files:
        if (file.name, file.sha256) not in seen:
            seen.add((file.name, file.sha256))
            unique.append(file)
    read.files = [_named(file, number) for number, file in enumerate(unique, start=1)]
    return read


def letter_text(mail: Message[Any, Any], read: Content) -> str:
    """The mail as a person reads it: its main header fields, and all that was read of it."""
    lines = [f"{label}：{header.field(mail, name)}" for label, name in _LETTER_FIELDS]
    return "\n".join([*lines, "", read.whole])


def _part(part: Message[Any, Any], depth: int) -> Content:
    kind = part.get_content_type()
    if depth > _DEPTH_LIMIT:
        return Content(files=[_file(part)])
    if kind == "message/rfc822" and part.is_multipart():
        return _forwarded(part, depth)
    if not part.is_multipart():
        return _leaf(part, kind)
    children = [_part(child, depth + 1) for child in _children(part)]
    if kind == "multipart/alternative":
        return _best(children, [child.get_content_type() for child in _children(part)])
    together = Content()
    for child in children:
        together.add(child)
    return together


def _children(part: Message[Any, Any]) -> Iterator[Message[Any, Any]]:
    payload = part.get_payload()
    for child in payload if isinstance(payload, list) else ():
        if isinstance(child, Message):
            yield child


def _best(children: list[Content], kinds: list[str]) -> Content:
    """The alternative that says most, the plain one if it says as much; files of all."""
    best = max(children, key=lambda child: len(child.whole), default=Content())
    plain = next(
        (child for child, kind in zip(children, kinds, strict=True) if kind == "text/plain"), best
    )
    if plain.texts and len(plain.whole) >= _SAYS_LESS * len(best.whole):
        best = plain
    return Content(
        best.texts,
        [file for child in children for file in child.files],
        best.forwarded,
        [text for child in children for text in child.spare],
    )


def _forwarded(part: Message[Any, Any], depth: int) -> Content:
    """A mail within the mail: its letter is read, and it is kept as the file that it was."""
    whole = Content()
    for mail in map(_decoded, _children(part)):
        read = _part(mail, depth + 1)
        whole.forwarded.append(f"【转发的邮件】\n{letter_text(mail, read)}")
        name = _file_name(part) or f"{header.field(mail, 'Subject')[:60] or '转发的邮件'}.eml"
        whole.files.append(Attachment.of(name, "message/rfc822", _source(mail)))
        whole.files += read.files
    return whole


def _decoded(mail: Message[Any, Any]) -> Message[Any, Any]:
    """The letter itself where a program has encoded it whole, which RFC 2046 §5.2.1 forbids.

    Then the parser found no header fields, and the code stands in the body.
    """
    text = mail.get_payload()
    if mail.keys() or not isinstance(text, str):
        return mail
    try:
        inner = message_from_bytes(b64decode(text), policy=header.LenientPolicy())
    except ValueError:
        return mail
    return inner if inner.keys() else mail


def _source(mail: Message[Any, Any]) -> bytes:
    try:
        return mail.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError):
        return mail.as_string().encode("utf-8", "surrogateescape")


def _leaf(part: Message[Any, Any], kind: str) -> Content:
    is_file = _is_file(part)
    if kind.startswith("multipart/"):
        kind = "text/plain"  # a multipart whose boundary never comes
    if kind == "text/plain":
        text = to_text(_bytes(part), part.get_content_charset())
        return Content(files=[_file(part)], spare=[text]) if is_file else Content(texts=[text])
    if kind == "text/html" and not is_file:
        return Content(texts=[html_to_text(to_text(_bytes(part), part.get_content_charset()))])
    if kind == "text/calendar":
        return Content(files=[_file(part)], spare=[_calendar_text(_bytes(part))])
    if kind in {"message/delivery-status", "text/rfc822-headers"} or (
        kind == "text/enriched" and not is_file
    ):
        return Content(spare=[to_text(_bytes(part), part.get_content_charset())])
    return Content(files=[_file(part)])


def _calendar_text(source: bytes) -> str:
    """What an invitation says. One that cannot be read stays a file."""
    try:
        events = Calendar.from_ical(to_text(source)).walk("VEVENT")
    except (ValueError, KeyError, IndexError, AttributeError):
        return ""
    facts = (
        f"{label}：{event.get(name)}"
        for event in events
        for label, name in (("会议", "SUMMARY"), ("地点", "LOCATION"), ("说明", "DESCRIPTION"))
        if event.get(name)
    )
    return "\n".join(facts)


def _is_file(part: Message[Any, Any]) -> bool:
    disposition = header.field(part, "Content-Disposition").lower()
    return disposition.startswith("attachment") or _file_name(part) is not None


def _file_name(part: Message[Any, Any]) -> str | None:
    return header.parameter(part, "Content-Disposition", "filename") or header.parameter(
        part, "Content-Type", "name"
    )


def _file(part: Message[Any, Any]) -> Attachment:
    return Attachment.of(_file_name(part) or "", part.get_content_type(), _bytes(part))


def _named(file: Attachment, number: int) -> Attachment:
    if file.name:
        return file
    suffix = mimetypes.guess_extension(file.media_type.partition(";")[0]) or ""
    return file.model_copy(update={"name": f"附件{number}{suffix}"})


def _bytes(part: Message[Any, Any]) -> bytes:
    """The content; what its transfer encoding does not explain is kept as it came."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, TypeError):
        payload = None
    if isinstance(payload, bytes):
        return payload
    text = part.get_payload()
    return text.encode("utf-8", "surrogateescape") if isinstance(text, str) else b""


def fingerprint(parts: list[str]) -> str:
    """Thirty-two hexadecimal digits that stand for these texts in this order."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()[:32]
