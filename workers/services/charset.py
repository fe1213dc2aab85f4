"""Text from bytes whose label may be missing, too narrow or wrong.

Nothing here refuses: a byte that no encoding explains becomes U+FFFD, and the rest is read. What
was received is kept beside it, so a wrong guess loses nothing.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

import charset_normalizer

_WIDER: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""A label is used for whatever its makers' superset holds (WHATWG Encoding, §4.2)."""
_ALIASES: Final = {
    "gb_2312-80": "gb2312",
    "x-gbk": "gbk",
    "cp936": "gbk",
    "ks_c_5601-1987": "euc-kr",
    "utf-8mb4": "utf-8",
    "unicode": "utf-16",
}
_SAYS_NOTHING: Final = {"ascii", "iso8859-1", "cp1252", "latin-1"}
"""Labels that programs write when they do not know; decoding by them never fails."""
_NO_LABEL: Final = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}
"""Python's own codecs that are no charset of a message."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES: Final = ["gb18030", "big5hkscs", "cp950", "cp932", "cp949", "cp1252", "koi8_r"]
_TWO_BYTES: Final = "\u0800"
"""From here on UTF-8 needs three bytes: no text in another encoding looks like that by chance."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK: Final = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def to_text(content: bytes, label: str | None = None) -> str:
    """The text, with line feeds between lines and without control characters.

    Args:
        content: the bytes.
        label: the charset that came with them, in any spelling, or ``None``.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return printable(content.decode(encoding, "replace"))
    codec = _codec(label)
    utf8 = _strict(content, "utf-8")
    if utf8 is not None and (
        codec in {None, "utf-8", "ascii"} or max(utf8, default="") >= _TWO_BYTES
    ):
        return printable(utf8)
    if codec is None or codec in _SAYS_NOTHING:
        return printable(_guess(content, codec))
    text = _strict(content, codec) or _strict(content, "gb18030" if codec == "utf-8" else "utf-8")
    return printable(text if text is not None else _mended(content, codec))


def printable(text: str) -> str:
    """The text with U+FFFD for what no file and no XML may hold, and line feeds between lines."""
    return _CONTROL.sub("\ufffd", _BREAK.sub("\n", text))


def _codec(label: str | None) -> str | None:
    """Python's name of the label's superset; ``None`` where the label is no charset."""
    name = (label or "").strip().strip("\"'").lower()
    try:
        found = codecs.lookup(_ALIASES.get(name, name)).name
        if found in _NO_LABEL or not isinstance(b"".decode(found), str):
            return None
    except (LookupError, ValueError):  # UnicodeError and a NUL in the name among them
        return None
    return _WIDER.get(found, found)


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _guess(content: bytes, codec: str | None) -> str:
    # Pairs of high bytes alone are GB 2312 here; statistics need more text than a file name has.
    simplified = _strict(content, "gb2312")
    if simplified is not None:
        return simplified
    best = charset_normalizer.from_bytes(content, cp_isolation=["utf_8", *_GUESSES]).best()
    if best is not None:
        return str(best)
    return _mended(content, codec)


def _mended(content: bytes, codec: str | None) -> str:
    """By the encoding that explains most of it."""
    stated = [codec] if codec and codec not in _SAYS_NOTHING else []
    readings = [content.decode(each, "replace") for each in (*stated, "utf-8", "gb18030")]
    return min(readings, key=lambda text: text.count("\ufffd"))
