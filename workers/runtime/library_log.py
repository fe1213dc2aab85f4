"""The library's log: silent until the application has a log of its own.

A library that prints by itself costs time at each task and spoils an output that others read.
Lines go to structlog once that is configured, else to Python's ``logging`` below the logger
``workers.runtime``.
"""

from __future__ import annotations

import logging
from functools import cached_property

import structlog

# Python's handler of last resort would print warnings to standard error.
logging.getLogger("workers.runtime").addHandler(logging.NullHandler())


class LibraryLog:
    """One named log. **Thread-safe.**

    Args:
        name: of the module.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._plain = logging.getLogger(name)

    @cached_property
    def _structured(self) -> structlog.typing.BindableLogger:
        # A lazy proxy: it follows a configuration that is changed later.
        logger: structlog.typing.BindableLogger = structlog.get_logger(self._name)
        return logger

    def listens(self, level: int) -> bool:
        """Whether a line of this level could go anywhere, so that making it is worth the time."""
        if not structlog.is_configured():
            return self._plain.isEnabledFor(level)
        asked = getattr(self._structured.bind(), "is_enabled_for", None)
        return asked is None or bool(asked(level))

    # object: whatever can be written.
    def debug(self, event: str, **fields: object) -> None:
        """For who looks for a fault."""
        self._write(logging.DEBUG, event, fields)

    def info(self, event: str, **fields: object) -> None:
        """What happens in the ordinary course."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """What goes wrong and is dealt with."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, **fields: object) -> None:
        """What somebody must look at."""
        self._write(logging.ERROR, event, fields)

    def _write(self, level: int, event: str, fields: dict[str, object]) -> None:
        if structlog.is_configured():
            getattr(self._structured, logging.getLevelName(level).lower())(event, **fields)
        elif self._plain.isEnabledFor(level):
            named = {**structlog.contextvars.get_contextvars(), **fields}
            said = " ".join(f"{name}={value!r}" for name, value in named.items())
            self._plain.log(level, "%s %s", event, said)
