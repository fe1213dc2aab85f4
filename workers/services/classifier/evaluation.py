"""Figures of a reading beside what supervisors say: macro-F1, confusion, calibration, errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from workers.services.classifier.messages import Message
from workers.services.classifier.proposal import Proposal

FIELDS: Final = ("category", "module", "complaintType", "urgency")
"""What is measured by macro-F1."""

EXACT: Final = ("claimAmount", "orderNo", "contractNo")
"""What is measured by how often it is exactly right."""

_BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read from one message: values by field, and the confidence in them."""

    values: Mapping[str, object]
    confidence: float


def answer_of(proposal: Proposal) -> Answer:
    """A proposal by the names of the labels."""
    claim = proposal.claimed_amount
    amount = None if claim is None else float(claim)
    return Answer(
        {
            "category": proposal.category,
            "module": proposal.module,
            "complaintType": proposal.complaint_type,
            "urgency": proposal.urgency,
            "claimAmount": int(amount) if amount is not None and amount.is_integer() else amount,
            "orderNo": proposal.order_no,
            "contractNo": proposal.contract_no,
        },
        proposal.confidence,
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """Messages of similar confidence: how many, how sure on average, how often right."""

    size: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on a set of messages.

    ``scores`` are macro-F1 by field and shares of exactly right values; ``claimed`` is the share
    among messages that do claim a sum (``None`` without any). ``confusion`` counts (wanted, read)
    by field. ``calibration_error`` is the mean distance of confidence and share right, by bins.
    """

    size: int
    scores: Mapping[str, float]
    claimed: float | None
    confusion: Mapping[str, Counter[tuple[str, str]]]
    bins: tuple[Bin, ...]
    calibration_error: float
    errors: tuple[tuple[Message, str, str, str], ...]


def measure(messages: Sequence[Message], read: Callable[[Message], Answer]) -> Figures:
    """Read every message and compare."""
    answers = [read(message) for message in messages]
    return compare(messages, answers)


def compare(messages: Sequence[Message], answers: Sequence[Answer]) -> Figures:
    """Figures of answers that were read before."""
    pairs = list(zip(messages, answers, strict=True))
    confusion = {
        field: Counter(
            (_said(m, field), str(a.values[field]))
            for m, a in pairs
            if field != "urgency" or m.urgency is not None
        )
        for field in FIELDS
    }
    scores = {field: macro_f1(confusion[field]) for field in FIELDS}
    for field in EXACT:
        scores[field] = _share([getattr(m, field) == a.values[field] for m, a in pairs])
    claims = [m.claimAmount == a.values["claimAmount"] for m, a in pairs if m.claimAmount]
    bins = _bins(pairs)
    return Figures(
        size=len(messages),
        scores=scores,
        claimed=_share(claims) if claims else None,
        confusion=confusion,
        bins=bins,
        calibration_error=sum(b.size * abs(b.confidence - b.right) for b in bins)
        / max(len(messages), 1),
        errors=tuple(
            (m, field, _said(m, field), str(a.values[field]))
            for m, a in pairs
            for field in (*FIELDS, *EXACT)
            if (field != "urgency" or m.urgency is not None)
            and _said(m, field) != str(a.values[field])
        ),
    )


def macro_f1(confusion: Counter[tuple[str, str]]) -> float:
    """Mean over all labels of the harmonic mean of precision and recall."""
    labels = {label for pair in confusion for label in pair}
    scores = []
    for label in labels:
        hit = confusion[label, label]
        wanted = sum(count for (said, _), count in confusion.items() if said == label)
        read = sum(count for (_, got), count in confusion.items() if got == label)
        scores.append(2 * hit / (wanted + read))
    return sum(scores) / len(scores) if scores else 0.0


def _said(message: Message, field: str) -> str:
    value = getattr(message, field)
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 0.0


def _bins(pairs: Sequence[tuple[Message, Answer]]) -> tuple[Bin, ...]:
    """Tenths of the confidence, empty ones left out."""
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for message, answer in pairs:
        right = all(_said(message, f) == str(answer.values[f]) for f in ("category", "module"))
        tenth = min(int(answer.confidence * _BINS), _BINS - 1)
        tenths.setdefault(tenth, []).append((answer.confidence, right))
    return tuple(
        Bin(
            size=len(found),
            confidence=sum(sure for sure, _ in found) / len(found),
            right=_share([right for _, right in found]),
        )
        for _, found in sorted(tenths.items())
    )
