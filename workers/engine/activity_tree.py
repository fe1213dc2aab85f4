"""Everything that is active in one instance, as a tree."""

from __future__ import annotations

from workers.engine.record import Record


class TransitionInstance(Record):
    """A token before or after an activity, waiting for its asynchronous job."""

    id: str
    activity_id: str
    activity_name: str | None = None
    activity_type: str | None = None
    execution_id: str | None = None


class ActivityInstance(Record):
    """A node of the activity tree; ``id`` is what a cancellation names."""

    id: str
    activity_id: str
    activity_name: str | None = None
    activity_type: str | None = None
    execution_ids: tuple[str, ...] = ()
    child_activity_instances: tuple[ActivityInstance, ...] = ()
    child_transition_instances: tuple[TransitionInstance, ...] = ()

    def active(self, activity_id: str) -> list[ActivityInstance]:
        """Every instance of one activity below this node."""
        own = [self] if self.activity_id == activity_id else []
        return own + [
            hit for child in self.child_activity_instances for hit in child.active(activity_id)
        ]

    def leaves(self) -> list[ActivityInstance]:
        """The nodes at which the instance waits."""
        below = [leaf for child in self.child_activity_instances for leaf in child.leaves()]
        if below or self.child_transition_instances:
            return below
        return [self]
