"""One break of one shipped file, and how breaks are chosen."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
EACH = 3
"""So many breaks of a kind at most."""


@dataclass(frozen=True)
class Mutant:
    """A file with one break; ``text`` is ``None`` where the file is gone."""

    kind: str
    file: str
    what: str
    text: str | None


Kind = Callable[[], Iterator[Mutant]]


def some(found: Sequence[T], kind: str, most: int = EACH) -> list[T]:
    """A few of all places, always the same ones, in the order of the file."""
    if len(found) <= most:
        return list(found)
    chosen = sorted(random.Random(kind).sample(range(len(found)), most))
    return [found[each] for each in chosen]


def read(file: str) -> str:
    """A shipped file."""
    return (ROOT / file).read_text(encoding="utf-8")


def files(pattern: str) -> list[str]:
    """Shipped files, by path."""
    return [str(each.relative_to(ROOT)) for each in sorted(ROOT.glob(pattern))]


def replaced(
    kind: str, pattern: str, path: str, new: Callable[[re.Match[str]], str | None]
) -> Iterator[Mutant]:
    """Breaks a few of all places of a pattern; where ``new`` answers ``None`` is no place.

    Args:
        kind: what the break is.
        pattern: of the files.
        path: regular expression of the places.
        new: what stands there instead.
    """
    places = [
        (file, found, text)
        for file in files(pattern)
        for found in re.finditer(path, read(file), re.DOTALL)
        if (text := new(found)) is not None and text != found.group()
    ]
    for file, found, text in some(places, kind):
        old = read(file)
        line = old.count("\n", 0, found.start()) + 1
        what = f"line {line}: {_what(found.group(), text)}"
        yield Mutant(kind, file, what, old[: found.start()] + text + old[found.end() :])


def misspelt(word: str) -> str:
    """Two letters in the middle change places; a doubled letter where that changes nothing."""
    middle = len(word) // 2
    turned = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return turned if turned != word else word[:middle] + word[middle - 1] + word[middle:]


def _what(old: str, new: str) -> str:
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    before, after = max(0, start - 24), 12
    short = [" ".join(text[before : len(text) - end + after].split())[:70] for text in (old, new)]
    return f"{short[0]} → {short[1]}"
