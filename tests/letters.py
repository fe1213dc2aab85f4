"""Mails written byte by byte, as careless programs send them."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime

from workers.services.intake import Intake, parse_intake

NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)
GEAR = "贵司的减速机 DD20261101001 装上三天就漏油，要求赔偿3200元。"


def word(text: str, charset: str, label: str | None = None) -> str:
    """An encoded word (RFC 2047), under another label if given."""
    return f"=?{label or charset}?B?{b64encode(text.encode(charset)).decode()}?="


def part(
    content: str | bytes, kind: str = "text/plain; charset=utf-8", *fields: str
) -> tuple[list[str], bytes]:
    """One part: its header fields and its content, in base64."""
    raw = content.encode() if isinstance(content, str) else content
    head = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *fields]
    return head, b64encode(raw)


def several(
    kind: str, *parts: tuple[list[str], bytes], boundary: str = "B"
) -> tuple[list[str], bytes]:
    """A multipart of these parts."""
    lines = []
    for head, content in parts:
        lines += [f"--{boundary}".encode(), *(line.encode() for line in head), b"", content]
    lines.append(f"--{boundary}--".encode())
    return [f'Content-Type: multipart/{kind}; boundary="{boundary}"'], b"\r\n".join(lines)


def letter(
    body: tuple[list[str], bytes] | str = GEAR, /, *fields: str | bytes, **stated: str
) -> bytes:
    """A mail. ``stated`` replaces From, Subject, Date or Message-ID; an empty one leaves it out."""
    head, content = part(body) if isinstance(body, str) else body
    usual = {
        "from_": "From: li.si@example.com",
        "subject": "Subject: " + word("投诉", "utf-8"),
        "date": "Date: Thu, 26 Nov 2026 10:12:35 +0800",
        "message_id": "Message-ID: <v@example.com>",
    } | {
        name: value and f"{name.rstrip('_').replace('_', '-').title()}: {value}"
        for name, value in stated.items()
    }
    lines = [*filter(None, usual.values()), "MIME-Version: 1.0", *fields, *head]
    encoded = [line.encode() if isinstance(line, str) else line for line in lines]
    return b"\r\n".join([*encoded, b"", content])


def read(content: bytes) -> Intake:
    """As the intake reads it."""
    return parse_intake(content, "a.eml", NOW)
