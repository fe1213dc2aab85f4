"""Text of a message: out of a file, and within the form's limit."""

from __future__ import annotations

import codecs
import re

from workers.services.charset import to_text
from workers.services.intake.message import DESCRIPTION_LIMIT, Attachment, IntakeError

_NOTE = "（正文较长，以上为节选，全文见附件“正文.txt”。）"
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(source: str, content: bytes) -> str:
    """The text of a file that is meant to be text.

    Raises:
        IntakeError: binary content.
    """
    if b"\x00" in content and not content.startswith(_WIDE):
        raise IntakeError(
            source, "内容是二进制数据，不是文本", "请提交 .eml、.json 或 .txt 文本文件"
        )
    return to_text(content)


def tidy(text: str) -> str:
    """Without trailing blanks and with at most one empty line in a row."""
    lines = [line.replace("\u00a0", " ").rstrip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def fit(text: str, limit: int = DESCRIPTION_LIMIT) -> str:
    """The text within ``limit`` characters; where it was cut it says that the whole is attached.

    The cut falls behind a sentence where one ends in the second half of the room.
    """
    if len(text) <= limit:
        return text
    room = limit - len(_NOTE)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, room)]
    cut = ends[-1] if ends and ends[-1] > room // 2 else room
    return text[:cut].rstrip() + _NOTE


def whole_text(text: str) -> Attachment:
    """The file that goes with a message of which a form shows only a part."""
    return Attachment.of("正文.txt", "text/plain; charset=utf-8", text.encode())
