"""Figures of the classifier, for people and for programs."""

from __future__ import annotations

from collections import Counter

from workers.cli.table import table
from workers.services.classifier.evaluation import FIELDS, Figures


def as_data(found: Figures) -> dict[str, object]:
    """Everything but the single errors."""
    return {
        "messages": found.size,
        "scores": dict(found.scores),
        "claimed": found.claimed,
        "calibrationError": found.calibration_error,
        "confusion": {
            field: [
                {"wanted": wanted, "read": read, "messages": count}
                for (wanted, read), count in sorted(pairs.items())
            ]
            for field, pairs in found.confusion.items()
        },
        "bins": [
            {"messages": b.size, "confidence": b.confidence, "right": b.right} for b in found.bins
        ],
    }


def figures(found: Figures, *, errors: bool) -> str:
    """Tables one below the other; ``errors`` adds every message that was read wrong."""
    rows = [[name, f"{score:.3f}"] for name, score in found.scores.items()]
    if found.claimed is not None:
        rows.append(["claimAmount where claimed", f"{found.claimed:.3f}"])
    parts = [
        f"{found.size} messages; macro-F1 of {', '.join(FIELDS)}, share exactly right of the rest",
        table(["field", "score"], rows),
        *(_confusion(field, found.confusion[field]) for field in FIELDS),
        "confidence that category and module are both right, and how often they were",
        table(
            ["messages", "confidence", "right"],
            [[str(b.size), f"{b.confidence:.3f}", f"{b.right:.3f}"] for b in found.bins],
        ),
        f"expected calibration error {found.calibration_error:.3f}",
    ]
    if errors:
        parts += [
            f"{field}: wanted {wanted}, read {read}: {message.text}"
            for message, field, wanted, read in found.errors
        ]
    return "\n\n".join(parts)


def _confusion(field: str, pairs: Counter[tuple[str, str]]) -> str:
    labels = sorted({label for pair in pairs for label in pair})
    rows = [[wanted, *(str(pairs[wanted, read]) for read in labels)] for wanted in labels]
    return table([f"{field}: wanted, read →", *labels], rows)
