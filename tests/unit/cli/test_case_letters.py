"""``sop case letters`` shows what a customer sent as it came, and saves it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.letters import letter, part, several
from tests.unit.cli.conftest import run
from tests.unit.cli.one_case import CASE, store_with_a_case
from workers.casework.cases import Cases
from workers.casework.store import Store
from workers.cli.settings import load_settings
from workers.services.correspondence import ADDITION, AUTOMATIC, Correspondence, IncomingLetter
from workers.services.inbox import Inbox
from workers.services.intake import parse_intake

NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)
PICTURE = part(b"\x89PNG", "image/png", 'Content-Disposition: attachment; filename="../照片.png"')
FIRST = letter(several("mixed", part("减速机漏油，请处理。"), PICTURE))
SECOND = letter("第二台也漏油。", message_id="<w@example.com>")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = store_with_a_case(tmp_path)
    with store.begin() as session:
        inbox = Inbox(session, load_settings(tmp_path).folder.attachments)
        first, second = (parse_intake(each, "a.eml", NOW) for each in (FIRST, SECOND))
        for intake in (first, second):
            inbox.receive(intake)
        Cases(session).get(CASE).intake_id = first.intake_id
        Correspondence(session).add(
            IncomingLetter(
                intake_id=second.intake_id,
                disposition=ADDITION,
                case_no=CASE,
                known_writer=True,
                reason="答复我方邮件",
            )
        )
    store.close()
    return tmp_path


@pytest.fixture
def letters(folder: Path) -> Callable[..., tuple[int, str]]:
    def show(*options: str) -> tuple[int, str]:
        done = run("case", "letters", CASE, "--data", str(folder), *options)
        return done.exit_code, done.output

    return show


def test_the_letters_are_shown_whole_oldest_first(letters: Callable[..., tuple[int, str]]) -> None:
    code, shown = letters()
    assert code == 0
    assert shown.index("【首次来信】2026-11-26") < shown.index("【补充来信】")
    assert "发件人：li.si@example.com" in shown
    assert shown.index("减速机漏油，请处理。") < shown.index("第二台也漏油。")


def test_the_originals_and_their_files_are_saved_as_they_came(
    letters: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    target = tmp_path / "saved"
    assert letters("--save", str(target))[0] == 0
    assert {path.name: path.read_bytes() for path in target.iterdir()} == {
        "01-00-来信.eml": FIRST,
        "01-01-照片.png": b"\x89PNG",
        "02-00-来信.eml": SECOND,
    }


def test_nothing_is_overwritten(letters: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "02-00-来信.eml").write_text("mine")
    code, said = letters("--save", str(tmp_path / "saved"))
    assert code == 2
    assert "is there already" in said
    assert [path.name for path in (tmp_path / "saved").iterdir()] == ["02-00-来信.eml"]


def test_a_changed_file_is_told_with_the_way_out(
    letters: Callable[..., tuple[int, str]], folder: Path
) -> None:
    for path in load_settings(folder).folder.attachments.iterdir():
        path.write_bytes(b"changed")
    code, said = letters()
    assert code == 1
    assert "was changed" in said
    assert "backup" in said


def test_mails_that_opened_no_case_are_listed_masked(folder: Path) -> None:
    store = Store(load_settings(folder).store_address)
    with store.begin() as session:
        bulk = parse_intake(letter("x", subject="tel 13812341234"), "a.eml", NOW)
        Inbox(session, load_settings(folder).folder.attachments).receive(bulk)
        Correspondence(session).add(
            IncomingLetter(intake_id=bulk.intake_id, disposition=AUTOMATIC, reason="群发邮件")
        )
    store.close()
    shown = run("case", "set-aside", "--data", str(folder))
    assert shown.exit_code == 0
    assert "群发邮件" in shown.stdout
    assert "138****1234" in shown.stdout
    listed = json.loads(run("case", "set-aside", "--json", "--data", str(folder)).stdout)
    assert [(mail["id"], mail["reason"]) for mail in listed] == [(bulk.intake_id, "群发邮件")]


def test_start_without_anything_to_hand_in_says_what_it_takes(folder: Path) -> None:
    refused = run("start", "complaint-handling", "--data", str(folder))
    assert refused.exit_code == 2
    assert "--anyway ID" in refused.output
