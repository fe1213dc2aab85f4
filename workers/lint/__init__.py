"""Lint across models, decision tables, forms, letters, groups and workers: ``sop lint``.

One rule is one module in :mod:`workers.lint.rules`; it is found by being there. Rules read plain
files and the contracts of handlers; no engine, no service and no command line is needed.
"""

from workers.lint.check import Report, check
from workers.lint.finding import Finding, Severity
from workers.lint.preset import Preset
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Rule, rule
from workers.lint.rulebook import rulebook

__all__ = [
    "Finding",
    "Flaw",
    "Kind",
    "Preset",
    "Project",
    "Report",
    "Rule",
    "Severity",
    "check",
    "rule",
    "rulebook",
]
