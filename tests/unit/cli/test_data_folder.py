"""The data folder: private, held by one process, and what it keeps is written whole."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from workers.cli.data_folder import DataFolder
from workers.cli.errors import Fault
from workers.cli.logins import ADMIN, WORKER, Logins


def test_only_the_owner_may_look_inside(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    Logins.ensure(folder, [ADMIN])
    assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.logins_file.stat().st_mode) == 0o600


def test_a_file_in_its_place_is_a_clear_fault(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(Fault, match="cannot be written") as raised:
        DataFolder(tmp_path / "data").prepare()
    assert "--data" in raised.value.way_out


def test_two_processes_cannot_hold_it(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    code = (
        "import sys; from pathlib import Path; from workers.cli.data_folder import DataFolder\n"
        f"with DataFolder(Path({str(folder.root)!r})).lock(): print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert folder.is_locked()
        with pytest.raises(Fault, match=f"in use by process {holder.pid}"), folder.lock():
            pass
        holder.communicate("\n")
    with folder.lock():
        pass


def test_addresses_are_told_only_while_something_runs(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    with folder.announce({"engine_url": "http://x/y"}):
        assert json.loads(folder.addresses_file.read_text()) == {"engine_url": "http://x/y"}
    assert not folder.addresses_file.exists()


def test_logins_stay_what_they_were(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    first = Logins.ensure(folder, [ADMIN, WORKER])
    second = Logins.ensure(folder, [ADMIN, WORKER, "zhangmin"])
    assert second[ADMIN] == first[ADMIN]
    assert len({second[each] for each in (ADMIN, WORKER, "zhangmin")}) == 3
    assert Logins.read(folder).get("zhangmin") == second["zhangmin"]


def test_a_broken_logins_file_is_not_replaced(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    folder.logins_file.write_text("= broken")
    with pytest.raises(Fault, match="cannot be read"):
        Logins.ensure(folder, [ADMIN])
    assert folder.logins_file.read_text() == "= broken"
