"""Decision tables, evaluated where they are deployed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class DecisionFailed(Exception):
    """A decision table could not be evaluated; the message names the table, not its inputs."""


class Decisions(Protocol):
    """Evaluates the newest deployed version of a DMN table."""

    def evaluate(self, table: str, facts: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
        """One mapping (output name → value) for each matching rule, in table order.

        Raises:
            DecisionFailed: the table is not deployed or rejects its inputs.
        """
