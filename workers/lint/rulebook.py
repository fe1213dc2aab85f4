"""Finds the rules: every module of :mod:`workers.lint.rules` holds one, called ``look``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import workers.lint.rules
from workers.lint.rule import Rule


@cache
def rulebook() -> tuple[Rule, ...]:
    """All rules, by id.

    Raises:
        TypeError: a module of the package declares no rule.
    """
    return tuple(_rule(each.name) for each in pkgutil.iter_modules(workers.lint.rules.__path__))


def _rule(module: str) -> Rule:
    found = getattr(importlib.import_module(f"workers.lint.rules.{module}"), "look", None)
    if not isinstance(found, Rule):
        raise TypeError(f"workers.lint.rules.{module} declares no rule `look`")
    return found
