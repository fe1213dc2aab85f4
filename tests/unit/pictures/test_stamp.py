"""A picture tells what it was drawn from."""

from __future__ import annotations

import struct
import zlib

import pytest

from workers.pictures import stamp
from workers.pictures.stamp import stamp_in, stamp_of, stamp_png, stamp_svg


def chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'


def test_a_stamp_is_read_back_from_either_kind() -> None:
    mark = stamp_of(b"<definitions/>")
    assert stamp_in(stamp_png(PNG, mark)) == mark
    assert stamp_in(stamp_svg(SVG, mark).encode()) == mark


def test_a_stamped_png_has_the_same_chunks_and_one_more_that_is_sound() -> None:
    stamped = stamp_png(PNG, "a" * 64)
    text = chunk(b"tEXt", b"sop-source\0" + b"a" * 64)
    assert stamped.replace(text, b"") == PNG


def test_pictures_without_stamp_have_none() -> None:
    assert stamp_in(PNG) is None
    assert stamp_in(SVG.encode()) is None


def test_another_content_has_another_stamp_and_line_ends_do_not_count() -> None:
    assert stamp_of(b"a\nb") != stamp_of(b"a\nc")
    assert stamp_of(b"a\r\nb") == stamp_of(b"a\nb")


def test_another_viewer_has_another_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    before = stamp_of(b"a")
    monkeypatch.setitem(stamp.VERSIONS, "bpmn-js", "0.0.0")
    assert stamp_of(b"a") != before


def test_only_a_png_is_stamped_as_one() -> None:
    with pytest.raises(ValueError, match="no PNG"):
        stamp_png(b"GIF89a", "a" * 64)
