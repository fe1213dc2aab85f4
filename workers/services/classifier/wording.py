"""A message made ready for reading: half-width, without neutral compounds, cut into clauses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from workers.services.classifier.script import simplified
from workers.services.classifier.vocabulary import Vocabulary, Words

_KEPT = set("，。！？；：（）、“”‘’《》…")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_WRAPPED = re.compile(r"(?<=[^\n。！？!?；;：:]{25})\n(?=[^\s\d一二三四五六七八九十])")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]?")
_CLAUSE = re.compile(r"[^，,：:]+[，,：:]?")
_ASKED = "请问"
_REACH = 7
_CAUSE = re.compile(r"导致|致使|造成(?!$|人员|任何|伤)|结果|所以|而|但|就")


def normalise(text: str) -> str:
    """Simplified characters, half-width letters, digits and signs, no thousands commas.

    Chinese punctuation stays. Lines that a mail program wrapped are joined again.
    """
    narrow = "".join(c if c in _KEPT else unicodedata.normalize("NFKC", c) for c in text)
    narrow = simplified(narrow)
    return _THOUSANDS.sub("", _WRAPPED.sub("", narrow))


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas.

    ``hypothetical`` and ``asked`` hold from the word that says so to the end of the sentence:
    what is only supposed (如果…), and what a polite question (请问…) asks about.
    """

    text: str
    subject: bool
    hypothetical: bool
    asked: bool

    @property
    def happened(self) -> bool:
        """Stated as a fact."""
        return not (self.hypothetical or self.asked)


def clauses(subject: str, body: str, vocabulary: Vocabulary) -> list[Clause]:
    """Both parts cut into clauses, neutral compounds blanked out."""
    return [
        clause
        for part, is_subject in ((subject, True), (body, False))
        for sentence in _SENTENCE.findall(blank(part, vocabulary.neutral))
        for clause in _cut(sentence, is_subject, vocabulary)
    ]


def _cut(sentence: str, subject: bool, vocabulary: Vocabulary) -> Iterator[Clause]:
    supposed = asked = False
    for text in _CLAUSE.findall(sentence):
        supposed = supposed or vocabulary.hypothetical.any(text)
        asked = asked or _ASKED in text
        yield Clause(text, subject, supposed, asked)


def blank(text: str, neutral: Words) -> str:
    """The text with every match replaced by as many wide blanks."""
    for hit in neutral.found(text):
        text = text[: hit.start()] + "\u3000" * len(hit[0]) + text[hit.end() :]
    return text


def negated(text: str, start: int, negation: Words) -> bool:
    """Whether the word at ``start`` is denied by a negation shortly before it in its clause.

    A cause between the two breaks the reach: 没有修好导致受伤 denies the repair, not the injury.
    """
    before = text[max(0, start - _REACH) : start]
    return any(not _CAUSE.search(before[hit.end() :]) for hit in negation.found(before))
