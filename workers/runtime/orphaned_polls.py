"""Tasks that the engine has locked for a poll whose client is gone."""

from __future__ import annotations

from collections.abc import Callable, Collection

from workers.engine import EngineError
from workers.engine.external_tasks import ExternalTasks
from workers.runtime.library_log import LibraryLog

_log = LibraryLog(__name__)


class OrphanedPolls:
    """Gives back tasks that are locked in our name and that nobody runs.

    The engine never notices that the client of a waiting fetch has gone, and locks for it
    what comes later. Only safe because no other process has this worker id.
    """

    def __init__(
        self, tasks: ExternalTasks, worker_id: str, give_back: Callable[[str], None]
    ) -> None:
        self._tasks = tasks
        self._worker_id = worker_id
        self._give_back = give_back

    def sweep(self, ours: Collection[str]) -> None:
        """Unlock every task of this worker id that is not among ``ours``, as far as possible."""
        try:
            orphans = self._tasks.find(worker_id=self._worker_id, locked=True)
        except EngineError as error:
            _log.warning("worker.not_swept", error=type(error).__name__)
            return
        for orphan in orphans:
            if orphan.id not in ours:
                self._give_back(orphan.id)
