"""Options that several commands share, and the settings that come from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])  # Any: a click callback of any signature

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=True),
    metavar="DIR",
    help="Data folder. [default: .sop, or SOP_DATA_DIR]",
)
health_option = click.option(
    "--health-port",
    type=click.IntRange(1, 65535),
    metavar="PORT",
    help="Serve the workers' /metrics, /health/live and /health/ready here. [default: off]",
)
revise_option = click.option(
    "--revise",
    metavar="TEXT",
    help="Change an effective version of a procedure on purpose; the text says what changed.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Data as JSON.")


def engine_options(function: F) -> F:
    """``--engine-url`` and ``--engine-user``; the password comes from SOP_ENGINE_PASSWORD."""
    function = click.option(
        "--engine-user", metavar="USER", help="Login; its password in SOP_ENGINE_PASSWORD."
    )(function)
    return click.option(
        "--engine-url", metavar="URL", help="REST root of an engine that runs elsewhere."
    )(function)
