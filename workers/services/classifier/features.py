"""A message as numbers: runs of letters, pairs of letters at a distance, and hits of word lists."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from workers.services.classifier.evidence import Evidence

LONGEST: Final = 4
"""Letters in the longest run."""

_DISTANCES: Final = (2, 3, 4)
_BLANK = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")
_PART = re.compile(r"[^，,。！!？?；;\s]+")


def runs(text: str) -> Counter[str]:
    """How often each run of one to four letters occurs, ends marked ``^`` and ``$``.

    Digits are all alike, so that no number of a customer is learned.
    """
    plain = "^" + _DIGIT.sub("0", _BLANK.sub(" ", text.strip()).lower()) + "$"
    return Counter(
        [
            plain[at : at + length]
            for length in range(1, LONGEST + 1)
            for at in range(len(plain) - length + 1)
        ]
    )


def pairs(text: str) -> Counter[str]:
    """How often two letters stand two to four places apart within a clause."""
    plain = _DIGIT.sub("0", text.lower())
    return Counter(
        [
            f"{first}_{second}"
            for part in _PART.findall(plain)
            for distance in _DISTANCES
            for first, second in zip(part, part[distance:], strict=False)
        ]
    )


def hits(evidence: Evidence) -> dict[str, float]:
    """Lists and expressions that found something, risks, and whether a sum is demanded."""
    found: dict[str, float] = {}
    for name, expressions in evidence.lists.items():
        if expressions:
            found[f"list {name}"] = min(len(expressions), 3) ** 0.5
            found |= dict.fromkeys((f"word {name} {text}" for text in expressions), 1.0)
    found |= {f"risk {name}": 1.0 for name, words in evidence.flags.items() if words}
    found |= {f"stated {name}": 1.0 for name, words in evidence.stated.items() if words}
    if evidence.claim is not None:
        found["sum demanded"] = 1.0
    return found
