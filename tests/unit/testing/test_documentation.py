"""The examples of docs/fake-engine.md run as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "fake-engine.md"


def examples() -> dict[str, Callable[[], None]]:
    """The tests of the page. Its blocks are one module, in their order."""
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    module: dict[str, Any] = {"__name__": "fake_engine_page"}
    # Not with this module's own __future__ imports: a page says its own.
    exec(compile("\n".join(blocks), str(PAGE), "exec", dont_inherit=True), module)
    return {name: each for name, each in module.items() if name.startswith("test_")}


EXAMPLES = examples()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_of_the_page(name: str) -> None:
    EXAMPLES[name]()


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) == 4
