"""Reads one mail into an intake: who wrote, what he wants now, and what he sent with it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Any, Final

from workers.casework.telephone import telephone_in
from workers.casework.timezone import SHANGHAI
from workers.casework.written_time import InstantError, parse_instant
from workers.services.intake.mail import header
from workers.services.intake.mail.content import Content, content, fingerprint, letter_text
from workers.services.intake.mail.history import plain_subject, written
from workers.services.intake.mail.nature import nature, references
from workers.services.intake.mail.sender import sender, writers
from workers.services.intake.message import (
    ATTACHMENT_LIMIT,
    ATTACHMENTS_LIMIT,
    Attachment,
    Intake,
    IntakeError,
    Letter,
    received,
)
from workers.services.intake.text import fit, whole_text

_POLICY: Final = header.LenientPolicy()
_WRITERS: Final = ("from", "sender", "reply-to")
_SUBJECT_LIMIT: Final = 200
_ID_LIMIT: Final = 250
_STATED_COMPANY = re.compile(
    r"^[ \t]*(?:单位|公司名称|客户名称|公司)[ \t]*[:：][ \t]*(\S{4,40})", re.MULTILINE
)
_COMPANY = re.compile(
    r"^[ \t]*([\w（）()]{2,30}?(?:公司|集团|工厂|厂|医院|学院|大学|学校|研究院|研究所|中心|酒店))"
    r"(?![\w，。])",
    re.MULTILINE,
)
_UNKNOWN_ZONE: Final = re.compile(r"-0000\s*(?:\(.*\))?\s*$")


def read_mail(raw: bytes, source: str, now: datetime) -> Intake:
    """Read a mail.

    Raises:
        IntakeError: no mail, or one with neither text, subject nor file.
    """
    mail = _parse(raw, source)
    stated_subject = header.field(mail, "Subject")
    subject = plain_subject(stated_subject)
    read = content(mail)
    own, cut = written(read.text, stated_subject)
    files, left_out = _kept(read.files)
    text = "\n\n".join(filter(None, (own, *read.forwarded)))
    said = text or "\n".join(filter(None, (subject, _only_files(read.files))))
    if not said:
        raise IntakeError(source, "邮件没有主题也没有正文", "请与客户联系，弄清所投诉的问题")
    description = fit("\n\n".join(filter(None, (said, left_out))))
    name, address = sender(mail)
    return Intake(
        intake_id=_identity(mail, read),
        channel="邮件",
        company_name=_company(text),
        complainant_name=name,
        contact_phone=telephone_in(text),
        contact_email=address,
        problem_description=description,
        subject=subject[:_SUBJECT_LIMIT] or None,
        attachments=(
            *files,
            *([whole_text(read.whole)] if cut or len(text) > len(description) else []),
        ),
        received_at=received(_dates(mail), now),
        source_name=source,
        letter=Letter(
            nature=nature(mail),
            message_id=header.field(mail, "Message-ID")[:_ID_LIMIT],
            answers=tuple(dict.fromkeys(references(mail))),
            stated_subject=stated_subject[:_SUBJECT_LIMIT],
            writers=tuple(sorted(writers(mail))),
        ),
        readable=letter_text(mail, read),
    )


def _parse(raw: bytes, source: str) -> Message[Any, Any]:
    try:
        mail: Message[Any, Any] | None = BytesParser(policy=_POLICY).parsebytes(raw)
    except (MessageError, ValueError, LookupError):
        mail = None
    names = {name.lower() for name, _ in mail.raw_items()} if mail is not None else set()
    if mail is None or names.isdisjoint(_WRITERS):
        raise IntakeError(
            source, "不是完整的邮件（缺少发件人等邮件头）", "请从邮箱中导出为 .eml 后重新提交"
        )
    return mail


def _identity(mail: Message[Any, Any], read: Content) -> str:
    """The same letter has one id, by whatever route it came; two letters have two.

    A Message-ID alone does not tell: there are programs that write the same one into every mail.
    """
    facts = [header.field(mail, name) for name in ("Message-ID", "From", "Date", "Subject")]
    files = [file.sha256 for file in read.files]
    return f"mail:{fingerprint([*facts, read.whole, *files])}"


def _only_files(files: list[Attachment]) -> str:
    names = "、".join(file.name for file in files[:5])
    return f"（邮件没有正文，内容见附件：{names}）" if files else ""


def _kept(files: list[Attachment]) -> tuple[list[Attachment], str]:
    """The files that go with the case, pictures last if there are too many; a note of the rest."""
    fitting = [file for file in files if len(file.content) <= ATTACHMENT_LIMIT]
    if len(fitting) > ATTACHMENTS_LIMIT:
        fitting.sort(key=_is_picture)  # logos and icons of a signature, most of them
    kept = fitting[:ATTACHMENTS_LIMIT]
    left = len(files) - len(kept)
    return kept, f"（另有 {left} 个附件过大或过多，见原始邮件。）" if left else ""


def _is_picture(file: Attachment) -> bool:
    return file.media_type.startswith("image/")


def _dates(mail: Message[Any, Any]) -> list[datetime]:
    """When the mail says it came: by the newest trace of a server, then by its writer's clock."""
    traces = [trace.rpartition(";")[2] for trace in header.fields(mail, "Received")][:1]
    stated = (*traces, *header.fields(mail, "Date"))
    return [at for at in map(_date, stated) if at is not None]


def _date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _written_date(text)
    if at.tzinfo is not None:
        return at
    # RFC 5322 §3.3: -0000 is UTC from an unknown place; no zone at all is the writer's own.
    utc = _UNKNOWN_ZONE.search(text) is not None
    return at.replace(tzinfo=SHANGHAI) + timedelta(hours=8 if utc else 0)


def _written_date(text: str) -> datetime | None:
    try:
        return parse_instant(text)
    except InstantError:
        return None


def _company(text: str) -> str | None:
    stated = _STATED_COMPANY.search(text)
    if stated:
        return stated[1].rstrip("，。；")
    signed = _COMPANY.findall(text)
    return str(signed[-1]) if signed else None
