"""The result as a page: what was broken, what lint saw by which rules, and what it missed."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.mutations.run import Verdict

PLAYED: Final = Path(__file__).with_name("played.toml")
_HEAD = """# Breaks on purpose

`python -m tests.mutations --write` breaks the shipped models, tables, forms, letters and the list
of groups, one break at a time, and lints the copy with `--preset ci`. What is found with the break
and not without it counts as caught. Where lint sees nothing, only a scenario can tell: these
breaks are listed below. Those of the tables were played (`played.toml`), against
`test_decision_tables.py` alone: what is green there may still turn another scenario red.
"""


def page(verdicts: Sequence[Verdict]) -> str:
    """The whole page in Markdown."""
    return "\n".join(_lines(verdicts)) + "\n"


def _lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    kinds = list(dict.fromkeys(each.mutant.kind for each in verdicts))
    caught = [each for each in verdicts if each.rules]
    whole = [
        kind for kind in kinds if all(each.rules for each in verdicts if each.mutant.kind == kind)
    ]
    yield _HEAD
    yield (
        f"**{len(verdicts)} breaks of {len(kinds)} kinds: lint caught {len(caught)}; "
        f"of {len(whole)} kinds every one.**"
    )
    yield ""
    yield "| kind | breaks | caught | by |"
    yield "|---|---|---|---|"
    for kind in kinds:
        of_kind = [each for each in verdicts if each.mutant.kind == kind]
        rules = Counter(rule for each in of_kind for rule in each.rules)
        by = ", ".join(f"`{rule}`" for rule, _ in rules.most_common(4)) or "–"
        more = f" and {len(rules) - 4} more" if len(rules) > 4 else ""
        yield (
            f"| {kind} | {len(of_kind)} | {sum(bool(each.rules) for each in of_kind)} "
            f"| {by}{more} |"
        )
    yield ""
    yield "## Not caught by lint"
    yield ""
    yield "| kind | file | break | when played |"
    yield "|---|---|---|---|"
    played = _played()
    for each in verdicts:
        if not each.rules:
            mutant = each.mutant
            what = mutant.what.replace("|", "\\|")
            told = played.get((mutant.kind, mutant.file, mutant.what), "not played")
            yield f"| {mutant.kind} | {mutant.file} | `{what}` | {told} |"


def _played() -> dict[tuple[str, str, str], str]:
    """What came of the breaks that were played, by kind, file and break."""
    listed = tomllib.loads(PLAYED.read_text(encoding="utf-8"))["played"]
    return {
        (each["kind"], each["file"], each["what"]): (
            f"red: `{each['red']}`" if each["red"] else f"green: {each['green']}"
        )
        for each in listed
    }
