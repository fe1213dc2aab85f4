"""``sop archive verify`` tells tampering by its exit code."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from tests.unit.cli.conftest import run
from workers.casework.archive import Archive
from workers.casework.store import Store
from workers.cli.settings import load_settings


def _archive_one(root: Path) -> Path:
    settings = load_settings(root)
    settings.folder.prepare()
    store = Store(settings.store_address)
    with store.begin() as session:
        archive = Archive(session, settings.folder.archive)
        archive.store("TS-1", {"案件.json": b"{}"}, by="系统", at=datetime.now(UTC))
        path = archive.path("TS-1", "案件.json")
    store.close()
    return path


def test_an_untouched_archive_is_verified(tmp_path: Path) -> None:
    _archive_one(tmp_path / "data")
    result = run("archive", "verify", "--data", str(tmp_path / "data"))
    assert result.exit_code == 0
    assert "1 documents" in result.stderr


def test_a_changed_document_is_exit_4(tmp_path: Path) -> None:
    _archive_one(tmp_path / "data").write_bytes(b"[]")
    result = run("archive", "verify", "--json", "--data", str(tmp_path / "data"))
    assert result.exit_code == 4
    assert json.loads(result.stdout)["findings"] == [
        {"caseNo": "TS-1", "document": "案件.json", "problem": "the file was changed"}
    ]
