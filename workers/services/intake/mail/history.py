"""What a customer wrote now, apart from the history that his mail program quotes below it.

Where a forward begins, the forwarded text is the message. Quotations in other languages are found
by a library; what is here is what Chinese mail programs write.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mailparser_reply import EmailReplyParser

from workers.services.intake.text import tidy

_LINE_FOR_PARSER: Final = 200
_LINES_FOR_PARSER: Final = 2000
"""Its expressions take quadratic time and more: a line of 200,000 characters stopped it."""
_LANGUAGES: Final = ["en", "de", "fr", "es", "it", "ja", "ko"]
_WROTE: Final = r"[^\n]{0,200}\n?[^\n]{0,200}(?:写道|寫道|写到)\s*[:：][ \t]*$"
_FROM: Final = r"(?:发件人|寄件者|寄件人)\s*[:：|]"
_LINES: Final = r"\n(?:.*\n){0,3}?[ \t|]*"
_HISTORY: Final = re.compile(
    r"^[ \t|]*(?:-{2,}\s*(?:原始邮件|原邮件|回复的原邮件|原始郵件|Original(?: Message)?)\s*-*"
    # The block of header lines: a waybill has 发件人 and 收件人, but neither subject nor address.
    rf"|{_FROM}.*{_LINES}(?:发送时间|发件时间|主题|主旨|傳送時間)\s*[:：|]"
    rf"|{_FROM}.*@.*{_LINES}(?:日期|时间|收件人|收件者)\s*[:：|]"
    rf"|From:\s.*{_LINES}(?:Sent|Date|To):\s"
    # 在 … 写道： with an address or a time of day; a person's own sentence has neither.
    rf"|(?=[^\n]{{0,200}}\n?[^\n]{{0,200}}(?:@|\d{{1,2}}[:：]\d{{2}})){_WROTE})",
    re.MULTILINE,
)
_QUOTED_LINE: Final = re.compile(r"^[ \t]*>.*\n?", re.MULTILINE)
_QUOTE_MARK: Final = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_PREFIX: Final = re.compile(
    r"^(?:(re|aw|sv|回复|答复|回覆|回復|fwd?|wg|tr|转发|轉寄|轉發)(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_FORWARD_PREFIX: Final = re.compile(
    r"^(?:fwd?|wg|tr|转发|轉寄|轉發)(?:\[\d+\])?\s*[:：]", re.IGNORECASE
)
_FORWARD: Final = re.compile(
    r"^[ \t>|]*-{2,}\s*(?:转发的?邮件|转发邮件信息|轉寄郵件|Forwarded message)", re.MULTILINE
)


class Written(NamedTuple):
    """``own`` is what the writer says now; ``cut`` tells that a history stood below it."""

    own: str
    cut: bool


def plain_subject(subject: str) -> str:
    """The subject without ``回复：``, ``Fwd:`` and the like before it."""
    return _PREFIX.sub("", subject).strip()


def written(body: str, subject: str) -> Written:
    """Take the quoted history off.

    Args:
        body: the whole text of the mail.
        subject: as the mail states it, with its prefixes.
    """
    body = tidy(body)
    if _FORWARD_PREFIX.match(subject) or _FORWARD.search(body):
        return Written(tidy(_QUOTE_MARK.sub("", body)), cut=False)
    history = _HISTORY.search(body)
    above = body[: history.start()] if history else _above_foreign(body)
    own = tidy(_QUOTED_LINE.sub("", above))
    if not own:
        return Written(tidy(_QUOTE_MARK.sub("", body)), cut=False)
    return Written(own, cut=own != body)


def _above_foreign(body: str) -> str:
    lines = body.split("\n")
    shown = [line[:_LINE_FOR_PARSER] for line in lines[:_LINES_FOR_PARSER]]
    replies = EmailReplyParser(languages=_LANGUAGES).read("\n".join(shown)).replies
    newest = replies[0].content.split("\n") if replies else shown
    # The parser normalises lines; what it took for the newest reply must be the beginning.
    is_beginning = newest == shown[: len(newest)] and len(newest) < len(shown)
    return "\n".join(lines[: len(newest)]) if is_beginning else body
