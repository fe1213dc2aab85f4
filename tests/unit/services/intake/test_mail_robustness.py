"""Whatever arrives is taken in or refused by a sentence; nothing else leaves the reader."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.letters import GEAR, NOW, letter, part, read, several
from workers.services.charset import to_text
from workers.services.intake import IntakeError, parse_intake
from workers.services.intake.mail.html import html_to_text

MAILS = [path.read_bytes() for path in (Path(__file__).parent / "messages").rglob("*.eml")]
FORMS = [path.read_bytes() for path in (Path(__file__).parent / "messages").rglob("*.json")]
LABELS = ["utf-8", "gb2312", "big5", "utf-16", "hz", "iso-2022-jp", "x-none", "idna", "", "\0", "é"]
_SLOW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def taken_in_or_refused(content: bytes, source: str) -> None:
    try:
        intake = parse_intake(content, source, NOW)
    except IntakeError:
        return
    assert intake.problem_description.strip()
    assert len(intake.problem_description) <= 2000
    assert len(intake.attachments) <= 21
    assert intake.received_at <= NOW
    assert intake.original is not None
    assert intake.original.content == content
    intake.model_dump_json(exclude={"attachments", "original"}).encode()


@_SLOW
@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    for source in ("a.eml", "a.json", "a.txt"):
        taken_in_or_refused(content, source)


@_SLOW
@given(st.sampled_from(MAILS), st.data())
def test_a_mail_that_was_damaged_on_its_way(mail: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(mail)))
    end = data.draw(st.integers(start, min(len(mail), start + 40)))
    taken_in_or_refused(mail[:start] + data.draw(st.binary(max_size=12)) + mail[end:], "a.eml")


@_SLOW
@given(st.sampled_from(FORMS), st.data())
def test_a_form_that_was_damaged_on_its_way(form: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(form)))
    end = data.draw(st.integers(start, min(len(form), start + 40)))
    taken_in_or_refused(form[:start] + data.draw(st.binary(max_size=12)) + form[end:], "a.json")


@_SLOW
@given(st.binary(max_size=200), st.sampled_from(LABELS))
def test_any_bytes_under_any_label_become_text(content: bytes, label: str) -> None:
    text = to_text(content, label)
    text.encode()
    assert not [sign for sign in text if ord(sign) < 32 and sign not in "\t\n"]


@_SLOW
@given(st.text(max_size=300))
def test_a_text_in_utf8_comes_back_whole(text: str) -> None:
    words = "".join(sign for sign in text if sign.isprintable() or sign in "\t\n")
    assert to_text(words.encode()) == words.removeprefix("\ufeff")


@_SLOW
@given(st.text(alphabet="<>/!-=\"' \nabp漏油&;#x0", max_size=200))
def test_any_html_becomes_text(markup: str) -> None:
    html_to_text(markup).encode()


@pytest.mark.parametrize(
    "content",
    [
        b'{"problemDescription": ' + b"9" * 5000 + b"}",
        b'{"a": ' * 5000 + b"1" + b"}" * 5000,
        b"[" * 100_000,
        b'{"problemDescription": "\\ud83d", "\\ud83d": "\\udc00"}',
        b'{"problemDescription": "abcdefghijk", "problemDescription": null}',
        b'{"problemDescription": "abcdefghijk", "claimedAmount": 1e400}',
        b'{"problemDescription": "abcdefghijk", "claimedAmount": {}}',
        b'{"problemDescription": "abcdefghijk", "attachments": {}}',
        b'{"problemDescription": "abcdefghijk", "attachments": [null]}',
        b'{"problemDescription": "abcdefghijk", "x": NaN}',
        b'\xef\xbb\xbf{"problemDescription": "abcdefghijk"}',
        b'{"problemDescription": "abcdefghijk",}',
        b"null",
        b'"text"',
    ],
)
def test_an_odd_json(content: bytes) -> None:
    taken_in_or_refused(content, "a.json")


def nested(depth: int) -> bytes:
    body = part(GEAR)
    for level in range(depth):
        body = several("mixed", body, boundary=f"b{level}")
    return letter(body)


@pytest.mark.parametrize(
    "mail",
    [
        nested(60),
        letter(several("mixed", *[part("") for _ in range(2000)], part(GEAR))),
        letter("On " + "a" * 200_000 + " wrote"),
        letter("在" + "1:00@" * 40_000 + "写"),
        letter("发件人：" * 50_000),
        letter("> " * 100_000 + GEAR),
        letter("\n" * 300_000 + GEAR),
        letter(part("<blockquote>" * 20_000 + GEAR, "text/html")),
        letter(part("<table><tr><td>" * 5_000 + GEAR, "text/html")),
        letter(GEAR, subject="=?utf-8?B?" * 20_000),
        letter(GEAR, from_="<" * 50_000),
        letter(GEAR, from_=", ".join(f"a{n}@example.com" for n in range(5_000))),
        letter(GEAR, "References: " + "<a@b>" * 20_000),
    ],
    ids=lambda mail: f"{len(mail)} bytes",
)
def test_a_mail_made_to_stop_the_reader_does_not(mail: bytes) -> None:
    begun = time.process_time()
    taken_in_or_refused(mail, "a.eml")
    # A guard against exponential reading, which takes hours; far from any speed that is promised.
    assert time.process_time() - begun < 20


def test_deep_nesting_keeps_the_text() -> None:
    assert GEAR in read(nested(30)).problem_description
