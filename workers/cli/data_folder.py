"""The data folder: everything that one embedded installation keeps, in one place.

``engine/`` the engine's database · ``cases.db`` the case store · ``attachments/`` and
``archive/`` files of cases · ``mail/`` caught mail · ``logs/`` · ``run/`` process ids and
addresses while something runs · ``classifier.json.gz`` the model that was trained here, if
any · ``logins.toml`` generated passwords, for the owner only.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from workers.cli.errors import Fault

_OWNER_ONLY: Final = 0o700
_OWNER_FILE: Final = 0o600


class DataFolder:
    """Paths below one root; nothing is touched before :meth:`prepare`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.engine = root / "engine"
        self.cases = root / "cases.db"
        self.attachments = root / "attachments"
        self.archive = root / "archive"
        self.mail = root / "mail"
        self.logs = root / "logs"
        self.run = root / "run"
        self.logins_file = root / "logins.toml"
        self.settings_file = root / "settings.toml"
        self.classifier_file = root / "classifier.json.gz"
        self.addresses_file = self.run / "addresses.json"

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept here."""
        return self.root.is_dir()

    def prepare(self) -> None:
        """Make the folders, readable for the owner only.

        Raises:
            Fault: the folder cannot be made or written.
        """
        try:
            self.root.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
            for each in (self.engine, self.attachments, self.archive, self.logs, self.run):
                each.mkdir(mode=_OWNER_ONLY, exist_ok=True)
            probe = self.run / "writable"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise Fault(
                f"the data folder {self.root} cannot be written ({error.strerror})",
                "Free or choose another place with --data or SOP_DATA_DIR.",
            ) from None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder alone: two engines on one database would destroy it.

        Raises:
            Fault: another process holds it.
        """
        self.prepare()
        with (self.run / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.seek(0)
                holder = file.read().strip() or "another process"
                raise Fault(
                    f"the data folder {self.root} is in use by {holder}",
                    "Stop that one first, or choose another folder with --data.",
                ) from None
            file.truncate(0)
            file.write(f"process {os.getpid()}")
            file.flush()
            yield

    def is_locked(self) -> bool:
        """Whether a process holds the folder now."""
        try:
            with (self.run / "lock").open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    @contextmanager
    def announce(self, addresses: Mapping[str, object]) -> Iterator[None]:
        """Tell other commands on this folder where engine and mail server are, while they run."""
        write_private(self.addresses_file, json.dumps(addresses, indent=2))
        try:
            yield
        finally:
            self.addresses_file.unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable for the owner only."""
    partial = path.with_name(path.name + ".part")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_FILE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
