"""Mails: RFC 822 files as Chinese mail clients write them.

Bodies in UTF-8 or GBK, as text or only as HTML; the quoted history below a reply is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from workers.services.intake import fields
from workers.services.intake.html import html_to_text
from workers.services.intake.message import (
    Attachment,
    Intake,
    IntakeError,
    checked_attachments,
    content_id,
    received,
)
from workers.services.intake.text import decode, fit, tidy

_ID_LIMIT = 190
_HISTORY = re.compile(
    r"^[ \t]*(?:-{2,}\s*(?:原始邮件|原邮件|转发的?邮件|回复的原邮件|Original(?: Message)?)"
    r"|发件人\s*[:：].*\n(?:.*\n){0,2}?\s*(?:发送时间|日期|时间|收件人)\s*[:：]"
    r"|From:\s.*\n(?:.*\n){0,2}?\s*(?:Sent|Date|To):\s"
    r"|在\s?\d{4}.{0,120}写道\s*[:：]|On .{5,120}wrote:)",
    re.MULTILINE,
)
_QUOTED_LINE = re.compile(r"^\s*>.*\n?", re.MULTILINE)
_REPLY_PREFIX = re.compile(r"^(?:(?:re|fw|fwd|回复|答复|转发)\s*[:：]\s*)+", re.IGNORECASE)
_STATED_COMPANY = re.compile(
    r"^[ \t]*(?:单位|公司名称|客户名称|公司)[ \t]*[:：][ \t]*(\S{4,40})", re.MULTILINE
)
_COMPANY = re.compile(
    r"^[ \t]*([\w（）()]{2,30}?(?:公司|集团|工厂|厂|医院|学院|大学|学校|研究院|研究所|中心|酒店))"
    r"(?![\w，。])",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"^\s*(?:\"?([^<\"]*)\"?\s*<([^<>\s]+)>|([^<>\s]+@[^<>\s]+))\s*$")


def read_mail(content: bytes, source: str, now: datetime) -> Intake:
    """Read a mail.

    Raises:
        IntakeError: no mail, without sender or text, or with too much attached.
    """
    if b"\x00" in content:
        decode(source, content)  # says that it is binary
    mail = _parse(content, source)
    name, address = _sender(mail, source)
    subject = _REPLY_PREFIX.sub("", _header(mail, "Subject", source)) or None
    body = tidy(_body(mail, source))
    text = _without_history(body) or subject
    if not text:
        raise IntakeError(source, "邮件没有主题也没有正文", "请与客户联系，弄清所投诉的问题")
    description, whole = fit(text)
    files = list(_files(mail, source))
    return Intake(
        intake_id=_identity(mail, content, source),
        channel="邮件",
        company_name=_company(text),
        complainant_name=name,
        contact_phone=fields.phone_in(text),
        contact_email=address,
        problem_description=description,
        subject=subject[:200] if subject else None,
        attachments=(
            *checked_attachments(source, files),
            *([whole] if whole else []),
        ),
        received_at=received(_date(mail), now),
        source_name=source,
    )


def _parse(content: bytes, source: str) -> EmailMessage:
    try:
        mail = BytesParser(policy=policy.default).parsebytes(content)
    except (MessageError, ValueError, LookupError):
        mail = None
    names = {name.lower() for name, _ in mail.raw_items()} if mail is not None else set()
    if not isinstance(mail, EmailMessage) or "from" not in names:
        raise IntakeError(
            source, "不是完整的邮件（缺少发件人等邮件头）", "请从邮箱中导出为 .eml 后重新提交"
        )
    return mail


def _header(mail: EmailMessage, name: str, source: str) -> str:
    """A header on one line; raw 8-bit bytes, as some Chinese clients send them, are decoded."""
    try:
        value = str(mail.get(name, ""))
    except (ValueError, LookupError, IndexError):
        value = ""  # a header that the library cannot read counts as missing
    raw = value.encode("utf-8", "surrogateescape") if "\ufffd" not in value else None
    if raw is None:
        raw = next((str(v) for k, v in mail.raw_items() if k.lower() == name.lower()), "").encode(
            "ascii", "surrogateescape"
        )
    return " ".join(decode(source, raw).split())


def _sender(mail: EmailMessage, source: str) -> tuple[str | None, str]:
    found = _ADDRESS.match(_header(mail, "From", source))
    if found is None:
        raise IntakeError(source, "发件人地址读不出来", "请从邮箱中导出为 .eml 后重新提交")
    name = (found[1] or "").strip(" '\"")
    return name if name and "@" not in name else None, fields.email(source, found[2] or found[3])


def _identity(mail: EmailMessage, content: bytes, source: str) -> str:
    stated = _header(mail, "Message-ID", source).strip("<> ")
    return f"mail:{stated}" if 0 < len(stated) <= _ID_LIMIT else content_id("mail", content)


def _date(mail: EmailMessage) -> datetime | None:
    try:
        stated = parsedate_to_datetime(str(mail.get("Date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)


def _body(mail: EmailMessage, source: str) -> str:
    try:
        part = mail.get_body(("plain", "html"))
    except (KeyError, AttributeError):
        part = None  # a multipart without parts
    if part is None:
        return ""
    text = decode(source, _content(part), part.get_content_charset())
    return html_to_text(text) if part.get_content_subtype() == "html" else text


def _content(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _files(mail: EmailMessage, source: str) -> Iterator[Attachment]:
    if not mail.is_multipart():
        return
    body = mail.get_body(("plain", "html"))
    number = 0
    for part in mail.walk():
        own_text = part.get_content_maintype() == "text" and not part.is_attachment()
        if part.is_multipart() or part is body or (own_text and not part.get_filename()):
            continue
        number += 1
        name = (part.get_filename() or f"附件{number}").replace("\\", "/").rsplit("/", 1)[-1]
        content = _content(part)
        if not content and part.get_payload():
            raise IntakeError(source, f"第 {number} 个附件已损坏", "请客户重新发送")
        yield Attachment.of(name.strip(), part.get_content_type(), content)


def _without_history(body: str) -> str:
    """What the customer wrote now: above the quotation, or between the lines of it."""
    history = _HISTORY.search(body)
    above = body[: history.start()] if history else body
    own = tidy(_QUOTED_LINE.sub("", above))
    return own or tidy(_QUOTED_LINE.sub("", body))


def _company(text: str) -> str | None:
    stated = _STATED_COMPANY.search(text)
    if stated:
        return stated[1].rstrip("，。；")
    signed = _COMPANY.findall(text)
    return str(signed[-1]) if signed else None
