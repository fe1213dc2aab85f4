"""How well the model does on whom it has never heard, and what more messages would bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from workers.services.classifier.classify import classify
from workers.services.classifier.evaluation import Answer, Figures, answer_of, compare, measure
from workers.services.classifier.messages import Message, Phrase
from workers.services.classifier.model import Model
from workers.services.classifier.training import FOLDS, in_folds, train

SHARES: Final = (0.125, 0.25, 0.5, 1.0)
"""Parts of the messages for the learning curve; each holds the one before."""


def learning_curve(
    messages: Sequence[Message],
    phrases: Sequence[Phrase],
    held_out: Sequence[Message],
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[int, Figures]]:
    """Number of messages learned from, and the figures on messages that none of them is."""
    for share in SHARES:
        part = messages[:: round(1 / share)]
        say(f"learning from {len(part)} messages")
        model = train(part, phrases, calibrated=False)
        yield len(part), measure(held_out, reader(model))


def held_out_by(
    group: Callable[[Message], str],
    messages: Sequence[Message],
    phrases: Sequence[Phrase],
    say: Callable[[str], None] = lambda _: None,
) -> Figures:
    """Every message read by a model that learned from no message of its group."""
    answers: dict[int, Answer] = {}
    folds = in_folds([group(message) for message in messages])
    for number, fold in enumerate(folds, 1):
        say(f"part {number} of {FOLDS}")
        out = set(fold)
        rest = [message for place, message in enumerate(messages) if place not in out]
        read = reader(train(rest, phrases, calibrated=False))
        answers |= {place: read(messages[place]) for place in fold}
    return compare(messages, [answers[place] for place in range(len(messages))])


def reader(model: Model) -> Callable[[Message], Answer]:
    """Reads messages with one model."""
    return lambda message: answer_of(classify("", message.text, model=model))
