"""What the engine's history says of an instance."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from workers.engine import Engine
from workers.engine.history_records import (
    ActivityPassed,
    IdentityLinkChange,
    InstancePast,
    UserOperation,
)


class Past:
    """Questions about what has happened.

    Args:
        engine: whose history it is.
        remembered: whether an answer is kept for the next who asks the same. One execution of a
            task asks several times who did what before it; whatever happens meanwhile is for the
            next execution to see.
    """

    activities: Callable[[str], list[ActivityPassed]]
    """Every activity of an instance in the order in which it was entered."""
    user_operations: Callable[[str], list[UserOperation]]
    """The operation log of a task."""
    identity_links: Callable[[str], list[IdentityLinkChange]]
    """Who and which groups became candidates of a task, or no longer are."""

    instances: Callable[[str], list[InstancePast]]
    """An instance by its id; none if nobody knows it."""

    def __init__(self, engine: Engine, *, remembered: bool = False) -> None:
        history = engine.history

        def operations(task_id: str) -> list[UserOperation]:
            return history.user_operations(task_id=task_id)

        def instances(process_instance_id: str) -> list[InstancePast]:
            return history.instances(ids=[process_instance_id])

        self.instances = cache(instances) if remembered else instances
        self.activities = cache(history.activities) if remembered else history.activities
        self.user_operations = cache(operations) if remembered else operations
        self.identity_links = (
            cache(history.identity_links) if remembered else history.identity_links
        )
