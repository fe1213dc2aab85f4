"""XML and files as fields of a contract."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from workers.contract import File, Variables, Xml


class Letter(Variables):
    note: Xml | None = None
    letter: File | None = None


def test_a_text_becomes_xml() -> None:
    read = Letter.model_validate({"note": "<a/>"})
    assert type(read.note) is Xml
    assert read.written() == {"note": Xml("<a/>")}


def test_no_text_is_no_xml() -> None:
    with pytest.raises(ValidationError):
        Letter.model_validate({"note": 5})


def test_a_file_is_read_when_it_is_asked_for() -> None:
    reads: list[int] = []

    def source() -> bytes:
        reads.append(1)
        return b"content"

    read = Letter.model_validate({"letter": File("a.txt", source=source)})
    assert read.letter
    assert not reads
    assert read.letter.read() == b"content"
    assert "content" not in repr(File.of("a.txt", b"content"))


def test_what_is_no_file_is_refused() -> None:
    with pytest.raises(ValidationError):
        Letter.model_validate({"letter": "a.txt"})
