"""Errors of the command line, and how every error of ours becomes one line and an exit code.

Exit codes (design §9): 0 ok, 1 failure, 2 usage, 3 engine unreachable, 4 check failed, 5 timeout.
"""

from __future__ import annotations

import os
from enum import IntEnum
from typing import IO, Any, ClassVar

import click


class ExitCode(IntEnum):
    """What a caller can tell from the exit code."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    UNREACHABLE = 3
    CHECK_FAILED = 4
    TIMEOUT = 5


class Fault(Exception):
    """A command cannot go on. ``problem`` is one clause, ``way_out`` says what to do about it."""

    code: ClassVar[ExitCode] = ExitCode.FAILURE

    def __init__(self, problem: str, way_out: str = "") -> None:
        super().__init__(f"{problem}. {way_out}" if way_out else problem)
        self.problem = problem
        self.way_out = way_out


class UsageFault(Fault):
    """The command was called with something that it cannot use."""

    code = ExitCode.USAGE


class EngineGone(Fault):
    """The engine does not answer, or has ended."""

    code = ExitCode.UNREACHABLE


class CheckFailed(Fault):
    """What was checked is not as it should be."""

    code = ExitCode.CHECK_FAILED


class DeadlinePassed(Fault):
    """Something was not reached in time."""

    code = ExitCode.TIMEOUT


class Message(click.ClickException):
    """A fault as click shows it: what went wrong, then the way out, on standard error."""

    exit_code: int  # type: ignore[misc]  # click reads it from the instance

    def __init__(self, problem: str, way_out: str, code: int) -> None:
        super().__init__(problem)
        self.way_out = way_out
        self.exit_code = code

    # Any: click's own signature.
    def show(self, file: IO[Any] | None = None) -> None:
        """Write the one message."""
        end = "" if self.message.endswith(("。", ".", "!", "！")) else "."
        text = f"sop: {self.message}{end}"
        click.echo(f"{text} {self.way_out}" if self.way_out else text, err=True, file=file)


def debugging() -> bool:
    """Whether SOP_DEBUG asks for tracebacks."""
    return os.environ.get("SOP_DEBUG", "") not in ("", "0")


def message_of(error: Exception) -> Message:
    """One line, a way out and the exit code for any error."""
    if isinstance(error, Fault):
        return Message(error.problem, error.way_out, error.code)
    known = _of_engine(error) or _of_services(error)
    if known is not None:
        return known
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return Message(f"{where}{error.strerror or type(error).__name__}", "", ExitCode.FAILURE)
    return Message(
        f"unexpected {type(error).__name__}",
        "SOP_DEBUG=1 shows where; please report it with that.",
        ExitCode.FAILURE,
    )


def _of_engine(error: Exception) -> Message | None:
    from workers.engine import CodecError, EngineError, EngineUnreachable

    if isinstance(error, EngineUnreachable):
        return Message(
            str(error),
            "Is it running? `sop up` starts one; --engine-url or SOP_ENGINE_URL name another.",
            ExitCode.UNREACHABLE,
        )
    if isinstance(error, EngineError | CodecError):
        return Message(str(error), "", ExitCode.FAILURE)
    return None


def _of_services(error: Exception) -> Message | None:
    from sqlalchemy.exc import SQLAlchemyError

    from workers.cases.intake_desk import NotSetAside
    from workers.casework.cases import UnknownCase
    from workers.casework.procedure import ProcedureError
    from workers.casework.registry import RegistryError
    from workers.casework.store import StoreUnavailable
    from workers.ports import DecisionFailed, NobodyWaits
    from workers.services.inbox import DamagedFile
    from workers.services.intake import IntakeError
    from workers.services.register import RegisterError

    ways_out: dict[type[Exception], str] = {
        IntakeError: "",
        UnknownCase: "",
        StoreUnavailable: "",
        NotSetAside: "",
        DamagedFile: "Restore the folder attachments from a backup.",
        RegisterError: "examples/register shows the files and their columns.",
        DecisionFailed: "",
        NobodyWaits: "`sop case show NUMBER` tells in which state the case is.",
    }
    if isinstance(error, ProcedureError | RegistryError):
        return Message(str(error), error.way_out, ExitCode.CHECK_FAILED)
    for kind, way_out in ways_out.items():
        if isinstance(error, kind):
            return Message(str(error), way_out, ExitCode.FAILURE)
    if isinstance(error, SQLAlchemyError):
        return Message(
            f"the case store failed ({type(error).__name__})",
            "SOP_DEBUG=1 shows the details.",
            ExitCode.FAILURE,
        )
    return None
