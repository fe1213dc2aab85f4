"""TCP ports of this machine."""

from __future__ import annotations

import socket
from typing import Final

from workers.cli.errors import Fault

LOOPBACK: Final = "127.0.0.1"


def free_port() -> int:
    """A port that nobody uses at this moment; another process may take it before we do."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def require_free(port: int, purpose: str, flag: str) -> None:
    """Make sure that a port can be used.

    Raises:
        Fault: it is taken; the message names ``flag``, which chooses another.
    """
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise Fault(
                f"port {port} for the {purpose} cannot be used ({error.strerror})",
                f"Stop what uses it, or choose another with {flag}.",
            ) from None
