"""How much more work fits: never more tasks are locked than can run."""

from __future__ import annotations

import threading


class Slots:
    """A count of free places. **Thread-safe.**"""

    def __init__(self, total: int) -> None:
        self._total = total
        self._busy = 0
        self._closed = False
        self._changed = threading.Condition()

    @property
    def busy(self) -> int:
        """Places taken."""
        return self._busy

    def wait_for_free(self) -> int:
        """Block until a place is free and say how many are; 0 once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._busy < self._total)
            return 0 if self._closed else self._total - self._busy

    def take(self) -> None:
        """Take a place for a locked task, free or not: the engine may send more than asked."""
        with self._changed:
            self._busy += 1

    def release(self) -> None:
        """Give a place back."""
        with self._changed:
            self._busy -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """End all waiting."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
