"""The words of ``vocabulary.toml``, compiled; another file of the same shape may be given."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, get_args

from workers.services.classifier.needles import needles
from workers.services.classifier.proposal import Topic

TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)[:-1]
FLAGS: Final = (
    "safety_risk",
    "production_stopped",
    "media_exposure",
    "legal_threat",
    "business_impact_today",
    "chased_before",
    "contract_dispute",
    "compensation_expected",
    "resolve_within_24h",
)
_GAP = r"([^。！？!?；;，,\n]{0,8}?)"


class VocabularyError(Exception):
    """A vocabulary file cannot be used; the message names the place and the cure."""


@dataclass(frozen=True, slots=True)
class Words:
    """A list of expressions; each is tried, longest list position first."""

    patterns: tuple[re.Pattern[str], ...] = ()
    needles: tuple[frozenset[str], ...] = ()

    def within(self, present: frozenset[str]) -> Words:
        """The expressions that can match where just these needles are present."""
        kept = [
            (pattern, needed)
            for pattern, needed in zip(self.patterns, self.needles, strict=True)
            if not (needed and needed.isdisjoint(present))
        ]
        return Words(tuple(p for p, _ in kept), tuple(n for _, n in kept))

    def only(self, expressions: Container[str]) -> Words:
        """The expressions that are among the given ones."""
        kept = [
            (pattern, needed)
            for pattern, needed in zip(self.patterns, self.needles, strict=True)
            if pattern.pattern in expressions
        ]
        return Words(tuple(p for p, _ in kept), tuple(n for _, n in kept))

    def found(self, text: str, start: int = 0, end: int | None = None) -> list[re.Match[str]]:
        """Every match of every expression within a stretch of the text."""
        stop = len(text) if end is None else end
        return [hit for pattern in self.patterns for hit in pattern.finditer(text, start, stop)]

    def starts(self, text: str) -> bool:
        """Whether the text begins with one of the expressions."""
        return any(pattern.match(text) for pattern in self.patterns)

    def any(self, text: str) -> bool:
        """Whether one of the expressions occurs."""
        return any(pattern.search(text) for pattern in self.patterns)


def quote(hit: re.Match[str]) -> str:
    """The listed words of a match, with ``…`` for whatever stood between them."""
    text, start = hit[0], hit.start()
    for number in reversed(range(1, (hit.re.groups or 0) + 1)):
        if hit[number]:
            text = text[: hit.start(number) - start] + "…" + text[hit.end(number) - start :]
    return text


@dataclass(frozen=True, slots=True)
class TopicWords:
    """Words of one topic: ``strong`` ones name it, ``weak`` ones only lean towards it."""

    strong: Words
    weak: Words


@dataclass(frozen=True, slots=True)
class FlagWords:
    """Words of one risk flag; ``not_yet`` right before a match means it has not happened."""

    label: str
    words: Words
    not_yet: Words


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Words that tell a demanded sum from any other; see the comments in the file."""

    demanded: Words
    cost: Words
    loss: Words
    other: Words
    behind_other: Words
    behind_claim: Words
    past: Words
    offer: Words
    refused: Words
    reimburse: Words
    total: Words
    breakdown: Words
    paid_behind: Words
    full_value: Words
    rate: Words
    rate_behind: Words
    total_demanded: Words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All word lists of the classifier."""

    neutral: Words
    complaint_strong: Words
    trouble: Words
    question: Words
    suggestion: Words
    hypothetical: Words
    demand: Words
    negation: Words
    topic_neutral: Words
    topics: Mapping[Topic, TopicWords]
    flags: Mapping[str, FlagWords]
    claim: ClaimWords
    needles: frozenset[str] = frozenset()

    def within(self, text: str) -> Vocabulary:
        """The part of the vocabulary that can occur in a text; no part of it reads otherwise."""
        letters = frozenset(text)
        present = frozenset(n for n in self.needles if n[0] in letters and n in text)

        def narrow(words: Words) -> Words:
            return words.within(present)

        return Vocabulary(
            neutral=narrow(self.neutral),
            complaint_strong=narrow(self.complaint_strong),
            trouble=narrow(self.trouble),
            question=narrow(self.question),
            suggestion=narrow(self.suggestion),
            hypothetical=narrow(self.hypothetical),
            demand=narrow(self.demand),
            negation=narrow(self.negation),
            topic_neutral=narrow(self.topic_neutral),
            topics={
                name: TopicWords(narrow(words.strong), narrow(words.weak))
                for name, words in self.topics.items()
            },
            flags={
                name: FlagWords(flag.label, narrow(flag.words), narrow(flag.not_yet))
                for name, flag in self.flags.items()
            },
            claim=ClaimWords(
                **{f.name: narrow(getattr(self.claim, f.name)) for f in fields(ClaimWords)}
            ),
        )

    @classmethod
    def shipped(cls) -> Vocabulary:
        """The vocabulary that comes with the package."""
        return _shipped()

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        """The vocabulary of a file.

        Raises:
            VocabularyError: the file is missing, no TOML, or lacks a list.
        """
        try:
            return cls.parse(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as unreadable:
            raise VocabularyError(f"{path}: cannot be read as UTF-8 text") from unreadable

    @classmethod
    def parse(cls, text: str) -> Vocabulary:
        """The vocabulary of a TOML text.

        Raises:
            VocabularyError: no TOML, a missing list, or an expression that does not compile.
        """
        try:
            data = tomllib.loads(text)
            read = cls(
                neutral=_words(data["neutral"]),
                complaint_strong=_words(data["kind"]["complaint"]["strong"]),
                trouble=_words(data["kind"]["complaint"]["trouble"]),
                question=_words(data["kind"]["question"]["words"]),
                suggestion=_words(data["kind"]["suggestion"]["words"]),
                hypothetical=_words(data["kind"]["hypothetical"]["words"]),
                demand=_words(data["demand"]["words"]),
                negation=_words(data["negation"]["words"]),
                topic_neutral=_words(data["topic"]["neutral"]),
                topics={name: _topic(data["topic"][name]) for name in TOPICS},
                flags={name: _flag(data["flag"][name]) for name in FLAGS},
                claim=_claim(data["claim"]),
            )
            return replace(read, needles=_needles(read))
        except tomllib.TOMLDecodeError as broken:
            raise VocabularyError(f"no valid TOML: {broken}") from broken
        except (KeyError, TypeError) as missing:
            raise VocabularyError(
                f"list {missing} is missing or of the wrong kind; compare with the shipped file"
            ) from missing


@cache
def _shipped() -> Vocabulary:
    file = resources.files("workers.services.classifier").joinpath("vocabulary.toml")
    return Vocabulary.parse(file.read_text(encoding="utf-8"))


def _needles(vocabulary: Vocabulary) -> frozenset[str]:
    """The needles of every list."""
    single = (getattr(vocabulary, field.name) for field in fields(Vocabulary))
    claim = (getattr(vocabulary.claim, field.name) for field in fields(ClaimWords))
    topics = (list_ for words in vocabulary.topics.values() for list_ in (words.strong, words.weak))
    flags = (list_ for flag in vocabulary.flags.values() for list_ in (flag.words, flag.not_yet))
    lists = (each for each in (*single, *claim, *topics, *flags) if isinstance(each, Words))
    return frozenset(n for each in lists for needed in each.needles for n in needed)


def _words(expressions: list[str]) -> Words:
    return Words(
        tuple(_compiled(expression) for expression in expressions),
        tuple(needles(expression) for expression in expressions),
    )


def _compiled(expression: str) -> re.Pattern[str]:
    # Plain groups become non-capturing, so that the gaps are the only numbered groups.
    plain = re.sub(r"(?<!\\)\((?!\?)", "(?:", expression)
    try:
        return re.compile(plain.replace("…", _GAP))
    except re.error as broken:
        raise VocabularyError(f"expression {expression!r}: {broken}") from broken


def _topic(data: dict[str, Any]) -> TopicWords:  # TOML values are of any type
    return TopicWords(_words(data["strong"]), _words(data["weak"]))


def _flag(data: dict[str, Any]) -> FlagWords:  # TOML values are of any type
    not_yet = _words([f"(?:{text})" for text in data.get("not_yet", [])])
    return FlagWords(str(data["label"]), _words(data["words"]), not_yet)


def _claim(data: dict[str, Any]) -> ClaimWords:  # TOML values are of any type
    return ClaimWords(**{field.name: _words(data[field.name]) for field in fields(ClaimWords)})
