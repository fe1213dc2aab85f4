"""Names in expressions: JUEL in models, FEEL in tables and forms.

Only what is certainly a variable counts. A name before a call or a property may be a bean.
"""

from __future__ import annotations

import re
from typing import Final

_PART: Final = re.compile(r"[$#]\{((?:[^{}'\"]|'[^']*'|\"[^\"]*\")*)\}")
_QUOTED: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_NAME: Final = re.compile(r"(?<![\w.$])([A-Za-z_]\w*)\b(\s*\.\s*\w+|\s*[(\[]|\s*:\s*\w+\s*\()?")
_JSON: Final = re.compile(
    r"\.\s*(?:elements|stringValue|numberValue|boolValue|isNull|isArray|prop|fieldNames)\b"
)
_JUEL_WORDS: Final = frozenset(
    {"and", "or", "not", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod", "instanceof"}
    | {"true", "false", "null", "empty"}
    | {"execution", "task", "caseExecution", "authenticatedUserId", "externalTask", "job"}
)
_READ: Final = re.compile(r"\b(?:execution|task)\.getVariable(?:Local)?\(\s*'(\w+)'\s*\)")
_FEEL_NAME: Final = re.compile(r"(?<![\w.?])([A-Za-z_]\w*(?:\.\w+)*)(\s*\()?")
_FEEL_OPERATORS: Final = frozenset(
    {"and", "or", "not", "between", "in", "if", "then", "else", "for", "return", "some", "every"}
    | {"satisfies", "instance", "of", "function"}
)
_FEEL_WORDS: Final = _FEEL_OPERATORS | frozenset(
    {"null", "true", "false", "external", "date", "time", "duration", "years", "months", "days"}
    | {"list", "context", "this", "parent"}
)
_ADJACENT: Final = re.compile(r"\b([A-Za-z_]\w*)\s+(?=([A-Za-z_]\w*)\b)")
_CLOCK: Final = re.compile(
    r"\b(?:now|today|dateTime|currentTimeMillis|getTime)\s*\(|\bnew\s+(?:java\.util\.)?Date\b"
    r"|\bdate\s+and\s+time\s*\(\s*\)|\b(?:LocalDate|LocalDateTime|Instant)\b"
)


def is_expression(text: str) -> bool:
    """Whether a text is worked out by the engine."""
    return "${" in text or "#{" in text


def juel_names(text: str) -> frozenset[str]:
    """Variables that the expressions in a text certainly read."""
    names = set(_READ.findall(text))
    for part in _PART.findall(text):
        for name, after in _NAME.findall(_QUOTED.sub("''", part)):
            follower = after.strip()
            if name in _JUEL_WORDS or (follower and not _JSON.match(follower)):
                continue
            names.add(name)
    return frozenset(names)


def feel_names(text: str) -> frozenset[str]:
    """Variables that a FEEL expression reads; none where names with blanks may be meant."""
    bare = _QUOTED.sub('""', text)
    for left, right in _ADJACENT.findall(bare):
        if not {left, right} & _FEEL_OPERATORS:
            return frozenset()
    return frozenset(
        name.partition(".")[0]
        for name, call in _FEEL_NAME.findall(bare)
        if not call.strip() and name.partition(".")[0] not in _FEEL_WORDS
    )


def reads_clock(text: str) -> bool:
    """Whether a text asks the machine for the time."""
    return bool(_CLOCK.search(_QUOTED.sub("''", text)))
