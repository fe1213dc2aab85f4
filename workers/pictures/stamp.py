"""What a picture says about itself: the hash of what it was drawn from, inside the file.

So a picture that is older than its source is told from it without a browser.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from typing import Final

from workers.viewers import VERSIONS

_ROUND: Final = "1"
"""Raise it where pictures of the same file should look otherwise from now on."""
_KEY: Final = b"sop-source"
_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_FIRST_CHUNK: Final = len(_HEAD) + 25
"""Where the header chunk of a PNG ends: length, name, 13 bytes, check sum."""
_IN_SVG: Final = re.compile(r"<metadata>sop-source ([0-9a-f]{64})</metadata>")


def stamp_of(source: bytes) -> str:
    """SHA-256 over a source and over how pictures are drawn; line ends do not count."""
    drawn_by = " ".join(f"{name} {version}" for name, version in sorted(VERSIONS.items()))
    text = source.replace(b"\r\n", b"\n")
    return hashlib.sha256(f"{_ROUND} {drawn_by}\n".encode() + text).hexdigest()


def stamp_svg(svg: str, stamp: str) -> str:
    """The drawing with its stamp."""
    end_of_root = svg.index(">", svg.index("<svg")) + 1
    mark = f"<metadata>sop-source {stamp}</metadata>"
    return svg[:end_of_root] + mark + svg[end_of_root:]


def stamp_png(png: bytes, stamp: str) -> bytes:
    """The picture with its stamp, as a text chunk."""
    if not png.startswith(_HEAD):
        raise ValueError("no PNG")
    return png[:_FIRST_CHUNK] + _chunk(_KEY + b"\0" + stamp.encode()) + png[_FIRST_CHUNK:]


def stamp_in(content: bytes) -> str | None:
    """The stamp of a picture of either kind; ``None`` where there is none."""
    if content.startswith(_HEAD):
        return _in_png(content)
    found = _IN_SVG.search(content.decode("utf-8", "replace"))
    return found[1] if found else None


def _chunk(text: bytes) -> bytes:
    body = b"tEXt" + text
    return struct.pack(">I", len(text)) + body + struct.pack(">I", zlib.crc32(body))


def _in_png(png: bytes) -> str | None:
    place = len(_HEAD)
    while place + 8 <= len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        name, text = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        key, _, value = text.partition(b"\0")
        if name == b"tEXt" and key == _KEY:
            return value.decode("ascii", "replace")
        place += length + 12
    return None
