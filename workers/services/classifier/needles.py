"""Which letters must stand in a text for an expression to match: a cheap look before a search."""

from __future__ import annotations

_LOOKAROUND = ("?!", "?=", "?<!", "?<=")
_MANY = 64


def needles(expression: str) -> frozenset[str]:
    """Texts of which at least one is part of every match; empty if none can be told.

    Understands what ``vocabulary.toml`` uses: letters, groups, alternatives, classes, repeats.
    """
    found = _Reader(expression).alternatives()
    return found if len(found) <= _MANY else frozenset()


class _Reader:
    """One pass over an expression, by recursive descent."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def alternatives(self) -> frozenset[str]:
        """The needles of all branches; none if one branch has none."""
        branches = [self._branch()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._branch())
        return frozenset().union(*branches) if all(branches) else frozenset()

    def _branch(self) -> frozenset[str]:
        best: frozenset[str] = frozenset()
        run = ""
        while (next_ := self._peek()) and next_ not in "|)":
            piece, literal = self._piece()
            least = self._repeat()
            if literal and least == 1:
                run += literal
                continue
            best, run = _better(best, _of(run)), ""
            if least:
                best = _better(best, piece or _of(literal))
        return _better(best, _of(run))

    def _piece(self) -> tuple[frozenset[str], str]:
        """The needles of a group or class, or one literal letter."""
        letter = self._text[self._at]
        self._at += 1
        if letter == "(":
            return self._group(), ""
        if letter == "[":
            return self._class(), ""
        if letter == "\\":
            letter = self._text[self._at]
            self._at += 1
            return frozenset(), "" if letter.isalnum() else letter
        return frozenset(), "" if letter in ".^$…" else letter

    def _group(self) -> frozenset[str]:
        mark = next((m for m in _LOOKAROUND if self._text.startswith(m, self._at)), "")
        if self._text.startswith("?:", self._at):
            self._at += 2
        self._at += len(mark)
        found = self.alternatives()
        self._at += 1
        return frozenset() if mark else found

    def _class(self) -> frozenset[str]:
        end = self._text.index("]", self._at + 1)
        letters = self._text[self._at : end]
        self._at = end + 1
        plain = not (letters.startswith("^") or "\\" in letters or "-" in letters)
        return frozenset(letters) if plain else frozenset()

    def _repeat(self) -> int:
        """1 if what stood before must occur exactly once, 2 if more, 0 if it may be missing."""
        sign = self._peek()
        if sign == "{":
            end = self._text.index("}", self._at)
            least = self._text[self._at + 1 : end].split(",")[0]
            self._at = end + 1
            self._lazy()
            return 2 if int(least or 0) else 0
        if sign not in {"?", "*", "+"}:
            return 1
        self._at += 1
        self._lazy()
        return 2 if sign == "+" else 0

    def _lazy(self) -> None:
        if self._peek() == "?":
            self._at += 1

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]


def _of(literal: str) -> frozenset[str]:
    return frozenset({literal}) if literal else frozenset()


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The set with the longer shortest text; needles that are longer rule out more."""
    if not (one and other):
        return one or other
    return max(one, other, key=lambda found: (min(map(len, found)), -len(found)))
