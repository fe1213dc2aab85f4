"""The scenario that the README shows plays as it stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.scenarios.complaint import Complaint

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SCENARIO = re.compile(
    r"^```python\n(def (test_\w+)\(open_case\):\n.*?)^```$", re.DOTALL | re.MULTILINE
)
((CODE, NAME),) = SCENARIO.findall(README)


def test_the_scenario_of_the_readme_plays(open_case: Callable[..., Complaint]) -> None:
    page: dict[str, Any] = {}
    exec(compile(CODE, "README.md", "exec", dont_inherit=True), page)
    page[NAME](open_case)
