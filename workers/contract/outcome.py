"""The ways in which one execution can end.

A business fact is a :class:`BpmnError`, caught in the model. A passing fault is a
:class:`TransientFailure`, retried. A fault that no retry mends is a
:class:`PermanentFailure`, an incident in Cockpit. Any other exception counts as transient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Completion:
    """The handler is done; ``variables`` (engine name → Python value) go to the engine."""

    variables: Mapping[str, object] = field(default_factory=dict)


class BpmnError(Exception):
    """A business fact that the model catches with an error boundary event.

    Args:
        code: error code as declared by the handler and caught in the model.
        message: one sentence without personal data.
        variables: engine name → Python value, set in the scope that catches the error.
    """

    def __init__(
        self, code: str, message: str, variables: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.variables: dict[str, object] = dict(variables or {})


class TransientFailure(Exception):
    """A passing fault: try again.

    Args:
        message: one sentence without personal data; it is shown in Cockpit.
        retry_after: wait before the next try; ``None`` leaves it to the retry schedule.
    """

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after = retry_after


class PermanentFailure(Exception):
    """A fault that trying again cannot mend: an incident at once.

    Args:
        message: one sentence without personal data that says what an operator can do.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class OwnershipLost(Exception):
    """The lock is gone: whatever was done must not be reported, nothing may follow."""


Outcome = Completion | BpmnError
