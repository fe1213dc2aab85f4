"""The list of lint rules is that of the rules."""

from __future__ import annotations

from pathlib import Path

from docs.lint_rules import listing

PAGES = Path(__file__).parents[2] / "docs" / "lint"


def test_the_list_is_up_to_date() -> None:
    """Run `make reference` after a change of the rules."""
    assert (PAGES / "README.md").read_text(encoding="utf-8") == listing()


def test_every_page_is_in_the_list() -> None:
    pages = {each.name for each in PAGES.glob("*.md")} - {"README.md"}
    assert {each for each in pages if f"({each})" not in listing()} == set()
