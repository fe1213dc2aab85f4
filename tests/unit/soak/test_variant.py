"""A variant tells the same stories of other customers, about other orders."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.soak.variant import left_over, write_variant
from workers.cli.examples import Examples
from workers.services.intake import read_intake
from workers.services.intake.message import Intake

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "examples"
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def _messages(folder: Path) -> dict[str, Intake]:
    return {path.name: read_intake(path, NOW) for path in (folder / "complaints").iterdir()}


def test_every_complaint_is_of_another_customer_with_another_intake_id(tmp_path: Path) -> None:
    write_variant(SHIPPED, tmp_path / "variant", 7)
    shipped, varied = _messages(SHIPPED), _messages(tmp_path / "variant")
    assert shipped.keys() == varied.keys()
    for name, message in varied.items():
        assert message.company_name != shipped[name].company_name, name
        assert message.intake_id != shipped[name].intake_id, name
        assert len(message.attachments) == len(shipped[name].attachments), name


def test_no_order_or_contract_of_the_examples_is_left(tmp_path: Path) -> None:
    renaming = write_variant(SHIPPED, tmp_path / "variant", 7)
    texts = [
        f"{message.subject} {message.problem_description} {message.order_no}"
        for message in _messages(tmp_path / "variant").values()
    ]
    texts += [
        path.read_text(encoding="utf-8")
        for pattern in ("register/*.csv", "casebook.toml", "complaints/*.txt")
        for path in (tmp_path / "variant").glob(pattern)
    ]
    assert left_over(renaming, texts) == []


def test_two_seeds_share_no_customer_number_and_a_seed_repeats_itself(tmp_path: Path) -> None:
    first = write_variant(SHIPPED, tmp_path / "1", 1)
    second = write_variant(SHIPPED, tmp_path / "2", 2)
    again = write_variant(SHIPPED, tmp_path / "3", 1)
    assert first == again
    assert first.keys() == second.keys()
    assert set(first.values()) - set(second.values()), "another seed, other names"


def test_a_variant_is_a_folder_that_the_demo_takes(tmp_path: Path) -> None:
    write_variant(SHIPPED, tmp_path / "variant", 3)
    examples = Examples.read(tmp_path / "variant", SHIPPED, NOW)
    assert len(examples.complaints) == 8
    assert examples.register == tmp_path / "variant" / "register"
