"""Traditional characters read as simplified ones, character by character, so that spans stay."""

from __future__ import annotations

from functools import cache
from importlib import resources


def simplified(text: str) -> str:
    """The text with every traditional character replaced; its length does not change."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    file = resources.files("workers.services.classifier").joinpath("traditional.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    return {ord(pair[0]): pair[1] for pair in pairs}
