"""Runs the rules over a project and sorts what they find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from workers.lint.acceptance import CURRENT, covers, stale
from workers.lint.configuration import FILE, Accepted
from workers.lint.finding import Finding, Severity
from workers.lint.preset import Preset
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Rule
from workers.lint.rulebook import rulebook


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it. Everything found is in one of the two lists."""

    findings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, str], ...]
    """Each with the reason for which it is taken as it is."""
    not_checked: tuple[tuple[str, str], ...]
    """Rules that could not look, each with why."""
    files: int
    """How many files were looked at."""

    @property
    def fails(self) -> bool:
        """Whether anything is more than a hint."""
        return any(each.severity is Severity.ERROR for each in self.findings)

    def without(self, rule: str, why: str, *, must: bool) -> Report:
        """The report of a run without one rule; where it must not be left out, that is an error."""
        noted = replace(self, not_checked=(*self.not_checked, (rule, why)))
        if not must:
            return noted
        missed = Finding(FILE, 1, "", "", rule, Severity.ERROR, f"没有运行 {rule}。", f"{why}。")
        return replace(noted, findings=(*self.findings, missed))

    def only(self, paths: Iterable[PurePosixPath]) -> Report:
        """What is about some files or folders only; ``lint.toml`` is left to whole runs."""
        wanted = tuple(paths)

        def about(finding: Finding) -> bool:
            return any(PurePosixPath(finding.file).is_relative_to(each) for each in wanted)

        return Report(
            tuple(filter(about, self.findings)),
            tuple((each, reason) for each, reason in self.accepted if about(each)),
            self.not_checked,
            self.files,
        )


def check(project: Project, preset: Preset, rules: Iterable[Rule] | None = None) -> Report:
    """Look through a project.

    Args:
        project: what to look at.
        preset: for whom.
        rules: those to run; all of the rulebook by default.
    """
    chosen = tuple(rulebook() if rules is None else rules)
    found: list[Finding] = []
    not_checked: list[tuple[str, str]] = []
    ran: set[str] = set()
    for rule in chosen:
        missing = project.lacks(rule.needs)
        severity = preset.severity(rule.kind)
        if missing is not None:
            not_checked.append((rule.id, missing.value))
        elif severity is not None:
            ran.add(rule.id)
            found += [_finding(flaw, rule.id, severity) for flaw in rule.look(project)]
    taken = project.configuration.accepted
    reasons = [(each, _reason(each, taken)) for each in sorted(set(found), key=_order)]
    kept = [each for each, reason in reasons if reason is None]
    severity = preset.severity(Kind.UPKEEP)
    if severity is not None:
        kept += [_finding(each, CURRENT, severity) for each in stale(project, found, ran)]
    return Report(
        tuple(sorted(kept, key=_order)),
        tuple((each, reason) for each, reason in reasons if reason is not None),
        tuple(not_checked),
        sum(1 for _ in project.sources()),
    )


def _order(finding: Finding) -> tuple[str, int, str, str]:
    return finding.order


def _finding(flaw: Flaw, rule: str, severity: Severity) -> Finding:
    source, element = flaw.source, flaw.element
    name = " ".join(source.label(element).split()) if element else ""
    return Finding(
        str(source.path),
        source.line(element),
        element,
        name,
        rule,
        severity,
        flaw.problem,
        flaw.remedy,
    )


def _reason(finding: Finding, taken: Iterable[Accepted]) -> str | None:
    return next((each.reason for each in taken if covers(each, finding)), None)
