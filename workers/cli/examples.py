"""A folder of example complaints: the files, the customer register beside them, the casebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from workers.cli.casebook import Casebook
from workers.cli.errors import UsageFault
from workers.services.intake import SUFFIXES, read_intake


@dataclass(frozen=True, slots=True)
class Examples:
    """What a demo plays."""

    complaints: tuple[Path, ...]
    register: Path
    casebook: Casebook

    @classmethod
    def read(cls, folder: Path, shipped: Path, now: datetime) -> Self:
        """Read and check everything before anything is started.

        Args:
            folder: complaints, or a folder ``complaints`` with them, and perhaps ``register``
                and ``casebook.toml``.
            shipped: the examples of the checkout, for what ``folder`` does not bring.
            now: the present instant.

        Raises:
            UsageFault: there is no complaint.
            IntakeError: a complaint cannot be read.
            Fault: the casebook cannot be read.
        """
        within = folder / "complaints"
        files = sorted((within if within.is_dir() else folder).glob("*"))
        complaints = tuple(each for each in files if each.suffix.lower() in SUFFIXES)
        if not complaints:
            raise UsageFault(f"{folder} holds no complaints", f"They end in {', '.join(SUFFIXES)}.")
        for each in complaints:
            read_intake(each, now)
        register = folder / "register"
        casebook = folder / "casebook.toml"
        return cls(
            complaints,
            register if register.is_dir() else shipped / "register",
            Casebook.read(casebook if casebook.is_file() else shipped / "casebook.toml"),
        )
