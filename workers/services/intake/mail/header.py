"""Header fields as text: encoded words, raw 8-bit bytes, parameters (RFC 2045, 2047, 2231).

The structured parser of :mod:`email` raises on some fields and marks the bytes of others as
unknown; so fields are read from their source.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.quoprimime import header_decode
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from workers.services.charset import printable, to_text

_WORD: Final = re.compile(r"=\?([^?\s]+)\?([BbQq])\?(.*?)\?=", re.DOTALL)
_PERCENT: Final = re.compile(r"[\w.%()+-]*%[89A-Fa-f][0-9A-Fa-f][\w.%()+-]*", re.ASCII)
_BETWEEN_WORDS: Final = re.compile(r"(\?=)\s+(?==\?[^?\s]+\?[BbQq]\?)")


class LenientPolicy(policy.EmailPolicy):
    """The modern policy, but a field that its parser cannot read is left as text."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The parsed field, or its text."""
        try:
            return super().header_fetch_parse(name, value)
        except Exception:  # noqa: BLE001 - AttributeError, IndexError … of the standard parser
            return " ".join(printable(value).split())


def field(part: Message[Any, Any], name: str) -> str:
    """One header field on one line, decoded; empty if missing."""
    return next(fields(part, name), "")


def fields(part: Message[Any, Any], name: str) -> Iterator[str]:
    """Every header field of that name, in order, decoded."""
    for raw in raw_fields(part, name):
        yield " ".join(decode_words(raw).split())


def raw_fields(part: Message[Any, Any], name: str) -> Iterator[str]:
    """Every field of that name as it stands, unfolded; raw bytes are read, words are not."""
    for key, value in part.raw_items():
        if key.lower() == name.lower():
            yield " ".join(_from_raw(str(value)).splitlines())


def decode_words(text: str) -> str:
    """Encoded words decoded; a character may be split between two words of one charset."""
    parts: list[str] = []
    end, run, charset = 0, b"", ""
    joined = _BETWEEN_WORDS.sub(r"\1", text)
    for word in _WORD.finditer(joined):
        content = _word_bytes(word[2], word[3])
        if content is None:
            continue
        stated = word[1].partition("*")[0]  # RFC 2231 §5: a language may follow
        if word.start() != end or stated.lower() != charset.lower():
            parts.append(to_text(run, charset) if run else "")
            run = b""
        parts.append(joined[end : word.start()])
        end, run, charset = word.end(), run + content, stated
    parts.append(to_text(run, charset) if run else "")
    return printable("".join([*parts, joined[end:]]))


def parameter(part: Message[Any, Any], header: str, name: str) -> str | None:
    """A parameter of a field, such as the file name; ``None`` if missing or empty."""
    raw = next((value for key, value in part.raw_items() if key.lower() == header.lower()), None)
    if raw is None:
        return None
    plain: Message[str, str] = Message(policy=policy.compat32)
    plain[header] = _from_raw(str(raw))
    try:
        stated = [value for key, value in plain.get_params([], header) if key.lower() == name]
    except (ValueError, IndexError, TypeError, LookupError):
        return None
    # RFC 6266 §4.3: beside filename="…" for old programs, filename*=… is the true one.
    value = next((each for each in stated if isinstance(each, tuple)), stated[0] if stated else "")
    if isinstance(value, tuple):  # RFC 2231: charset, language, percent-decoded as Latin-1
        charset, _language, octets = value
        text = to_text(octets.encode("latin-1", "replace"), charset)
    else:
        text = decode_words(value)
        if _PERCENT.fullmatch(text):  # browsers' habit, meant for filename* only
            text = to_text(unquote_to_bytes(text))
    return " ".join(text.split()) or None


def _word_bytes(kind: str, text: str) -> bytes | None:
    try:
        if kind in "Bb":
            return b64decode(text + "=" * (-len(text) % 4))
        return header_decode(text).encode("latin-1")
    except (binascii.Error, ValueError):
        return None


def _from_raw(value: str) -> str:
    """What :mod:`email` keeps of raw 8-bit bytes are lone surrogates."""
    if value.isascii():
        return value
    try:
        return to_text(value.encode("ascii", "surrogateescape"))
    except UnicodeEncodeError:
        return printable(value)
