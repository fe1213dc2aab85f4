"""Text of a message: from bytes of an unknown Chinese encoding, and within the form's limit."""

from __future__ import annotations

import re

from workers.services.intake.message import DESCRIPTION_LIMIT, Attachment, IntakeError

_NOTE = "（正文较长，以上为节选，全文见附件“正文.txt”。）"
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_CONTROL = re.compile(r"[\x00\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "hz-gb-2312": "hz", "us-ascii": "utf-8"}


def decode(source: str, content: bytes, charset: str | None = None) -> str:
    """The text in its declared charset, else UTF-8, else GBK (as GB 18030, its superset).

    Raises:
        IntakeError: binary content, or none of the three encodings.
    """
    if b"\x00" in content and (charset or "").lower().replace("-", "")[:5] != "utf16":
        raise IntakeError(
            source, "内容是二进制数据，不是文本", "请提交 .eml、.json 或 .txt 文本文件"
        )
    declared = _ALIASES.get((charset or "utf-8").lower(), charset or "utf-8")
    for encoding in (declared, "utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _CONTROL.search(text) is None:
            return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    raise IntakeError(source, "既不是 UTF-8 也不是 GBK 编码的文本", "请另存为 UTF-8 后重新提交")


def tidy(text: str) -> str:
    """Without trailing blanks and with at most one empty line in a row."""
    lines = [line.replace("\u00a0", " ").rstrip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def fit(text: str) -> tuple[str, Attachment | None]:
    """The description within 2000 characters, and the whole text as a file if it was cut.

    The cut falls behind a sentence where one ends in the second half of the room.
    """
    if len(text) <= DESCRIPTION_LIMIT:
        return text, None
    room = DESCRIPTION_LIMIT - len(_NOTE)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, room)]
    cut = ends[-1] if ends and ends[-1] > room // 2 else room
    whole = Attachment.of("正文.txt", "text/plain; charset=utf-8", text.encode())
    return text[:cut].rstrip() + _NOTE, whole
