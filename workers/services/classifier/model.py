"""The trained model: one weight per feature and label, read from a file, applied without numpy.

Plain Python, so that the workers need nothing more: a message has some thousand features, which
take a few milliseconds.
"""

from __future__ import annotations

import base64
import gzip
import json
import math
import sys
import zlib
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from heapq import nlargest
from importlib import resources
from importlib.resources.abc import Traversable
from operator import mul, sub
from pathlib import Path
from typing import Any, Final

from workers.services.classifier import features
from workers.services.classifier.evidence import Evidence

FORMAT: Final = 1
BLOCKS: Final = {"runs": 1.0, "pairs": 0.5, "hits": 0.15}
"""Kinds of features and how much each counts."""

_LARGEST: Final = 32767
_GROUNDS: Final = 24
_ALL: Final = slice(None)
_SIGN: Final = "sign."
_EXPLAINED: Final = {"category", "module"}
_STEEP: Final = 500.0


class ModelError(Exception):
    """A model file cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Head:
    """One question to the model: its labels, where their weights stand, and its calibration.

    ``temperature`` divides the scores, so that the probabilities are those that were measured.
    """

    name: str
    labels: tuple[str, ...]
    first: int
    temperature: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The model's answers: for each head the probability of every label, and the words for them.

    ``signs`` gives the probability of each sign of D04; few messages need them.
    """

    chances: Mapping[str, Mapping[str, float]]
    confidence: float
    grounds: Mapping[str, tuple[str, ...]]
    signs: Callable[[], Mapping[str, float]] = field(compare=False)

    def best(self, head: str) -> str:
        """The most probable label."""
        chances = self.chances[head]
        return max(chances, key=lambda label: chances[label])


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature; see :func:`read` for the file."""

    digest: str
    heads: tuple[Head, ...]
    terms: Mapping[str, Mapping[str, int]]
    idf: Mapping[str, tuple[float, ...]]
    weights: array[int]
    scales: tuple[float, ...]
    biases: tuple[float, ...]
    confidence: tuple[float, float]
    names: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]

    @classmethod
    def shipped(cls) -> Model:
        """The model that comes with the package."""
        return _shipped()

    def vector(self, evidence: Evidence) -> dict[int, float]:
        """Features that the model knows, by their place."""
        return vector(evidence, self.terms, self.idf)

    def read(self, evidence: Evidence) -> Reading:
        """Answer every head for one message."""
        found = self.vector(evidence)
        heads = [head for head in self.heads if not head.name.startswith(_SIGN)]
        first = slice(sum(len(head.labels) for head in heads))
        parts = self._parts(found, first)
        scores = self._sums(parts, first)
        chances = {head.name: chances_of(head, scores) for head in heads}
        places = list(found)
        return Reading(
            chances=chances,
            confidence=self._confidence(chances) if found else 0.0,
            grounds={
                head.name: self._grounds(head, scores, places, parts)
                for head in heads
                if head.name in _EXPLAINED
            },
            signs=partial(self._signs, found),
        )

    def _signs(self, found: Mapping[int, float]) -> dict[str, float]:
        heads = [head for head in self.heads if head.name.startswith(_SIGN)]
        labels = slice(heads[0].first, None)
        scores = self._sums(self._parts(found, labels), labels)
        return {
            head.name.removeprefix(_SIGN): _logistic(score / head.temperature)
            for head, score in zip(heads, scores, strict=True)
        }

    def scores(self, found: Mapping[int, float]) -> list[float]:
        """The raw score of every label."""
        return self._sums(self._parts(found, _ALL), _ALL)

    def _parts(self, found: Mapping[int, float], labels: slice) -> list[list[float]]:
        """For each of the labels what every feature adds to its score, before scaling."""
        values = list(found.values())
        rows = [self.rows[place] for place in found] or [(0.0,) * len(self.biases)]
        columns = list(zip(*rows, strict=True))[labels]
        return [list(map(mul, values, column)) for column in columns]

    def _sums(self, parts: list[list[float]], labels: slice) -> list[float]:
        biases, scales = self.biases[labels], self.scales[labels]
        return [
            bias + sum(part) * scale
            for bias, part, scale in zip(biases, parts, scales, strict=True)
        ]

    def chances(self, scores: list[float]) -> dict[str, dict[str, float]]:
        """The probability of every label, by head."""
        return {head.name: chances_of(head, scores) for head in self.heads}

    def _confidence(self, chances: Mapping[str, Mapping[str, float]]) -> float:
        """The measured probability that category and module are both right."""
        both = max(chances["category"].values()) * max(chances["module"].values())
        slope, offset = self.confidence
        return _logistic(slope * logit(both) + offset)

    def _grounds(
        self, head: Head, scores: list[float], places: list[int], parts: list[list[float]]
    ) -> tuple[str, ...]:
        """The features that spoke most for the best label and against the second best."""
        labels = range(head.first, head.first + len(head.labels))
        best, second = nlargest(2, labels, key=lambda label: scores[label])
        gain, loss = self.scales[best], self.scales[second]
        ours, theirs = map(gain.__mul__, parts[best]), map(loss.__mul__, parts[second])
        worth = list(map(sub, ours, theirs))
        strongest = nlargest(_GROUNDS, range(len(worth)), key=worth.__getitem__)
        return tuple(self.names[places[n]] for n in strongest if worth[n] > 0)


def vector(
    evidence: Evidence,
    terms: Mapping[str, Mapping[str, int]],
    idf: Mapping[str, tuple[float, ...]],
) -> dict[int, float]:
    """Weighted features of a message: runs and pairs as normalised tf-idf, hits as they are."""
    found: dict[int, float] = {}
    for block, counts in (
        ("runs", features.runs(evidence.text)),
        ("pairs", features.pairs(evidence.text)),
    ):
        known, rarity = terms[block], idf[block]
        first = next(iter(known.values()), 0)
        values = {
            place: rarity[place - first] * (1 + math.log(count) if count > 1 else 1)
            for term, count in counts.items()
            if (place := known.get(term)) is not None
        }
        # An exact sum: the same message gives the same last digit whatever the order.
        length = math.sqrt(math.fsum(value * value for value in values.values())) or 1.0
        share = BLOCKS[block] / length
        for place, value in values.items():
            found[place] = value * share
    for term, value in features.hits(evidence).items():
        if term in terms["hits"]:
            found[terms["hits"][term]] = value * BLOCKS["hits"]
    return found


def read(file: Traversable | Path) -> Model:
    """A model from its file: gzipped JSON, weights as base64 of little-endian 16-bit integers.

    Raises:
        ModelError: the file is missing, damaged or of another format.
    """
    try:
        data = json.loads(gzip.decompress(file.read_bytes()))
        if data["format"] != FORMAT:
            raise ModelError(f"{file}: format {data['format']}, wanted {FORMAT}; train it again")
        return _model(data)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as broken:
        raise ModelError(f"{file}: no usable model; train it again or remove it") from broken


def trained_here(file: Path) -> Model | None:
    """The model of a file, ``None`` if there is no such file.

    Raises:
        ModelError: there is one, but it cannot be used.
    """
    return read(file) if file.exists() else None


def write(model: Model, file: Path) -> None:
    """Write a model so that the same model gives the same bytes; never half of it."""
    weights = array("h", model.weights)
    if sys.byteorder == "big":
        weights.byteswap()
    data = {
        "format": FORMAT,
        "digest": model.digest,
        "heads": [[h.name, list(h.labels), h.first, h.temperature] for h in model.heads],
        "terms": {block: list(terms) for block, terms in model.terms.items()},
        "idf": {block: list(values) for block, values in model.idf.items()},
        "scales": list(model.scales),
        "biases": list(model.biases),
        "confidence": list(model.confidence),
        "weights": base64.b64encode(weights.tobytes()).decode(),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_bytes(gzip.compress(text.encode(), mtime=0))
    fresh.replace(file)


def quantised(weights: list[list[float]]) -> tuple[array[int], tuple[float, ...]]:
    """Weights by label as 16-bit integers by feature, and the scale of each label."""
    scales = tuple(max((abs(w) for w in row), default=0.0) / _LARGEST or 1.0 for row in weights)
    columns = zip(*weights, strict=True)
    flat = (round(w / s) for column in columns for w, s in zip(column, scales, strict=True))
    return array("h", flat), scales


def logit(chance: float) -> float:
    """Log odds, finite for 0 and 1."""
    inside = min(max(chance, 1e-9), 1 - 1e-9)
    return math.log(inside / (1 - inside))


def rows(weights: array[int], width: int) -> tuple[tuple[float, ...], ...]:
    """The weights of every feature, by label; as floats, which multiply faster."""
    return tuple(zip(*[map(float, weights)] * width, strict=True))


def names(terms: Mapping[str, Mapping[str, int]]) -> tuple[str, ...]:
    """The features in order of their place."""
    return tuple(term for block in BLOCKS for term in terms[block])


@cache
def _shipped() -> Model:
    return read(resources.files("workers.services.classifier").joinpath("model.json.gz"))


def _model(data: dict[str, Any]) -> Model:  # JSON values are of any type
    weights = array("h")
    weights.frombytes(base64.b64decode(data["weights"]))
    if sys.byteorder == "big":
        weights.byteswap()
    terms: dict[str, dict[str, int]] = {}
    place = 0
    for block in BLOCKS:
        terms[block] = {term: place + n for n, term in enumerate(data["terms"][block])}
        place += len(terms[block])
    return Model(
        digest=str(data["digest"]),
        heads=tuple(
            Head(name, tuple(labels), first, t) for name, labels, first, t in data["heads"]
        ),
        terms=terms,
        idf={block: tuple(values) for block, values in data["idf"].items()},
        weights=weights,
        scales=tuple(data["scales"]),
        biases=tuple(data["biases"]),
        confidence=(data["confidence"][0], data["confidence"][1]),
        names=names(terms),
        rows=rows(weights, len(data["biases"])),
    )


def chances_of(head: Head, scores: list[float]) -> dict[str, float]:
    """Softmax of a head's scores; a head of one label is a yes or no."""
    own = [score / head.temperature for score in scores[head.first : head.first + len(head.labels)]]
    if len(own) == 1:
        return {head.labels[0]: _logistic(own[0])}
    top = max(own)
    powers = [math.exp(score - top) for score in own]
    return dict(zip(head.labels, (power / sum(powers) for power in powers), strict=True))


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-score)) if score > -_STEEP else 0.0
