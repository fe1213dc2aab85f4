"""The general rooms know no procedure: what one needs lies in its own folder (design §2)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WORKERS = Path(__file__).parents[2] / "workers"
GENERAL = (
    "casework",
    "contract",
    "engine",
    "handlers",
    "lint",
    "models",
    "ports",
    "runtime",
    "testing",
)
WORDS = re.compile(
    r"complaint|投诉|expense|报销|copying|copier|复印|publication-|customer-service|\bTS-\d",
    re.IGNORECASE,
)
RELEASED = "migrations"
"""A migration never changes: it names the tables that there were."""


@pytest.mark.parametrize("room", GENERAL)
def test_a_general_room_has_no_word_of_a_procedure(room: str) -> None:
    found = [
        f"{file.relative_to(WORKERS)}:{number}: {line.strip()}"
        for file in sorted((WORKERS / room).rglob("*"))
        if file.suffix in {".py", ".j2", ".toml"} and RELEASED not in file.parts
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if WORDS.search(line)
    ]
    assert found == []


def test_a_procedure_is_found_by_being_there() -> None:
    listing = (WORKERS / "procedures" / "__init__.py").read_text(encoding="utf-8")
    names = [
        each.stem for each in (WORKERS / "procedures").iterdir() if not each.stem.startswith("_")
    ]
    assert names
    assert not [name for name in names if name in listing]
