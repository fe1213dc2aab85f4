"""``sop classify``: lines in, lines out; training that keeps no worse model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workers.cli.commands import classify as module
from workers.cli.main import sop
from workers.services.classifier.messages import Message, training_set
from workers.services.classifier.model import Model, read


def run(*arguments: str, lines: str = "") -> Result:
    return CliRunner().invoke(sop, ["classify", *arguments], input=lines)


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


@pytest.fixture
def smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    """Training on every sixteenth message, uncalibrated: the same path in a second."""
    every = training_set()
    monkeypatch.setattr(module, "training_set", lambda: every[::16])
    monkeypatch.setattr(
        module, "train", lambda messages, phrases, say: _train(messages, phrases, say=say)
    )


def _train(messages: list[Message], phrases: object, *, say: object) -> Model:
    from workers.services.classifier.training import train

    return train(messages, (), calibrated=False)


def test_each_line_is_answered_with_every_field(data: str) -> None:
    sent = [
        {"id": "1", "channel": "邮件", "text": "减速机漏油，请赔偿¥4,999.00。订单DD20261103-0087"},
        {"id": 2, "channel": "微信", "text": "請問一年多少錢"},
        {"id": None, "text": ""},
    ]
    result = run("--jsonl", "--data", data, lines="\n".join(map(json.dumps, sent)) + "\n\n")
    assert result.exit_code == 0, result.output
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert list(first) == [
        "id", "category", "module", "complaintType", "urgency", "claimAmount", "orderNo",
        "contractNo", "confidence", "reasons",
    ]  # fmt: skip
    assert (first["category"], first["module"], first["complaintType"]) == (
        "C", "product", "product_quality",
    )  # fmt: skip
    assert (first["claimAmount"], first["orderNo"], first["contractNo"]) == (
        4999, "DD20261103-0087", None,
    )  # fmt: skip
    assert (second["id"], second["category"], second["module"], second["complaintType"]) == (
        2, "Q", "price", None,
    )  # fmt: skip
    assert (third["id"], third["confidence"]) == (None, 0.0)
    assert not Path(data).exists()


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": "1"}', '{"text": 5}'])
def test_a_line_that_cannot_be_read_is_named(data: str, line: str) -> None:
    result = run("--jsonl", "--data", data, lines='{"text": "好"}\n' + line)
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.usefixtures("smaller")
def test_a_worse_model_is_refused_and_not_kept(data: str) -> None:
    result = run("train", "--data", data)
    assert result.exit_code == 4, result.output
    assert "worse in" in result.stderr
    assert not (Path(data) / "classifier.json.gz").exists()


@pytest.mark.usefixtures("smaller")
def test_a_model_that_is_no_worse_is_kept_and_used(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = _train(list(training_set()[::64]), (), say=None)
    monkeypatch.setattr(module.Model, "shipped", lambda: few)
    corrections = tmp_path / "corrections.jsonl"
    corrections.write_text(
        json.dumps({"id": "c1", "text": "机器嗝屁了", "category": "C", "module": "product",
                    "urgency": None}, ensure_ascii=False), encoding="utf-8",
    )  # fmt: skip
    arguments = ("train", "--data", data, "--corrections", str(corrections))
    dry = run(*arguments, "--dry-run")
    assert (dry.exit_code, Path(data).exists()) == (0, False), dry.output
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert "1 corrected messages" in result.stderr
    kept = read(Path(data) / "classifier.json.gz")
    assert kept.digest != few.digest


def test_figures_are_shown_and_given_as_json(data: str, tmp_path: Path) -> None:
    labelled = tmp_path / "own.jsonl"
    labelled.write_text(
        "".join(m.model_dump_json() + "\n" for m in training_set()[:5]), encoding="utf-8"
    )
    shown = run("measure", str(labelled), "--errors", "--data", data)
    assert shown.exit_code == 0, shown.output
    assert "expected calibration error" in shown.stdout
    given = json.loads(run("measure", str(labelled), "--json", "--data", data).stdout)
    assert given["messages"] == 5
    assert run("measure", str(tmp_path / "none.jsonl"), "--data", data).exit_code == 2
