"""The process instances of one scenario: what it started, what those called or began by message."""

from __future__ import annotations

from datetime import datetime

from workers.engine import Engine
from workers.engine.history_records import InstancePast
from workers.testing.definitions import Definitions


class Family:
    """Follows instances by business key and by call activity.

    Args:
        engine: with a login that may read instances and their history.
        definitions: tells which processes call others.
    """

    def __init__(self, engine: Engine, definitions: Definitions) -> None:
        self._engine = engine
        self._definitions = definitions
        self._members: dict[str, InstancePast] = {}
        self._adopted: list[datetime] = []

    def adopt(self, instance_id: str) -> None:
        """Follow this instance too."""
        for found in self._engine.history.instances(ids=[instance_id]):
            self._members[found.id] = found
            self._adopted.append(found.start_time)

    def refresh(self) -> None:
        """Learn of new members, changed business keys and ends."""
        while self._look():
            pass

    @property
    def members(self) -> list[InstancePast]:
        """All of them, the oldest first, ended ones included."""
        return sorted(self._members.values(), key=lambda each: each.start_time)

    @property
    def running(self) -> list[InstancePast]:
        """Those that have not ended."""
        return [each for each in self.members if each.end_time is None]

    @property
    def business_keys(self) -> list[str]:
        """The keys that they carry now."""
        return sorted({each.business_key for each in self.members if each.business_key})

    def _look(self) -> bool:
        """Look once; true if somebody new was found."""
        history = self._engine.history
        found: dict[str, InstancePast] = {}
        for key in self.business_keys:
            # What is older belongs to an earlier run, which has used the same key.
            found |= {
                each.id: each
                for each in history.instances(business_key=key)
                if each.start_time >= min(self._adopted)
            }
        for caller in self.running:
            if self._calls_others(caller.process_definition_id):
                called = history.instances(super_instance=caller.id)
                found |= {each.id: each for each in called}
        # A member that no key finds any more has changed its key, or has none.
        missing = [each.id for each in self.running if each.id not in found]
        if missing:
            found |= {each.id: each for each in history.instances(ids=missing)}
        new = found.keys() - self._members.keys()
        changed = {each.business_key for each in found.values() if each.business_key} - set(
            self.business_keys
        )
        self._members |= found
        return bool(new or changed)

    def _calls_others(self, definition_id: str) -> bool:
        model = self._definitions.model(definition_id)
        return any(node.type == "callActivity" for node in model.nodes.values())
