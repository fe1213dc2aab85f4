"""``python -m tests.mutations [--write]``: the run; with ``--write`` the page ``RESULTS.md``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.mutations.run import copy, found_unbroken, judge, mutants
from tests.mutations.table import page

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Break, lint, tell."""
    started = time.monotonic()
    verdicts = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        copy(root)
        if rules := found_unbroken(root):
            sys.exit(f"the unbroken copy has findings of {', '.join(rules)}; mend them first")
        for mutant in mutants():
            verdict = judge(mutant, root)
            verdicts.append(verdict)
            seen = ", ".join(verdict.rules) or "NOT CAUGHT"
            print(f"{mutant.kind} | {mutant.file} | {mutant.what} | {seen}", file=sys.stderr)
    text = page(verdicts)
    if "--write" in sys.argv:
        RESULTS.write_text(text, encoding="utf-8")
    print(text)
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
