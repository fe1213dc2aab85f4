"""What ``sop up`` tells a newcomer to type next can be typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.cli.commands.up import next_steps

DEFAULT = Path(".sop")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command in a virtual environment that is not activated."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "elsewhere"))
    program = tmp_path / ".venv" / "bin" / "sop"
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    return program


def test_a_command_that_is_not_on_the_path_is_named_with_its_folder(program: Path) -> None:
    assert "  .venv/bin/sop start complaint-handling" in next_steps(program, DEFAULT)


def test_a_command_on_the_path_is_named_alone(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    assert "  sop start complaint-handling" in next_steps(program, DEFAULT)


def test_another_data_folder_is_named(program: Path) -> None:
    assert "--data" not in next_steps(program, DEFAULT)
    assert next_steps(program, Path("my data")).count("--data 'my data'") == 2
