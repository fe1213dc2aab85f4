"""Which engine it is."""

from __future__ import annotations

from collections.abc import Iterator

from workers.cli.doctor.finding import Finding, Installation, Level


def end_of_life(installation: Installation) -> Iterator[Finding]:
    """Does the engine still get security fixes? Camunda 7 ended with 7.24, in October 2025."""
    version = installation.engine.identity.reach().version
    if version.startswith("7."):
        yield Finding(
            Level.SOON,
            f"Camunda {version} is at its end of life: the community edition gets no security "
            "fixes any more",
            "Move to Operaton, which takes over the database with its open cases: "
            "docs/operaton.md.",
        )
