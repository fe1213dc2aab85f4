"""Learns the model from labelled messages; needs the extra ``training`` (scikit-learn).

Each head is a logistic regression plus a complement naive Bayes on the same features: both are
linear, so their sum is one weight per feature and label, and what runs needs neither of them.
The same messages give the same file.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from workers.services.classifier import features
from workers.services.classifier.evidence import Evidence, find
from workers.services.classifier.messages import SIGNS, Message, Phrase, digest
from workers.services.classifier.model import (
    BLOCKS,
    Head,
    Model,
    chances_of,
    logit,
    names,
    quantised,
    rows,
    vector,
)
from workers.services.classifier.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Numbers = NDArray[np.float64]

FOLDS: Final = 5
"""Parts of a measurement on held-out groups."""

_RAREST: Final = {"runs": 2, "pairs": 3, "hits": 2}
"""In how many messages a feature must occur, so that no name of one customer is kept."""

_TELLING: Final = 15_000
"""Runs and pairs that are kept; what a long message costs follows from it."""

_PHRASE_WEIGHT: Final = 0.5
_PRECISION: Final = 10.0
_BAYES_SMOOTHING: Final = 0.3
_BAYES_SHARE: Final = 1.0
_NEVER: Final = -10.0
_LABELS: Final = {
    "category": ("C", "Q", "S"),
    "module": ("product", "price", "logistics", "service"),
    "urgency": ("normal", "urgent", "critical"),
}


_Terms = dict[str, dict[str, int]]
_Rarities = dict[str, tuple[float, ...]]


class TrainingError(Exception):
    """Nothing could be learned; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """A message or phrase as evidence, with its labels by head; ``group`` keeps folds apart."""

    evidence: Evidence
    labels: dict[str, str]
    weight: float
    group: str


