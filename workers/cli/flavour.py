"""The engines that this project builds: one Maven project, one profile for each."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class Flavour(StrEnum):
    """An engine of the Camunda 7 family.

    They keep their data in the same tables: an engine of one takes over a database of the other,
    with its open cases (docs/operaton.md).
    """

    CAMUNDA = "camunda"
    """Camunda 7.24, the last release; it gets no security fixes any more."""
    OPERATON = "operaton"
    """Operaton, the fork of the community, which gets them."""

    def jar(self, project: Path) -> Path:
        """The program that Maven builds in the engine's project."""
        target = project / "target"
        folder = target if self is Flavour.CAMUNDA else target / self.value
        return folder / "sop-engine.jar"

    @property
    def administrators(self) -> str:
        """The group that the engine takes for its administrators."""
        return f"{self.value}-admin"

    def apps(self, root: str) -> str:
        """Address of the web apps of an engine at ``root``."""
        return f"{root}/{self.value}/app"
