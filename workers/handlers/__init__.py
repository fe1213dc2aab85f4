"""General topics, which any model may use; one handler per topic."""

from __future__ import annotations

from typing import Any, Final

from workers.contract import Handler

HANDLERS: Final[tuple[Handler[Any, Any, Any], ...]] = ()
"""Every general topic."""
