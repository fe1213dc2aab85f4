"""The archive shows every later change."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from workers.casework.archive import Archive, ArchiveEntry
from workers.casework.store import Store

CASE = "TS-20261120-0001"


@pytest.fixture
def folder(tmp_path: Path, store: Store, now: datetime) -> Path:
    where = tmp_path / "archive"
    with store.begin() as session:
        archive = Archive(session, where)
        archive.store(CASE, {"a.json": b"{}", "附件/01-p.png": b"png"}, by="wang", at=now)
        archive.store("TS-20261120-0002", {"a.json": b"[]"}, by="li", at=now)
    return where


def _problems(store: Store, folder: Path) -> list[str]:
    with store.begin() as session:
        return [finding.problem for finding in Archive(session, folder).verify()]


def test_an_untouched_archive_has_no_findings(store: Store, folder: Path) -> None:
    assert _problems(store, folder) == []
    assert (folder / CASE / "附件" / "01-p.png").read_bytes() == b"png"


def test_storing_again_changes_nothing(store: Store, folder: Path, now: datetime) -> None:
    with store.begin() as session:
        added = Archive(session, folder).store(CASE, {"a.json": b"other"}, by="x", at=now)
    assert added == []
    assert (folder / CASE / "a.json").read_bytes() == b"{}"


def test_a_changed_file_shows(store: Store, folder: Path) -> None:
    (folder / CASE / "a.json").write_bytes(b"{ }")
    assert _problems(store, folder) == ["the file was changed"]


def test_a_missing_file_shows(store: Store, folder: Path) -> None:
    (folder / CASE / "a.json").unlink()
    assert _problems(store, folder) == ["the file is missing"]


@pytest.mark.parametrize(
    "change",
    [
        {"archived_by": "someone"},
        {"document": "b.json"},
        {"content_hash": "0" * 64},
        {"case_no": "TS-20261120-0009"},
        {"retention_years": 1},
        {"size": 1},
    ],
)
def test_a_changed_entry_shows(store: Store, folder: Path, change: dict[str, object]) -> None:
    with store.begin() as session:
        session.execute(update(ArchiveEntry).where(ArchiveEntry.sequence == 1).values(**change))
    assert "its entry was changed" in _problems(store, folder)


def test_an_entry_forged_with_a_fitting_hash_breaks_the_chain(store: Store, folder: Path) -> None:
    with store.begin() as session:
        entry = session.get_one(ArchiveEntry, 1)
        entry.archived_by = "someone"
        entry.entry_hash = entry.computed_hash()
    assert _problems(store, folder) == ["its link to the entry before is broken"]


def test_a_removed_entry_in_the_middle_shows(store: Store, folder: Path) -> None:
    with store.begin() as session:
        session.execute(delete(ArchiveEntry).where(ArchiveEntry.sequence == 2))
    assert any("missing before it" in problem for problem in _problems(store, folder))


def test_a_cut_off_tail_shows(store: Store, folder: Path) -> None:
    with store.begin() as session:
        session.execute(delete(ArchiveEntry).where(ArchiveEntry.sequence == 3))
    assert _problems(store, folder) == ["the chain has 2 of 3 entries"]


@pytest.mark.parametrize("content", ["", "[]", json.dumps({"entries": 3})])
def test_a_damaged_head_shows(store: Store, folder: Path, content: str) -> None:
    (folder / "HEAD.json").write_text(content, encoding="utf-8")
    assert _problems(store, folder) == ["the head file cannot be read"]


def test_a_crash_before_the_commit_is_made_good(
    store: Store, folder: Path, now: datetime, new_case: Callable[..., object]
) -> None:
    def killed() -> None:
        with store.begin() as session:
            Archive(session, folder).store("TS-20261120-0003", {"a.json": b"half"}, by="x", at=now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()
    assert _problems(store, folder) == []
    with store.begin() as session:
        Archive(session, folder).store("TS-20261120-0003", {"a.json": b"whole"}, by="x", at=now)
    assert _problems(store, folder) == []
