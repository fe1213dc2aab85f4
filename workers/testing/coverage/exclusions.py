"""What a suite leaves out on purpose, each with its reason and the test that stands in for it.

A TOML file, one table per element::

    [order-handling.Flow_AlreadyClosed]
    reason = "the engine refuses the message before this flow"
    test = "tests/unit/cases/test_messages.py::test_a_closed_case_refuses"

Its first name is the key of the process or decision, its second the id of a flow node, a
sequence flow or a rule.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why an element is left out, and what tests it instead."""

    reason: str
    test: str
    """A pytest id: a file and, behind ``::``, a test in it."""


Exclusions = Mapping[tuple[str, str], Exclusion]
"""By definition key and element id."""


class ExclusionError(ValueError):
    """The list of exclusions is wrong; the message names every fault."""


def read_exclusions(file: Path, root: Path) -> Exclusions:
    """Read a list of exclusions.

    Args:
        file: the TOML file.
        root: the folder that the tests' paths start from.

    Raises:
        ExclusionError: not such a file, a reason is missing, or a test does not exist.
        OSError: it cannot be read.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExclusionError(f"{file.name} is no TOML file: {error}") from None
    found: dict[tuple[str, str], Exclusion] = {}
    faults: list[str] = []
    for key, elements in tables.items():
        for element, entry in elements.items() if isinstance(elements, dict) else ():
            match entry:
                case {"reason": str(reason), "test": str(test), **rest} if not rest:
                    found[key, element] = Exclusion(reason.strip(), test)
                    if not reason.strip():
                        faults.append(f"{key}.{element}: the reason is empty")
                    if not _exists(test, root):
                        faults.append(f"{key}.{element}: there is no test {test}")
                case _:
                    faults.append(f"{key}.{element}: wants a reason and a test, nothing else")
        if not isinstance(elements, dict):
            faults.append(f"{key}: is no table [<definition key>.<element id>]")
    if faults:
        raise ExclusionError(f"{file.name}: " + "; ".join(faults))
    return found


def _exists(test: str, root: Path) -> bool:
    path, _, name = test.partition("::")
    file = root / path
    function = name.rpartition("::")[2].partition("[")[0]
    return file.is_file() and f"def {function}(" in file.read_text(encoding="utf-8")
