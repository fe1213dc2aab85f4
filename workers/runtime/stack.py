"""Where an exception came from, without a word of what it was about."""

from __future__ import annotations

import traceback

_LONGEST = 16_000


def frames(error: BaseException) -> str:
    """The stack of an exception and of its causes: classes, files, lines, functions.

    The texts of exceptions and the values of variables are left out, since both may hold
    personal data.
    """
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines = [
            f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        parts.append("\n".join([name_of(current), *lines]))
        current = current.__cause__ or current.__context__
    return "\ncaused by ".join(parts)[:_LONGEST]


def name_of(error: BaseException) -> str:
    """The class of an exception with its module, unless that is Python's own."""
    kind = type(error)
    own = kind.__module__ == "builtins"
    return kind.__qualname__ if own else f"{kind.__module__}.{kind.__qualname__}"
