"""What single procedures need beyond the general topics: a module or package for each.

A procedure that consists of data only has none here. A module is found by being there.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final

from workers.contract import Handler
from workers.handlers import HANDLERS as GENERAL


def _found() -> Iterator[Handler[Any, Any, Any]]:
    for module in iter_modules(__path__):
        yield from import_module(f"{__name__}.{module.name}").HANDLERS


HANDLERS: Final[tuple[Handler[Any, Any, Any], ...]] = (*GENERAL, *_found())
"""Every topic: the general ones and those of each procedure."""
