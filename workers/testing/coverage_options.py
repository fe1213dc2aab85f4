"""The options of coverage, apart from what they switch on, as every run of pytest loads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from workers.testing.coverage_plugin import ScenarioCoverage

_FOLDER: Final = "scenario-coverage"
FAIL_UNDER: Final = "scenario_coverage_fail_under"
EXCLUSIONS: Final = "scenario_coverage_exclusions"


def add_options(parser: pytest.Parser, group: pytest.OptionGroup) -> None:
    """The options of this module."""
    group.addoption(
        "--scenario-coverage",
        nargs="?",
        const=_FOLDER,
        metavar="FOLDER",
        help="play on instrumented copies of the models and write coverage.json and coverage.html "
        f"there (default: {_FOLDER})",
    )
    group.addoption(
        "--scenario-coverage-fail-under",
        metavar="PERCENT",
        help="fail if less of the nodes or of the flows was reached, with --scenario-coverage; "
        "'nodes=100,flows=100,rules=90' names each",
    )
    group.addoption(
        "--scenario-test-engine",
        action="store_true",
        help="the engine of --scenario-engine is for tests only: mark it, so that it may get "
        "instrumented copies",
    )
    parser.addini(FAIL_UNDER, "as --scenario-coverage-fail-under", default="")
    parser.addini(
        EXCLUSIONS, "TOML file of the model elements that no scenario reaches, and why", default=""
    )


def requested(config: pytest.Config) -> ScenarioCoverage | None:
    """The coverage of this run; ``None`` without the option.

    Raises:
        UsageError: a threshold or the list of exclusions is wrong.
    """
    folder: str | None = config.getoption("scenario_coverage")
    if folder is None:
        return None
    from workers.testing.coverage_plugin import of_run

    return of_run(config, folder)
