"""The conditions under which a form hides a field: the small part of FEEL that our forms use.

``=specialChannel = true and not(amount = null)`` — comparisons of a name with a literal,
joined by ``and`` and ``or``, with ``not(…)`` and brackets.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Final

_TOKEN: Final = re.compile(
    r'\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)'
    r"|(?P<mark>!=|<=|>=|[=<>()])|(?P<word>[\w.]+))"
)
_CONSTANTS: Final[dict[str, object]] = {"true": True, "false": False, "null": None}


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[object, object], bool]:
    def both_numbers(left: object, right: object) -> bool:
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        return numbers and compare(left, right)  # type: ignore[arg-type]  # just checked

    return both_numbers


_COMPARISONS: Final[dict[str, Callable[[object, object], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
}


class UnknownCondition(ValueError):
    """An expression beyond the part of FEEL that is known here."""


def holds(expression: str, values: Mapping[str, object]) -> bool:
    """Whether a condition is true for these values; a name without value is null.

    Raises:
        UnknownCondition: the expression is not understood.
    """
    parser = _Parser(expression.removeprefix("="), values)
    answer = parser.either()
    if parser.next is not None:
        raise UnknownCondition(f"not understood from {parser.next!r} on: {expression}")
    return answer is True


class _Parser:
    def __init__(self, text: str, values: Mapping[str, object]) -> None:
        self._values = values
        self._tokens: list[tuple[str, str]] = []
        end = 0
        while text[end:].strip():
            found = _TOKEN.match(text, end)
            if found is None or found.lastgroup is None:
                raise UnknownCondition(f"not understood: {text[end:].strip()}")
            self._tokens.append((found.lastgroup, found[found.lastgroup]))
            end = found.end()

    @property
    def next(self) -> str | None:
        return self._tokens[0][1] if self._tokens else None

    def either(self) -> object:
        answer = self._both()
        while self._take("or"):
            other = self._both()
            answer = answer is True or other is True
        return answer

    def _both(self) -> object:
        answer = self._comparison()
        while self._take("and"):
            other = self._comparison()
            answer = answer is True and other is True
        return answer

    def _comparison(self) -> object:
        left = self._operand()
        if self.next in _COMPARISONS:
            compare = _COMPARISONS[self._pop()[1]]
            return compare(left, self._operand())
        return left

    def _operand(self) -> object:
        kind, symbol = self._pop()
        if symbol == "(" or (kind == "word" and symbol == "not" and self._take("(")):
            answer = self.either()
            if not self._take(")"):
                raise UnknownCondition("a bracket is not closed")
            return answer is not True if symbol == "not" else answer
        if kind == "text":
            return symbol[1:-1].replace('\\"', '"')
        if kind == "number":
            return float(symbol)
        if kind == "word":
            return _CONSTANTS[symbol] if symbol in _CONSTANTS else self._values.get(symbol)
        raise UnknownCondition(f"unexpected {symbol}")

    def _take(self, symbol: str) -> bool:
        if self.next != symbol:
            return False
        self._pop()
        return True

    def _pop(self) -> tuple[str, str]:
        if not self._tokens:
            raise UnknownCondition("it ends too early")
        return self._tokens.pop(0)
