"""What the word lists find in one message: the same for a person's reasons and for the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from workers.services.classifier.claim import claimed_amount
from workers.services.classifier.vocabulary import FLAGS, TOPICS, Vocabulary, Words, quote
from workers.services.classifier.wording import Clause, clauses, negated, normalise

_DENIABLE: Final = {
    "safety_risk",
    "production_stopped",
    "media_exposure",
    "legal_threat",
    "compensation_expected",
    "business_impact_today",
    "contract_dispute",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words found in a message.

    ``lists`` has for each word list its expressions that occur, with the words they found;
    ``flags`` and ``stated`` the words for each risk, in all clauses and in those that state a
    fact, denied ones left out. ``claim`` is the demanded sum in yuan.
    """

    text: str
    lists: Mapping[str, Mapping[str, str]]
    flags: Mapping[str, tuple[str, ...]]
    stated: Mapping[str, tuple[str, ...]]
    claim: Decimal | None


def find(subject: str, body: str, vocabulary: Vocabulary) -> Evidence:
    """Everything the lists find in both parts of a message."""
    head, text = normalise(subject), normalise(body)
    whole = f"{head}\n{text}" if head else text
    words = vocabulary.within(whole)
    lists = {name: _hits(whole, listed) for name, listed in _lists(words).items()}
    occurring = {name: words.flags[name].words.only(lists[f"flag.{name}"]) for name in FLAGS}
    read = clauses(head, text, words) if any(w.patterns for w in occurring.values()) else []
    said = {name: list(_said(name, occurring[name], read, words)) for name in FLAGS}
    return Evidence(
        text=whole,
        lists=lists,
        flags={name: _distinct(quote for quote, _ in said[name]) for name in FLAGS},
        stated={name: _distinct(quote for quote, stated in said[name] if stated) for name in FLAGS},
        claim=claimed_amount(whole, words.claim),
    )


def _distinct(quotes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(quotes))


def _lists(words: Vocabulary) -> dict[str, Words]:
    lists = {
        "complaint": words.complaint_strong,
        "trouble": words.trouble,
        "question": words.question,
        "suggestion": words.suggestion,
        "hypothetical": words.hypothetical,
        "demand": words.demand,
        "negation": words.negation,
    }
    for name in TOPICS:
        lists[f"strong.{name}"] = words.topics[name].strong
        lists[f"weak.{name}"] = words.topics[name].weak
    return lists | {f"flag.{name}": words.flags[name].words for name in FLAGS}


def _hits(text: str, words: Words) -> dict[str, str]:
    hits = ((pattern.pattern, pattern.search(text)) for pattern in words.patterns)
    return {expression: quote(hit) for expression, hit in hits if hit}


def _said(
    name: str, listed: Words, read: list[Clause], words: Vocabulary
) -> Iterator[tuple[str, bool]]:
    """The words for a risk, without denied ones and what has not happened yet.

    With each goes whether its clause states a fact.
    """
    for clause in read if listed.patterns else ():
        for hit in listed.found(clause.text):
            before = clause.text[: hit.start()]
            denied = name in _DENIABLE and negated(clause.text, hit.start(), words.negation)
            if not denied and not words.flags[name].not_yet.any(before):
                yield quote(hit), clause.happened
