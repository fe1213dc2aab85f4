"""A command that only looks needs no lock, makes nothing, and works on what it may not write."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.cli.conftest import run
from tests.unit.cli.one_case import CASE, NOW, store_with_a_case
from workers.casework.archive import Archive
from workers.services.compensation import Compensations
from workers.services.complaints import CaseStatus

NOBODY = 65534

READING = [
    ("case", "list"),
    ("case", "show", CASE),
    ("case", "timeline", CASE),
    ("delegation", "list"),
    ("archive", "list"),
    ("archive", "verify"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a case, a delegation and an archived document."""
    root = tmp_path / "data"
    store = store_with_a_case(root)
    with store.begin() as session:
        Compensations(session).delegate(
            "chenjing",
            valid_from=NOW,
            valid_to=NOW + timedelta(days=9),
            ceiling=Decimal(4000),
            monthly_budget=Decimal(9000),
        )
        Archive(session, root / "archive").store(CASE, {"案件.json": b"{}"}, by="系统", at=NOW)
    store.close()
    return root


@contextmanager
def _held(database: Path, kind: str) -> Iterator[None]:
    """Another process holds the write lock, with a change that it has not committed."""
    script = (
        "import sqlite3, sys\n"
        f"held = sqlite3.connect({str(database)!r}, isolation_level=None)\n"
        f"held.execute('BEGIN {kind}')\n"
        "held.execute(\"UPDATE case_file SET status = 'x'\")\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.stdin.close()


@pytest.mark.parametrize("kind", ["IMMEDIATE", "EXCLUSIVE"])
@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_command_that_only_looks_answers_while_another_process_writes(
    data: Path, command: tuple[str, ...], kind: str
) -> None:
    with _held(data / "cases.db", kind):
        began = time.monotonic()
        result = run(*command, "--data", str(data))
        took = time.monotonic() - began
    assert result.exit_code == 0, result.stderr
    assert took < 3
    if command[:2] == ("case", "list"):
        assert CaseStatus.REGISTERED in result.stdout


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_command_that_only_looks_changes_no_byte(data: Path, command: tuple[str, ...]) -> None:
    before = (data / "cases.db").read_bytes()
    assert run(*command, "--data", str(data)).exit_code == 0
    assert (data / "cases.db").read_bytes() == before


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_store_that_may_not_be_written_is_shown(data: Path, command: tuple[str, ...]) -> None:
    # What the command imports must be loaded before the right to read it is given up.
    before = run(*command, "--data", str(data))
    with _read_only(data) as copy:
        result = run(*command, "--data", str(copy))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.replace(str(copy), str(data)) == before.stdout


def test_a_database_without_a_log_that_is_held_says_so(data: Path) -> None:
    plain = sqlite3.connect(data / "cases.db")
    plain.execute("PRAGMA journal_mode = DELETE")
    plain.close()
    with _held(data / "cases.db", "EXCLUSIVE"):
        result = run("case", "list", "--data", str(data))
    assert result.exit_code == 1
    assert "is held by another process; try again when that has ended" in result.stderr
    assert "cannot be written" not in result.stderr


def test_looking_makes_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOP_STORE_URL", f"sqlite:///{tmp_path / 'none' / 'cases.db'}")
    result = run("case", "list", "--data", str(tmp_path))
    assert result.exit_code == 1
    assert "cannot be read" in result.stderr
    assert not (tmp_path / "none").exists()


def test_an_empty_database_is_told_and_left_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cases.db"
    file.touch()
    monkeypatch.setenv("SOP_STORE_URL", f"sqlite:///{file}")
    result = run("case", "list", "--data", str(tmp_path))
    assert result.exit_code == 1
    assert "holds no cases" in result.stderr
    assert file.stat().st_size == 0


def test_a_name_with_signs_that_an_address_knows_is_read(data: Path) -> None:
    odd = data.with_name("50% #数据")
    data.rename(odd)
    assert run("case", "list", "--data", str(odd)).exit_code == 0


@contextmanager
def _read_only(data: Path) -> Iterator[Path]:
    """A copy without write permission on files and folders; root, who needs none, is nobody."""
    user = os.geteuid()
    # Not below pytest's own folder, which nobody else may enter.
    with tempfile.TemporaryDirectory() as outside:
        copy = Path(outside) / "data"
        shutil.copytree(data, copy)
        for each in (copy, *copy.rglob("*")):
            each.chmod(0o555 if each.is_dir() else 0o444)
        Path(outside).chmod(0o555)
        if user == 0:
            os.seteuid(NOBODY)
        try:
            assert not os.access(copy, os.W_OK, effective_ids=True)
            yield copy
        finally:
            os.seteuid(user)
            for each in (Path(outside), copy, *(each for each in copy.rglob("*") if each.is_dir())):
                each.chmod(0o755)
