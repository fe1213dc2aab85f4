"""The report as people read it in a terminal, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from workers.lint.check import Report
from workers.lint.finding import Finding, Severity


def as_text(report: Report, *, with_accepted: bool = False) -> str:
    """Findings by file, then how many there are, what was accepted and what was not checked."""
    return "\n".join(_lines(report, with_accepted))


def _lines(report: Report, with_accepted: bool) -> Iterator[str]:
    for file, findings in groupby(report.findings, key=lambda each: each.file):
        yield file
        for finding in findings:
            yield from _finding(finding)
        yield ""
    if with_accepted:
        for finding, reason in report.accepted:
            yield f"已接受 {finding.file}：{finding.line} {finding.place} {finding.rule}"
            yield f"    {finding.problem}"
            yield f"    理由：{reason}"
    errors = sum(each.severity is Severity.ERROR for each in report.findings)
    hints = len(report.findings) - errors
    counted = f"查了 {report.files} 个文件："
    yield counted + (
        f"错误 {errors} 处，提示 {hints} 处。" if errors or hints else "没有发现问题。"
    )
    if report.accepted:
        yield f"另有 {len(report.accepted)} 处已接受，理由见 lint.toml（--accepted 列出）。"
    for why, rules in _not_checked(report):
        yield f"未检查（{why}）：{'、'.join(rules)}"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"  {finding.severity.value} 第 {finding.line} 行 {finding.place}"
    yield f"      {finding.problem}"
    yield f"      改法：{finding.remedy}"
    yield f"      规则：{finding.rule}"


def _not_checked(report: Report) -> Iterator[tuple[str, list[str]]]:
    by_reason: dict[str, list[str]] = {}
    for rule, why in report.not_checked:
        by_reason.setdefault(why, []).append(rule)
    yield from by_reason.items()
