"""The customer's message as every channel delivers it (form F01, catalogue 2.1)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal, Self, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict

from workers.casework.file_name import safe_file_name

Channel = Literal["电话", "邮件", "官网", "在线客服", "客服中心", "服务转入"]
CHANNELS: Final[tuple[str, ...]] = get_args(Channel)

DESCRIPTION_LIMIT: Final = 2000
"""Characters; longer texts cannot be shown in a form (design §3)."""
ATTACHMENT_LIMIT: Final = 10 * 1024 * 1024
"""Bytes per file."""
ATTACHMENTS_LIMIT: Final = 20
"""Files per message."""


OLDEST: Final = timedelta(days=30)
"""A message that claims to be older bears a wrong date: a clock that was never set, or a forgery.
The limits of the case would all be over before anybody saw it."""


class Nature(StrEnum):
    """What kind of writer a message has; the value is what staff read."""

    PERSON = "来信"
    BOUNCE = "退信"
    ABSENCE = "自动回复"
    BULK = "群发邮件"


class IntakeError(Exception):
    """A complaint file cannot be taken in. The text holds no personal data.

    Args:
        source: name of the file.
        problem: what is wrong, as one clause.
        way_out: what to do about it, as one clause.
    """

    def __init__(self, source: str, problem: str, way_out: str) -> None:
        super().__init__(f"{source}：{problem}；{way_out}。")
        self.source = source
        self.problem = problem
        self.way_out = way_out


_MEDIA_TYPE: Final = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}(?:;[^\x00-\x1f]{1,100})?", re.ASCII)


class Attachment(BaseModel):
    """A file that came with the message; ``sha256`` in lower-case hexadecimal digits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    media_type: str
    content: bytes
    sha256: str

    @classmethod
    def of(cls, name: str, media_type: str, content: bytes) -> Self:
        """The attachment with its hash computed, under a name that is no path."""
        digest = hashlib.sha256(content).hexdigest()
        kind = media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream"
        return cls(name=safe_file_name(name), media_type=kind, content=content, sha256=digest)


class Letter(BaseModel):
    """What the header fields of a mail say; none of it is proof of who wrote it.

    ``answers`` holds Message-IDs with their brackets, nearest first; ``message_id`` is its own;
    ``writers`` are addresses in lower case.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    nature: Nature
    message_id: str = ""
    answers: tuple[str, ...] = ()
    stated_subject: str = ""
    writers: tuple[str, ...] = ()


class Intake(BaseModel):
    """One message. ``intake_id`` is the same whenever the same message is read again.

    ``claimed_amount`` is only what a form field states, in yuan; amounts in the text are the
    classifier's business. ``original`` is the message as it came, whole; ``readable`` is its whole
    text where a person cannot read the original as it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    intake_id: str
    channel: Channel
    company_name: str | None = None
    complainant_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    problem_description: str
    expected_solution: str | None = None
    expected_resolve_by: AwareDatetime | None = None
    order_no: str | None = None
    contract_no: str | None = None
    product_name: str | None = None
    subject: str | None = None
    claimed_amount: Decimal | None = None
    attachments: tuple[Attachment, ...] = ()
    received_at: AwareDatetime
    source_name: str
    letter: Letter | None = None
    original: Attachment | None = None
    readable: str | None = None


def checked_attachments(source: str, files: list[Attachment]) -> tuple[Attachment, ...]:
    """The files, if neither too many nor too large.

    Raises:
        IntakeError: more than 20 files, or one of more than 10 MiB.
    """
    if len(files) > ATTACHMENTS_LIMIT:
        raise IntakeError(
            source,
            f"附件有 {len(files)} 个，最多 {ATTACHMENTS_LIMIT} 个",
            "请客户打包或分次提交",
        )
    for number, file in enumerate(files, start=1):
        if len(file.content) > ATTACHMENT_LIMIT:
            raise IntakeError(source, f"第 {number} 个附件超过 10 MiB", "请客户压缩后重新提交")
    return tuple(files)


def content_id(prefix: str, content: bytes) -> str:
    """An intake id for a message that brings none: the same bytes give the same id."""
    return f"{prefix}:{hashlib.sha256(content).hexdigest()[:32]}"


def received(stated: Iterable[datetime], now: datetime) -> datetime:
    """When the message came in: the first stated instant that can be true, else now.

    Clocks of senders differ; one that is ahead gains nothing, and one that was never set
    (1970, 2001) loses nothing.
    """
    return next((min(at, now) for at in stated if at > now - OLDEST), now)
