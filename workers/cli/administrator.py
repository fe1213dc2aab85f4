"""The login that may change an engine's people and models, where a command needs that one."""

from __future__ import annotations

from workers.cli.logins import ADMIN, WORKER, Logins
from workers.cli.settings import Settings
from workers.engine import EngineAddress


def administrator_of(settings: Settings) -> EngineAddress:
    """The engine, on the folder's own one as administrator; the workers may not."""
    address = settings.engine
    if address.user != WORKER:
        return address
    password = Logins.read(settings.folder).get(ADMIN)
    return EngineAddress(address.url, ADMIN, password) if password else address
