"""A fake engine: the external tasks of a Camunda 7 engine, without a server."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from workers.engine import Engine, EngineAddress
from workers.testing.fake_engine.clock import VirtualClock
from workers.testing.fake_engine.faults import Faults
from workers.testing.fake_engine.fetch import Fetch
from workers.testing.fake_engine.replies import NotFaked, Refused, Reply, ok
from workers.testing.fake_engine.rest import RestApi
from workers.testing.fake_engine.tasks import FakeInstance, FakeTask, TaskBoard, TaskState
from workers.testing.fake_engine.transport import FakeTransport
from workers.testing.fake_engine.variables import from_python

ROOT = "http://fake-engine.invalid/engine-rest"
_FETCH = "/external-task/fetchAndLock"
_WAKES = "unlock"
"""The one call that lets a waiting poll look again; a failure does not."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that reached the engine; ``verb`` is the last part of its path."""

    verb: str
    path: str
    # Any: JSON.
    body: Mapping[str, Any] = field(repr=False)


class FakeEngine:
    """External tasks as on a real engine, behind the real client. **Thread-safe.**

    Time stands still until :meth:`advance`. What the fake does not know it refuses loudly
    with :class:`~workers.testing.NotFaked`.

    Args:
        longest_real_wait: real seconds after which a long poll comes back empty; until then
            it waits for a task, or for virtual time to pass.
    """

    def __init__(self, *, longest_real_wait: float = 0.25) -> None:
        self.clock = VirtualClock()
        self.faults = Faults()
        self.calls: list[Call] = []
        self._board = TaskBoard()
        self._rest = RestApi(self._board, self.clock)
        self._longest_real_wait = longest_real_wait
        self._guard = threading.RLock()
        self._available = threading.Condition(self._guard)
        self._changed = threading.Condition(self._guard)
        self._numbers = itertools.count(1)
        self._polls = 0
        self._closed = False
        self._not_faked: NotFaked | None = None

    def connect(self) -> Engine:
        """The real client, speaking to this fake."""
        engine = Engine(EngineAddress(ROOT))
        engine.session.mount(ROOT, FakeTransport(ROOT, self._answer, self.faults))
        return engine

    # what a test sets up

    def add_task(
        self,
        topic: str,
        variables: Mapping[str, object] | None = None,
        *,
        business_key: str | None = None,
        retries: int | None = None,
        priority: int = 0,
        instance: FakeInstance | None = None,
        definition_key: str = "process",
        version_tag: str | None = None,
        tenant_id: str | None = None,
        activity_id: str = "Task_Work",
        extension_properties: Mapping[str, str] | None = None,
        catches: Collection[str] | None = None,
        stuck_after: str | None = None,
    ) -> FakeTask:
        """Put a task there, and wake the polls that wait for one.

        Args:
            topic: external-task topic.
            variables: engine name → Python value, typed as the codec would send them.
            business_key: of its instance.
            retries: what the engine has counted; ``None`` on a first delivery.
            priority: higher ones are fetched first.
            instance: an instance that is there already; else one is made of the facts below.
            definition_key: process definition.
            version_tag: of the process definition.
            tenant_id: of the instance.
            activity_id: element of the model.
            extension_properties: of the element, for example ``{"retries": "R3/PT5M"}``.
            catches: BPMN errors that the model catches; ``None`` for every one.
            stuck_after: why the engine cannot go on after the task. Completing it answers 500
                with this sentence until the test sets it to ``None``.
        """
        with self._guard:
            number = next(self._numbers)
            if instance is None:
                instance = FakeInstance(
                    f"instance-{number}", business_key, definition_key, version_tag, tenant_id, {}
                )
                self._board.instances[instance.id] = instance
            instance.stored.update(from_python(variables or {}))
            task = FakeTask(
                id=f"task-{number}",
                topic=topic,
                instance=instance,
                activity_id=activity_id,
                priority=priority,
                retries=retries,
                created_at=self.clock.now,
                extension_properties=dict(extension_properties or {}),
                catches=None if catches is None else frozenset(catches),
                stuck_after=stuck_after,
            )
            self._board.tasks[task.id] = task
            self._wake()
            return task

    def advance(self, span: timedelta) -> None:
        """Let time pass: locks expire, waits between tries end, long polls come back.

        Polls look again at once, where a real engine looks within 30 seconds.
        """
        with self._guard:
            self.clock.advance(span)
            self._wake()

    def end(self, instance: FakeInstance) -> None:
        """Cancel an instance; reports of its tasks are answered with 404."""
        with self._guard:
            self._board.end(instance.id)
            self._changed.notify_all()

    def close(self) -> None:
        """End the waiting polls.

        Raises:
            NotFaked: somebody asked for what the fake does not have, perhaps in a thread that
                kept it to itself.
        """
        with self._guard:
            self._closed = True
            self._wake()
        if self._not_faked:
            raise self._not_faked

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # what a test reads

    @property
    def tasks(self) -> list[FakeTask]:
        """Every task there was, oldest first."""
        with self._guard:
            return list(self._board.tasks.values())

    @property
    def incidents(self) -> list[FakeTask]:
        """Tasks with an open incident."""
        return [each for each in self.tasks if each.incident]

    @property
    def locked(self) -> list[FakeTask]:
        """Open tasks that a worker holds now, or that wait between two tries."""
        return [
            each
            for each in self.tasks
            if each.state is TaskState.OPEN
            and each.locked_until is not None
            and each.locked_until > self.clock.now
        ]

    @property
    def polling(self) -> int:
        """Long polls that wait now."""
        return self._polls

    def called(self, verb: str, task: FakeTask | None = None) -> list[Call]:
        """Calls of a verb such as ``complete``, of all tasks or of one."""
        with self._guard:
            return [
                each
                for each in self.calls
                if each.verb == verb and (task is None or f"/{task.id}/" in each.path)
            ]

    def until(self, condition: Callable[[], object], budget: float = 10.0) -> None:
        """Wait until worker threads have brought something about.

        Args:
            condition: looked at after every call.
            budget: real seconds.

        Raises:
            AssertionError: it did not come about.
        """
        end = time.monotonic() + budget
        with self._guard:
            while not condition():
                left = end - time.monotonic()
                if left <= 0:
                    said = [each.path for each in self.calls if each.path != _FETCH][-8:]
                    raise AssertionError(f"not within {budget} s; last calls: {said}")
                # The short wait is for conditions that no call changes.
                self._changed.wait(min(left, 0.02))

    # what a client does

    # Any: JSON.
    def _answer(self, method: str, path: str, body: dict[str, Any], query: dict[str, str]) -> Reply:
        verb = path.rsplit("/", 1)[-1]
        with self._guard:
            try:
                if (method, path) == ("POST", _FETCH):
                    return self._fetch(body)
                return self._rest.answer(method, path, body, query)
            except NotFaked as error:
                self._not_faked = self._not_faked or error
                raise
            finally:
                self.calls.append(Call(verb, path, body))
                if verb == _WAKES:
                    self._available.notify_all()
                self._changed.notify_all()

    def _fetch(self, body: dict[str, Any]) -> Reply:
        try:
            fetch = Fetch(body)
        except Refused as refusal:
            return refusal.reply
        end = self.clock.now + fetch.waits
        real_end = time.monotonic() + self._longest_real_wait
        self._polls += 1
        self._changed.notify_all()
        try:
            while True:
                locked = fetch.lock(self._board, self.clock.now)
                left = real_end - time.monotonic()
                if locked or self.clock.now >= end or left <= 0 or self._closed:
                    return ok(locked)
                self._available.wait(left)
        finally:
            self._polls -= 1

    def _wake(self) -> None:
        self._available.notify_all()
        self._changed.notify_all()
