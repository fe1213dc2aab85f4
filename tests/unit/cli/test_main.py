"""The command itself: help, version, and how errors end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from tests.unit.cli.conftest import run
from workers.cli.main import COMMANDS, sop


def _leaves(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _leaves(found, (*path, name))
    else:
        yield " ".join(path), command


LEAVES = dict(_leaves(sop, ()))


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = run(*name.split(), "--help")
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert f"sop {name}" in result.output


def test_help_lists_every_command_in_order_of_use() -> None:
    lines = run("--help").output.splitlines()
    listed = [line.split()[0] for line in lines if line.split()[:1] and line.split()[0] in COMMANDS]
    assert listed == list(COMMANDS)


def test_the_version_is_told() -> None:
    assert run("--version").output.startswith("sop, version ")


def test_help_imports_neither_engine_client_nor_database() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from workers.cli.main import sop;"
        "CliRunner().invoke(sop, ['--help']);"
        "sys.exit(any(each in sys.modules for each in ('requests', 'sqlalchemy', 'pydantic')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_command_is_a_usage_error() -> None:
    assert run("nonsense").exit_code == 2


def test_a_fault_of_ours_is_one_line_without_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("workers.cli.commands.case.load_settings", broken)
    result = run("case", "list")
    assert result.exit_code == 1
    assert result.stderr == (
        "sop: unexpected ZeroDivisionError. SOP_DEBUG=1 shows where; please report it with that.\n"
    )


def test_debugging_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("workers.cli.commands.case.load_settings", broken)
    monkeypatch.setenv("SOP_DEBUG", "1")
    assert isinstance(run("case", "list").exception, ZeroDivisionError)


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("workers.cli.commands.case.load_settings", interrupted)
    assert run("case", "list").exit_code == 130
