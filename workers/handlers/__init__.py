"""General topics, which any model may use; one handler per topic."""

from __future__ import annotations

from typing import Any, Final

from workers.contract import Handler
from workers.handlers import (
    approval,
    closing,
    completeness,
    forms,
    handover,
    limits,
    notices,
    opening,
    records,
)

HANDLERS: Final[tuple[Handler[Any, Any, Any], ...]] = (
    *opening.HANDLERS,
    *forms.HANDLERS,
    *completeness.HANDLERS,
    *notices.HANDLERS,
    *limits.HANDLERS,
    *approval.HANDLERS,
    *records.HANDLERS,
    *handover.HANDLERS,
    *closing.HANDLERS,
)
"""Every general topic."""
