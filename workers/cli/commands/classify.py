"""``sop classify``: read messages, train the classifier, measure it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TextIO

import click

from workers.casework.store import Store
from workers.cli.classifier_figures import as_data, figures
from workers.cli.console import Console
from workers.cli.errors import CheckFailed, Fault, UsageFault
from workers.cli.options import data_option, json_option
from workers.cli.settings import Settings, load_settings
from workers.cli.table import table
from workers.services.classifier import Model, classify
from workers.services.classifier.corrections import corrected
from workers.services.classifier.evaluation import FIELDS, Figures, answer_of, measure
from workers.services.classifier.messages import (
    CorpusError,
    Message,
    measuring_set,
    phrases,
    read,
    training_set,
)
from workers.services.classifier.model import trained_here, write
from workers.services.classifier.study import held_out_by, learning_curve, reader
from workers.services.classifier.training import TrainingError, train

_SETS: Final = ("frozen", "fresh", "claims")
_GROUPS: Final[dict[str, Callable[[Message], str]]] = {
    "trade": lambda message: message.trade,
    "voice": lambda message: message.voice,
}


@click.group(invoke_without_command=True)
@click.option(
    "--jsonl", is_flag=True, help='Read {"id","channel","text"} lines, write one for each.'
)
@data_option
@click.pass_context
def command(context: click.Context, *, jsonl: bool, data: Path | None) -> None:
    """Read customers' messages, train the reading, measure it.

    With --jsonl, lines from standard input are classified to standard output. Each has id,
    category (Q, C, S), module, complaintType, urgency, claimAmount (yuan), orderNo, contractNo,
    confidence (the measured probability that category and module are both right) and reasons.

    \b
    Example:
      sop classify --jsonl < messages.jsonl > read.jsonl
    """
    if context.invoked_subcommand is not None:
        if jsonl:
            raise UsageFault("--jsonl takes no further command", "Leave one of them out.")
        return
    if not jsonl:
        click.echo(context.get_help())
        return
    model = _model(data)
    for record in _records(sys.stdin):
        click.echo(json.dumps(_read(record, model), ensure_ascii=False))


@command.command("train")
@click.option(
    "--corrections",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Labelled messages (JSON Lines) instead of those in the case store.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where the model goes. [default: the data folder]")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Train and compare, keep nothing.")
@data_option
def train_(*, file: Path | None, output: Path | None, dry_run: bool, data: Path | None) -> None:
    """Learn from the shipped messages and what supervisors corrected on F02.

    The new model is kept only if none of its figures on the frozen set is below that of the model
    in use; otherwise the command ends with code 4. Running workers take it after a restart. Needs
    the extra `training`. Takes about two minutes.

    \b
    Example:
      sop classify train
    """
    console = Console()
    settings = load_settings(data)
    learned = _corrected(file, settings)
    console.say(f"{len(learned)} corrected messages")
    present = _model(data)
    try:
        model = train([*training_set(), *learned], phrases(), say=console.progress)
    except TrainingError as error:
        raise Fault(str(error)) from None
    frozen = measuring_set("frozen")
    before, after = (measure(frozen, reader(each)) for each in (present, model))
    worse = [field for field in FIELDS if after.scores[field] < before.scores[field]]
    for field in FIELDS:
        console.say(f"{field}: {before.scores[field]:.3f} → {after.scores[field]:.3f}")
    if worse:
        raise CheckFailed(
            f"on the frozen set the new model is worse in {', '.join(worse)}; it is not kept",
            "Look through the corrections, or add more messages of that kind.",
        )
    if dry_run:
        console.say("nothing is kept (--dry-run)")
        return
    target = output or settings.folder.classifier_file
    target.parent.mkdir(parents=True, exist_ok=True)
    write(model, target)
    console.say(f"kept in {target} ({target.stat().st_size / 1e6:.1f} MB)")


@command.command("measure")
@click.argument("source", metavar="SET", default="frozen")
@click.option("--errors", is_flag=True, help="Every message that was read wrong.")
@data_option
@json_option
def measure_(*, source: str, errors: bool, data: Path | None, as_json: bool) -> None:
    """Measure the model in use on SET: frozen, fresh, claims, or a JSON Lines file of messages.

    \b
    Example:
      sop classify measure frozen --errors
    """
    try:
        messages = measuring_set(source) if source in _SETS else read(Path(source))
    except CorpusError as error:
        raise UsageFault(str(error)) from None
    found = measure(messages, reader(_model(data)))
    console = Console()
    if as_json:
        console.json(as_data(found))
        return
    console.data(figures(found, errors=errors))


@command.command()
def study() -> None:
    """Measure with models trained anew: the learning curve, and held-out trades and voices.

    The curve is measured on the frozen set. Of the splits, every message is read by a model that
    learned from no message of its trade, or of its voice. Needs the extra `training`. Takes about
    ten minutes.

    \b
    Example:
      sop classify study
    """
    console = Console()
    messages, hints = training_set(), phrases()
    try:
        rows = [
            [f"frozen set, {size} messages learned", *_scores(found)]
            for size, found in learning_curve(
                messages, hints, measuring_set("frozen"), console.progress
            )
        ]
        for name, group in _GROUPS.items():
            found = held_out_by(group, messages, hints, console.progress)
            rows.append([f"held out by {name}", *_scores(found)])
    except TrainingError as error:
        raise Fault(str(error)) from None
    console.data(table(["measured on", *FIELDS], rows))


def _scores(found: Figures) -> list[str]:
    return [f"{found.scores[field]:.3f}" for field in FIELDS]


def _model(data: Path | None) -> Model:
    """The model in use: the one that was trained here, else the shipped one."""
    return trained_here(load_settings(data).folder.classifier_file) or Model.shipped()


def _records(stream: TextIO) -> Iterator[dict[str, object]]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            raise UsageFault(f"line {number} is no JSON", "Each line is one object.") from None
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise UsageFault(f"line {number} has no text", 'Lines: {"id","channel","text"}.')
        yield record


def _read(record: dict[str, object], model: Model) -> dict[str, object]:
    proposal = classify("", str(record["text"]), model=model)
    return {
        "id": record.get("id"),
        **answer_of(proposal).values,
        "confidence": proposal.confidence,
        "reasons": list(proposal.reasons),
    }


def _corrected(file: Path | None, settings: Settings) -> list[Message]:
    if file is not None:
        try:
            return list(read(file))
        except CorpusError as error:
            raise UsageFault(str(error)) from None
    if settings.store_url is None and not settings.folder.cases.exists():
        return []
    store = Store(settings.store_address, read_only=True)
    try:
        with store.begin() as session:
            return list(corrected(session))
    finally:
        store.close()
