"""The account that external-task workers log in with, ours and the peers' alike."""

from __future__ import annotations

import dataclasses
import secrets
from typing import Final

from workers.cli.logins import WORKER
from workers.engine import Engine, EngineAddress

_PROCESS_DEFINITION: Final = 6
"""The engine's number of that kind of resource."""


def worker_account(address: EngineAddress) -> EngineAddress:
    """Create it with an administrator's login, and answer the same engine with the new one.

    It has no more than it needs, by one grant, like the worker of the shipped directory. That is
    quicker, too: a fetch joins each task with every grant that lets the account read it, and once
    more with every grant that lets it write. An administrator has two of each, so the database
    sorts four rows for each waiting task.
    """
    password = secrets.token_urlsafe(16)
    with Engine(address) as administrator:
        administrator.identity.ensure_user(WORKER, password)
        administrator.identity.ensure_authorization(
            _PROCESS_DEFINITION, "*", ("READ_INSTANCE", "UPDATE_INSTANCE"), user_id=WORKER
        )
    return dataclasses.replace(address, user=WORKER, password=password)
