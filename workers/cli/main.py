"""The command ``sop``. Command modules are imported when they are called, so help is quick."""

from __future__ import annotations

import importlib
from typing import Any, Final

import click

from workers.cli.errors import debugging, message_of
from workers.cli.interruption import Interrupted

COMMANDS: Final[dict[str, str]] = {
    "demo": "play the example complaints from intake to archive",
    "up": "keep engine, workers and mail catcher running",
    "lint": "check models against workers, forms, tables, letters and groups",
    "render": "draw models, tables, forms and the way of a case",
    "new": "lay out a procedure, ready to change in the Modeler",
    "templates": "write element templates for the Camunda Modeler",
    "deploy": "deploy models, decision tables and forms",
    "provision": "groups, accounts, permissions and filters that an engine lacks",
    "doctor": "is a live installation in order, and how is it mended?",
    "work": "run the workers only",
    "start": "hand in complaints",
    "message": "tell a case what its customer said",
    "case": "look at cases",
    "delegation": "delegated authority to compensate",
    "classify": "read messages, train and measure the classifier",
    "archive": "list and verify the archive",
    "register": "the customer register",
    "registry": "the registry of procedures and their versions",
}
_EPILOG: Final = (
    'Completion: add  eval "$(_SOP_COMPLETE=bash_source sop)"  to ~/.bashrc '
    "(zsh_source for zsh, fish_source for fish)."
)
_INTERRUPTED: Final = 130


class Commands(click.Group):
    """A group whose commands are imported late and whose errors become one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"workers.cli.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list for help, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    # Any: click's own signature.
    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; any error becomes a message and an exit code."""
        try:
            return super().invoke(ctx)
        except Interrupted as signal:
            click.echo("sop: stopped.", err=True)
            ctx.exit(signal.code)
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if debugging():
                raise
            raise message_of(error) from error


@click.group(cls=Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sop-workers", prog_name="sop")
def sop() -> None:
    """A company's SOPs on a process engine: enterprise customer complaints, from intake to archive.

    `sop demo` shows everything at once; `sop up` keeps it running.
    """


def main() -> None:
    """Entry point."""
    sop(prog_name="sop")


if __name__ == "__main__":
    main()
