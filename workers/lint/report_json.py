"""The report as data for programs."""

from __future__ import annotations

from workers.lint.check import Report
from workers.lint.finding import Finding


# object: JSON of mixed types.
def as_data(report: Report) -> dict[str, object]:
    """Every finding with its fields; nothing of the text form is lost."""
    return {
        "files": report.files,
        "findings": [_finding(each) for each in report.findings],
        "accepted": [{**_finding(each), "reason": reason} for each, reason in report.accepted],
        "notChecked": [{"rule": rule, "why": why} for rule, why in report.not_checked],
    }


# object: as above.
def _finding(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.file,
        "line": finding.line,
        "element": finding.element,
        "name": finding.name,
        "rule": finding.rule,
        "severity": finding.severity.name.lower(),
        "problem": finding.problem,
        "remedy": finding.remedy,
    }
