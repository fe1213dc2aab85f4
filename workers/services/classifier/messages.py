"""Labelled messages: what the model learns from and what it is measured on."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

Category = Literal["C", "Q", "S"]
Module = Literal["product", "price", "logistics", "service"]
Urgency = Literal["normal", "urgent", "critical"]
ComplaintType = Literal["product_quality", "service_attitude", "logistics_delay", "other"]
Sign = Literal[
    "safety_risk",
    "production_stopped",
    "media_exposure",
    "legal_threat",
    "business_impact_today",
    "chased_before",
    "resolve_within_24h",
]
SIGNS: Final[tuple[Sign, ...]] = get_args(Sign)
CRITICAL: Final[frozenset[Sign]] = frozenset(SIGNS[:4])
"""Signs of D04 that make a message 特急; each of the others makes it 紧急."""

_TYPES: Final[dict[Module, ComplaintType]] = {
    "product": "product_quality",
    "service": "service_attitude",
    "logistics": "logistics_delay",
    "price": "other",
}
_CORPUS: Final = "workers.services.classifier.corpus"


class CorpusError(Exception):
    """A file of labelled messages cannot be used; the message names the line and the cure."""


class Message(BaseModel):
    """A message with the reading that a supervisor gives it (catalogue 3.1, rows under D04).

    ``trade`` and ``voice`` say who writes, so that a split can keep them apart; ``signs`` are the
    facts that D04 asks for; ``claimAmount`` is in yuan.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    category: Category
    module: Module
    urgency: Urgency | None
    trade: str = ""
    voice: str = ""
    channel: str = ""
    signs: tuple[Sign, ...] = ()
    complaintType: ComplaintType | None = None  # noqa: N815 - the field's name in the file
    claimAmount: float | None = None  # noqa: N815
    orderNo: str | None = None  # noqa: N815
    contractNo: str | None = None  # noqa: N815


class Phrase(BaseModel):
    """A turn of phrase that stands for a category and module, or for a sign (or for none)."""

    model_config = ConfigDict(frozen=True)

    text: str
    category: Category | None = None
    module: Module | None = None
    sign: Sign | None = None


def complaint_type(category: Category, module: Module) -> ComplaintType | None:
    """D03 by the reading rules: complaints only, by the module that the demand is about."""
    return _TYPES[module] if category == "C" else None


@cache
def training_set() -> tuple[Message, ...]:
    """The shipped messages to learn from."""
    folder = resources.files(_CORPUS).joinpath("train")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(m for file in files if file.name.endswith(".jsonl") for m in read(file))


def measuring_set(name: str) -> tuple[Message, ...]:
    """A shipped set that is never learned from: ``frozen``, ``fresh`` or ``claims``."""
    return read(resources.files(_CORPUS).joinpath(f"{name}.jsonl"))


@cache
def phrases() -> tuple[Phrase, ...]:
    """The shipped phrases."""
    data = tomllib.loads(resources.files(_CORPUS).joinpath("phrases.toml").read_text("utf-8"))
    kinds = [
        Phrase(text=text, category=category, module=module)
        for category, modules in data["kind"].items()
        for module, listed in modules.items()
        for text in listed["phrases"]
    ]
    signs = [
        Phrase(text=text, sign=None if sign == "none" else sign)
        for sign, listed in data["sign"].items()
        for text in listed["phrases"]
    ]
    return (*kinds, *signs)


def read(file: Traversable | Path) -> tuple[Message, ...]:
    """The messages of a JSON Lines file.

    Raises:
        CorpusError: the file is missing, or a line is no labelled message.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as unreadable:
        raise CorpusError(f"{file}: cannot be read as UTF-8 text") from unreadable
    return tuple(_parsed(file, number, line) for number, line in enumerate(lines, 1) if line)


def _parsed(file: Traversable | Path, number: int, line: str) -> Message:
    try:
        return Message.model_validate_json(line)
    except ValidationError as wrong:
        fields = ", ".join(".".join(map(str, error["loc"])) or "line" for error in wrong.errors())
        raise CorpusError(
            f"{file.name}, line {number}: {fields} missing or wrong; compare with corpus/train"
        ) from wrong


def digest(learned: Iterable[Message | Phrase]) -> str:
    """A short fingerprint of what was learned from."""
    seen = hashlib.sha256()
    for item in learned:
        seen.update(json.dumps(item.model_dump(), ensure_ascii=False).encode())
    return seen.hexdigest()[:16]
