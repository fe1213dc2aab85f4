"""Generated logins of a local engine: made once per data folder, kept for the owner only."""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Iterable, Mapping
from typing import Final, Self

from workers.cli.data_folder import DataFolder, write_private
from workers.cli.errors import Fault

ADMIN: Final = "admin"
"""Deploys, and gives users and permissions."""
WORKER: Final = "sop-worker"
"""The account of the external-task workers, with no more rights than they need."""
_RANDOM_BYTES: Final = 9


class Logins:
    """User ids and passwords.

    Args:
        passwords: by user id.
    """

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self._passwords = dict(passwords)

    @classmethod
    def read(cls, folder: DataFolder) -> Self:
        """The folder's logins; empty if it has none.

        Raises:
            Fault: the file is there and cannot be read.
        """
        path = folder.logins_file
        try:
            kept = tomllib.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return cls({})
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise Fault(
                f"{path} cannot be read ({type(error).__name__})",
                "It holds the engine's passwords: restore it, or begin with a new data folder.",
            ) from None
        return cls({str(user): str(password) for user, password in kept.items()})

    @classmethod
    def ensure(cls, folder: DataFolder, users: Iterable[str]) -> Self:
        """The folder's logins, with a new password for each user that had none.

        The file is written before any engine knows a password, so none is ever lost.
        """
        logins = cls.read(folder)
        missing = [user for user in users if user not in logins._passwords]
        if missing:
            logins._passwords |= {user: secrets.token_urlsafe(_RANDOM_BYTES) for user in missing}
            lines = [f'"{user}" = "{given}"' for user, given in logins._passwords.items()]
            header = "# Logins of the engine in this folder. Generated; they open it alone.\n"
            write_private(folder.logins_file, header + "\n".join(lines) + "\n")
        return logins

    def get(self, user: str) -> str | None:
        """The password of a user, ``None`` if there is none."""
        return self._passwords.get(user)

    def __getitem__(self, user: str) -> str:
        return self._passwords[user]
