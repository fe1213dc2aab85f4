"""Whether a person wrote a mail, or a program answers one (RFC 3834, RFC 3464, RFC 2919).

An answer to an automatic mail can begin a loop, and an absence note is no complaint. A form on a
website sends automatic mails, too; there a customer asks for the answer with ``Reply-To``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from typing import Any, Final

from workers.services.intake.mail.header import field
from workers.services.intake.mail.sender import writers
from workers.services.intake.message import Nature

_ROBOT: Final = re.compile(r"^mailer-daemon@", re.IGNORECASE)
_POSTMASTER: Final = re.compile(r"^postmaster@", re.IGNORECASE)
_BOUNCE_SUBJECT: Final = re.compile(
    r"退信|投递失败|无法送达|未送达|退回|undeliver|delivery (?:status|fail)|returned (?:mail|to)"
    r"|failure notice",
    re.IGNORECASE,
)
_ABSENCE_FIELDS: Final = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-AutoReply-From")
_ABSENCE_SUBJECT: Final = re.compile(
    # A colon, a bracket or nothing behind it: 自动回复功能坏了 is a complaint.
    r"^\s*[\[【(（]?(?:自动(?:回复|答复|应答)|自動(?:回覆|回復)|(?:外出|休假)(?:自动)?(?:回复|答复)"
    r"|auto(?:matic|mated)?[- ]?(?:reply|response|answer)|out of (?:the )?office|abwesenheitsnotiz)"
    r"(?:\s*[:：\]】)）(（]|\s*$)",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"^[a-z-]+")
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{3,250}>")


def nature(mail: Message[Any, Any]) -> Nature:
    """The nature of a mail by its header fields; its words count only in the subject."""
    submitted = "".join(_TOKEN.findall(field(mail, "Auto-Submitted").lower()))
    if _is_bounce(mail):
        return Nature.BOUNCE
    if submitted == "auto-replied" or _is_absence(mail):
        return Nature.ABSENCE
    if field(mail, "Reply-To"):
        return Nature.PERSON
    if field(mail, "Return-Path").replace(" ", "") == "<>":
        return Nature.BOUNCE
    return Nature.BULK if submitted not in {"", "no"} or _is_bulk(mail) else Nature.PERSON


def references(mail: Message[Any, Any]) -> Iterator[str]:
    """The Message-IDs that the mail answers, nearest first; of a bounce also the returned one."""
    for name in ("In-Reply-To", "References"):
        yield from reversed(_MESSAGE_ID.findall(field(mail, name)))
    if _is_report(mail):
        for part in mail.walk():
            if part.get_content_maintype() == "message" and part.is_multipart():
                yield from _returned(part)
            elif part.get_content_type() == "text/rfc822-headers":
                text = part.get_payload(decode=True)
                lines = text.decode("ascii", "replace") if isinstance(text, bytes) else ""
                yield from re.findall(r"(?im)^Message-ID:\s*(<[^<>\s]{3,250}>)", lines)


def _returned(part: Message[Any, Any]) -> Iterator[str]:
    inner = part.get_payload()
    for mail in inner if isinstance(inner, list) else ():
        if isinstance(mail, Message):
            yield from _MESSAGE_ID.findall(field(mail, "Message-ID"))


def _is_bounce(mail: Message[Any, Any]) -> bool:
    senders = writers(mail)
    if _is_report(mail) or any(_ROBOT.match(writer) for writer in senders):
        return True
    return any(_POSTMASTER.match(writer) for writer in senders) and (
        _BOUNCE_SUBJECT.search(field(mail, "Subject")) is not None
    )


def _is_bulk(mail: Message[Any, Any]) -> bool:
    listed = field(mail, "List-Unsubscribe") or field(mail, "List-Id")
    return bool(listed) or field(mail, "Precedence").lower() in {"bulk", "junk"}


def _is_report(mail: Message[Any, Any]) -> bool:
    kind = (mail.get_param("report-type") or "") if mail.is_multipart() else ""
    return mail.get_content_type() == "multipart/report" and str(kind).lower() in {
        "delivery-status",
        "disposition-notification",
        "",
    }


def _is_absence(mail: Message[Any, Any]) -> bool:
    if any(field(mail, name).lower() not in {"", "no"} for name in _ABSENCE_FIELDS):
        return True
    return _ABSENCE_SUBJECT.match(field(mail, "Subject")) is not None