def train(
    messages: Sequence[Message],
    phrases: Sequence[Phrase],
    vocabulary: Vocabulary | None = None,
    *,
    calibrated: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> Model:
    """Learn a model.

    Args:
        messages: labelled messages; a missing urgency is not learned from.
        phrases: turns of phrase, each counted half a message.
        vocabulary: the word lists that the model will be used with.
        calibrated: measure the probabilities on parts held out by trade (five trainings more);
            without it they are the raw ones.
        say: told what happens, in one line each.

    Raises:
        TrainingError: scikit-learn is missing, or a label has no message.
    """
    words = vocabulary or Vocabulary.shipped()
    say(f"reading {len(messages)} messages and {len(phrases)} phrases")
    samples = [_of_message(message, words) for message in messages]
    hints = [_of_phrase(phrase, words) for phrase in phrases]
    missing = _unseen(samples)
    if missing:
        raise TrainingError(f"no message is labelled {missing}; add some")
    # One thread: the same order of sums on every run, and no waiting where cores are shared.
    with _import("threadpoolctl").threadpool_limits(1):
        say("learning")
        model = _fit(samples, hints, digest([*messages, *phrases]))
        return _calibrated(model, samples, hints, say) if calibrated else model


def in_folds(groups: Sequence[str]) -> list[list[int]]:
    """Places of the members of groups in folds of about equal size; no group is in two of them."""
    sizes = Counter(groups)
    fold_of: dict[str, int] = {}
    filled = [0] * FOLDS
    for group, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        fold = filled.index(min(filled))
        fold_of[group] = fold
        filled[fold] += size
    return [
        [place for place, group in enumerate(groups) if fold_of[group] == fold]
        for fold in range(FOLDS)
    ]


def _of_message(message: Message, words: Vocabulary) -> _Sample:
    labels: dict[str, str] = {"category": message.category, "module": message.module}
    if message.urgency is not None:
        labels["urgency"] = message.urgency
        labels |= {f"sign.{s}": "yes" if s in message.signs else "no" for s in SIGNS}
    return _Sample(find("", message.text, words), labels, 1.0, message.trade)


def _of_phrase(phrase: Phrase, words: Vocabulary) -> _Sample:
    labels: dict[str, str]
    if phrase.category and phrase.module:
        labels = {"category": phrase.category, "module": phrase.module}
    else:
        critical = phrase.sign in SIGNS[:4]
        urgency = "critical" if critical else "urgent" if phrase.sign else "normal"
        labels = {f"sign.{s}": "yes" if s == phrase.sign else "no" for s in SIGNS}
        labels["urgency"] = urgency
    return _Sample(find("", phrase.text, words), labels, _PHRASE_WEIGHT, "")


def _unseen(samples: Iterable[_Sample]) -> str:
    seen = {item for sample in samples for item in sample.labels.items()}
    wanted = [(head, label) for head, labels in _LABELS.items() for label in labels]
    return ", ".join(f"{head} {label}" for head, label in wanted if (head, label) not in seen)


def _fit(samples: Sequence[_Sample], hints: Sequence[_Sample], fingerprint: str) -> Model:
    """Learn twice: on all features, then on those that tell most, which keeps reading fast."""
    everything = [*samples, *hints]
    terms, idf = _space(everything)
    full = _fit_on(everything, terms, idf, fingerprint)
    return _fit_on(everything, *_telling(full), fingerprint)


def _fit_on(
    everything: Sequence[_Sample], terms: _Terms, idf: _Rarities, fingerprint: str
) -> Model:
    matrix = _matrix(everything, terms, idf)
    heads: list[Head] = []
    learned: list[list[float]] = []
    biases: list[float] = []
    for name, labels in _heads().items():
        weights, bias = _learn(matrix, everything, name, labels)
        shown = labels if len(labels) > 2 else labels[1:]  # noqa: PLR2004 - yes or no is one score
        heads.append(Head(name, shown, len(learned), 1.0))
        learned += weights
        biases += bias
    flat, scales = quantised(learned)
    return Model(
        digest=fingerprint,
        heads=tuple(heads),
        terms=terms,
        idf=idf,
        weights=flat,
        scales=scales,
        biases=tuple(round(bias, 6) for bias in biases),
        confidence=(1.0, 0.0),
        names=names(terms),
        rows=rows(flat, len(biases)),
    )


def _telling(model: Model) -> tuple[_Terms, _Rarities]:
    """The runs and pairs whose weights differ most between labels; all hits of lists."""
    spans = [
        slice(head.first, head.first + len(head.labels))
        for head in model.heads
        if head.name in _LABELS
    ]

    def worth(block: str, place: int, rarity: float) -> float:
        row = [
            weight * scale for weight, scale in zip(model.rows[place], model.scales, strict=True)
        ]
        return BLOCKS[block] * rarity * max(max(row[s]) - min(row[s]) for s in spans)

    ranked = sorted(
        (-worth(block, place, rarity), place)
        for block in ("runs", "pairs")
        for place, rarity in zip(model.terms[block].values(), model.idf[block], strict=True)
    )
    kept = {place for _, place in ranked[:_TELLING]}
    terms: _Terms = {}
    idf: _Rarities = {}
    first = 0
    for block, known in model.terms.items():
        chosen = [
            (term, rarity)
            for (term, place), rarity in zip(known.items(), model.idf[block], strict=True)
            if block == "hits" or place in kept
        ]
        terms[block] = {term: first + n for n, (term, _) in enumerate(chosen)}
        idf[block] = tuple(rarity for _, rarity in chosen)
        first += len(chosen)
    return terms, idf


def _heads() -> dict[str, tuple[str, ...]]:
    return {**_LABELS, **{f"sign.{sign}": ("no", "yes") for sign in SIGNS}}


def _space(samples: Sequence[_Sample]) -> tuple[_Terms, _Rarities]:
    """The features to keep, by block, and how rare each is."""
    seen: dict[str, Counter[str]] = {block: Counter() for block in BLOCKS}
    for sample in samples:
        seen["runs"].update(features.runs(sample.evidence.text).keys())
        seen["pairs"].update(features.pairs(sample.evidence.text).keys())
        seen["hits"].update(features.hits(sample.evidence).keys())
    terms: dict[str, dict[str, int]] = {}
    idf: dict[str, tuple[float, ...]] = {}
    first = 0
    for block, counts in seen.items():
        kept = sorted(term for term, count in counts.items() if count >= _RAREST[block])
        terms[block] = {term: first + place for place, term in enumerate(kept)}
        first += len(kept)
        total = len(samples)
        idf[block] = tuple(
            round(math.log((1 + total) / (1 + counts[term])) + 1, 4) if block != "hits" else 1.0
            for term in kept
        )
    return terms, idf


def _matrix(
    samples: Sequence[_Sample],
    terms: _Terms,
    idf: _Rarities,
) -> csr_matrix:
    sparse = _import("scipy.sparse")
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    for sample in samples:
        found = vector(sample.evidence, terms, idf)
        data += found.values()
        columns += found.keys()
        starts.append(len(data))
    width = sum(map(len, terms.values()))
    return sparse.csr_matrix((data, columns, starts), shape=(len(samples), width))


def _learn(
    matrix: csr_matrix, samples: Sequence[_Sample], head: str, labels: tuple[str, ...]
) -> tuple[list[list[float]], list[float]]:
    """Weights and bias of each label of a head; of a yes or no, those of yes."""
    places = [n for n, sample in enumerate(samples) if head in sample.labels]
    known = matrix[places]
    wanted = [labels.index(samples[n].labels[head]) for n in places]
    worth = [samples[n].weight for n in places]
    if len(set(wanted)) == 1:  # a sign that no message bears; a missing label was refused before
        return [[0.0] * known.shape[1]], [_NEVER]
    regression = _import("sklearn.linear_model").LogisticRegression(
        C=_PRECISION, max_iter=400, tol=1e-3, class_weight="balanced"
    )
    regression.fit(known, wanted, sample_weight=worth)
    weights, bias = regression.coef_, regression.intercept_
    if len(weights) > 1:
        bayes = _import("sklearn.naive_bayes").ComplementNB(alpha=_BAYES_SMOOTHING)
        bayes.fit(known, wanted, sample_weight=worth)
        weights = weights + _BAYES_SHARE * bayes.feature_log_prob_
    return weights.tolist(), bias.tolist()


def _calibrated(
    model: Model,
    samples: Sequence[_Sample],
    hints: Sequence[_Sample],
    say: Callable[[str], None],
) -> Model:
    """The model with probabilities as they were measured on held-out trades."""
    scores: dict[int, list[float]] = {}
    folds = in_folds([sample.group for sample in samples])
    for number, fold in enumerate(folds, 1):
        say(f"calibrating, part {number} of {len(folds)}")
        out = set(fold)
        rest = [sample for place, sample in enumerate(samples) if place not in out]
        part = _fit(rest, hints, "")
        for place in fold:
            scores[place] = part.scores(part.vector(samples[place].evidence))
    heads = tuple(replace(h, temperature=_temperature(h, samples, scores)) for h in model.heads)
    fitted = replace(model, heads=heads)
    sure: list[float] = []
    right: list[int] = []
    for place, sample in enumerate(samples):
        chances = fitted.chances(scores[place])
        best = {head: max(chances[head], key=chances[head].__getitem__) for head in _LABELS}
        sure.append(
            logit(chances["category"][best["category"]] * chances["module"][best["module"]])
        )
        right.append(all(best[head] == sample.labels[head] for head in ("category", "module")))
    platt = _import("sklearn.linear_model").LogisticRegression(C=1e6)
    platt.fit([[value] for value in sure], right)
    return replace(
        fitted,
        confidence=(round(float(platt.coef_[0][0]), 4), round(float(platt.intercept_[0]), 4)),
    )


def _temperature(head: Head, samples: Sequence[_Sample], scores: dict[int, list[float]]) -> float:
    """What the scores are divided by, so that the held-out labels are likeliest."""
    wanted = [(n, s.labels[head.name]) for n, s in enumerate(samples) if head.name in s.labels]

    def surprise(step: int) -> float:
        tried = replace(head, temperature=step / 20)
        total = 0.0
        for place, label in wanted:
            chances = chances_of(tried, scores[place])
            chance = chances[label] if label in chances else 1 - chances["yes"]
            total -= math.log(max(chance, 1e-9))
        return total

    return min(range(6, 100, 2), key=surprise) / 20


def _import(name: str) -> Any:  # scikit-learn and SciPy ship no types
    import importlib

    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        raise TrainingError(
            "training needs scikit-learn; install the extra: pip install 'sop-workers[training]'"
        ) from missing
