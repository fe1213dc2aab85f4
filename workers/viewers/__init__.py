"""The viewers of bpmn.io as their makers publish them, each with its licence.

They travel with the package, so that pages and pictures need neither network nor Node. Their
licence wants the bpmn.io watermark left visible where they show one.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Final

VERSIONS: Final = {"bpmn-js": "18.31.1", "dmn-js": "17.10.2", "form-js": "1.23.0"}
"""Where a viewer is replaced, every picture that it drew is out of date: keep this in step."""


def viewer_file(name: str) -> str:
    """A script or style sheet: ``bpmn-js/bpmn-js.css``."""
    return files("workers.viewers").joinpath(name).read_text(encoding="utf-8")
