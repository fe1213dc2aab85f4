"""``python -m workers.services.classifier``: learns the shipped model from the corpus again."""

from __future__ import annotations

import logging
from pathlib import Path

from workers.services.classifier.messages import phrases, training_set
from workers.services.classifier.model import write
from workers.services.classifier.training import train


def main() -> None:
    """Train and write ``model.json.gz`` beside this file."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    model = train(training_set(), phrases(), say=logging.getLogger(__name__).info)
    write(model, Path(__file__).with_name("model.json.gz"))


if __name__ == "__main__":
    main()
