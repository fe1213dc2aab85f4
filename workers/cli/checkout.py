"""The source checkout: models, forms, examples and the engine's project."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Self

from workers.cli.errors import Fault

_LANDMARK: Final = Path("bpmn") / "complaint-handling"


class Checkout:
    """Folders below one root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.models = root / "bpmn"
        self.forms = root / "forms"
        self.examples = root / "examples"
        self.engine_project = root / "docker" / "engine"

    @classmethod
    def find(cls) -> Self:
        """The checkout that SOP_HOME names, that we run from, or that we stand in.

        Raises:
            Fault: there is none.
        """
        named = os.environ.get("SOP_HOME")
        here = Path.cwd()
        candidates = (
            [Path(named)] if named else [Path(__file__).resolve().parents[2], here, *here.parents]
        )
        for root in candidates:
            if (root / _LANDMARK).is_dir():
                return cls(root)
        raise Fault(
            f"no models found: {candidates[0]} holds no {_LANDMARK}",
            "Run the command inside the checkout of sop-workers, or set SOP_HOME to it.",
        )
