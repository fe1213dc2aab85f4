"""Handling of customer complaints (CSC-2024-001): what no general topic can do."""

from __future__ import annotations

from typing import Any, Final

from workers.contract import Handler
from workers.procedures.complaint import (
    additions,
    classification,
    closing,
    escalation,
    feedback,
    fulfilment,
    notification,
    opening,
    solution,
    ticket,
)

HANDLERS: Final[tuple[Handler[Any, Any, Any], ...]] = (
    *opening.HANDLERS,
    *additions.HANDLERS,
    *classification.HANDLERS,
    *ticket.HANDLERS,
    *solution.HANDLERS,
    *fulfilment.HANDLERS,
    *feedback.HANDLERS,
    *closing.HANDLERS,
    *notification.HANDLERS,
    *escalation.HANDLERS,
)
"""Every topic of the complaint processes."""
