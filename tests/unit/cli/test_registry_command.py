"""``sop registry`` prints the procedures and the history of one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.cli.conftest import run
from tests.unit.cli.one_case import store_with_a_case
from workers.casework.registry import Registry
from workers.cli.checkout import Checkout
from workers.cli.deployment import procedures_of

AT = datetime(2026, 11, 28, 4, tzinfo=UTC)
NUMBER = "CSC-2024-001"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder in which the shipped procedures are registered."""
    store = store_with_a_case(tmp_path)
    with store.begin() as session:
        for each in procedures_of(Checkout.find()):
            Registry(session).register(each.procedure, each.contents, by="admin", at=AT)
    store.close()
    return tmp_path


def test_the_effective_version_of_each_procedure_is_listed(data: Path) -> None:
    shown = run("registry", "--data", str(data))
    assert shown.exit_code == 0
    assert f"{NUMBER}  V1.1  生效  2026-11-28" in shown.stdout
    listed = json.loads(run("registry", "--json", "--data", str(data)).stdout)
    (own,) = [each for each in listed if each["number"] == NUMBER]
    assert own["status"] == "生效"
    assert "sla.dmn" in own["files"]
    assert len(listed) == len(procedures_of(Checkout.find()))


def test_the_history_of_a_procedure_names_what_was_repealed_by_what(data: Path) -> None:
    shown = run("registry", "show", NUMBER, "--data", str(data))
    assert shown.exit_code == 0
    old, new = (line for line in shown.stdout.splitlines() if line.startswith("V1."))
    assert old.split()[:6] == ["V1.0", "1", "废止", "2026-11-28", "V1.1", "2026-11-28"]
    assert new.split()[:4] == ["V1.1", "1", "生效", "2026-11-28"]


def test_an_unknown_procedure_is_answered_with_those_that_there_are(data: Path) -> None:
    refused = run("registry", "show", "FW-SC-999", "--data", str(data))
    assert refused.exit_code == 1
    assert NUMBER in refused.output
