"""Live and ready by the age of polls, on a clock of the test's own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from workers.runtime.health import Health
from workers.runtime.slots import Slots


@dataclass
class Polls:
    """What a poller shows of itself."""

    last_poll: float | None = None
    tried_at: float | None = None
    asking_since: float | None = None


def health(polls: Polls, *, now: float, running: bool = True) -> Health:
    return Health(
        polls,  # type: ignore[arg-type]
        Slots(1, {"a": None}),
        lambda: running,
        answer_within=25.0,
        patience=30.0,
        clock=lambda: now,
    )


@pytest.mark.parametrize(
    ("polls", "ready", "live"),
    [
        (Polls(), False, True),
        (Polls(last_poll=100, tried_at=85), True, True),
        (Polls(last_poll=0, tried_at=0), True, True),  # every slot is taken: no need to poll
        (Polls(last_poll=80, tried_at=80, asking_since=80), True, True),  # a long poll
        (Polls(last_poll=70, tried_at=90, asking_since=70), False, True),  # the engine is away
        (Polls(last_poll=10, tried_at=40, asking_since=10), False, False),  # the loop hangs
        (Polls(tried_at=90, asking_since=50), False, True),  # never reached
    ],
)
def test_health_follows_polls(polls: Polls, ready: bool, live: bool) -> None:
    seen = health(polls, now=100)
    assert (seen.ready, seen.live) == (ready, live)


def test_what_is_being_stopped_is_not_ready() -> None:
    seen = health(Polls(last_poll=100, tried_at=85), now=100, running=False)
    assert (seen.ready, seen.live) == (False, True)
