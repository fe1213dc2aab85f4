"""The report as workflow commands, which GitHub shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workers.lint.check import Report
from workers.lint.finding import Finding, Severity

_LEVEL: Final[Mapping[Severity, str]] = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def as_annotations(report: Report) -> str:
    """One line for each finding; empty where there is none."""
    return "\n".join(map(_annotation, report.findings))


def _annotation(finding: Finding) -> str:
    text = f"{finding.place} {finding.problem}改法：{finding.remedy}"
    place = f"file={_value(finding.file)},line={finding.line},title={_value(finding.rule)}"
    return f"::{_LEVEL[finding.severity]} {place}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
