"""operaton-tasks as a peer.

One worker in one process, as the library has it: it fetches 10 tasks at a time and completes one
after the other, and offers no setting for either. Its heartbeat is left out.

* uvloop instead of asyncio's own event loop: 1.03 × the tasks per second, 0.88 × the CPU
  (medians of 3 interleaved rounds of 300 tasks on 2 cores).
* Before it subscribes, the library fetches up to 1,000 waiting tasks and unlocks them one by one.
  That is the price of a start, not of a task, so the topics are given to it after that sweep.
"""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Sequence
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
import uvloop

from tests.benchmarks.protocol import (
    LOCK_SECONDS,
    LONG_POLL_SECONDS,
    PASSWORD,
    SLOW_SECONDS,
    URL,
    USER,
    Stamps,
    is_slow,
    serve,
)

# The library reads its settings when it is imported.
os.environ |= {
    "ENGINE_REST_BASE_URL": os.environ[URL],
    "ENGINE_REST_AUTHORIZATION": "Basic "
    + base64.b64encode(f"{os.environ[USER]}:{os.environ[PASSWORD]}".encode()).decode(),
    "ENGINE_REST_POLL_TTL_SECONDS": str(LONG_POLL_SECONDS),
    "ENGINE_REST_LOCK_TTL_SECONDS": str(LOCK_SECONDS),
    "LOG_LEVEL": "WARNING",
}

from operaton.tasks.config import settings
from operaton.tasks.runtime import ExternalTaskComplete, ExternalTaskTopic
from operaton.tasks.types import (
    CompleteExternalTaskDto,
    LockedExternalTaskDto,
    VariableValueDto,
)
from operaton.tasks.worker import LimitReached, fetch_and_lock_and_complete

_SWEEP_REQUESTS = 3
"""List, fetch, list: what the library sends before it subscribes."""


class Drain:
    """One subscription until so many tasks are completed."""

    def __init__(self, topics: Sequence[str], stamps: Stamps) -> None:
        self._stamps = stamps
        self._topics = topics
        self._handlers: dict[str, ExternalTaskTopic] = {}
        self._topic_by_task: dict[str, str] = {}
        self._requests = 0

    async def run(self) -> None:
        """Complete them."""
        # As the library's operaton_session makes it, but observed: the library has no hook for a
        # completed task, and takes a failed complete for a reason to go on.
        observed = aiohttp.TraceConfig()
        observed.on_request_end.append(self._answered)
        async with aiohttp.ClientSession(
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            trust_env=True,
            timeout=aiohttp.ClientTimeout(total=settings.ENGINE_REST_TIMEOUT_SECONDS),
            trace_configs=[observed],
        ) as session:
            try:
                await fetch_and_lock_and_complete(session, self._handlers, limit=self._stamps.left)
            except LimitReached:
                # Its long poll is still open, and could lock a task for nobody.
                polls = [each for each in asyncio.all_tasks() if each.get_name() == "fetchAndLock"]
                await asyncio.gather(*polls)

    async def _answered(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        if request.response.status >= HTTPStatus.BAD_REQUEST:
            raise RuntimeError(f"{request.url.path} answered {request.response.status}")
        if request.url.name == "complete":
            self._stamps.note(self._topic_by_task.pop(request.url.parts[-2]))
        self._requests += 1
        if self._requests == _SWEEP_REQUESTS:
            topic = ExternalTaskTopic(handler=self._work, localVariables=False)
            self._handlers.update(dict.fromkeys(self._topics, topic))

    async def _work(self, task: LockedExternalTaskDto) -> ExternalTaskComplete:
        topic, task_id = str(task.topicName), str(task.id)
        self._topic_by_task[task_id] = topic
        if is_slow(topic):
            await asyncio.sleep(SLOW_SECONDS)
        result = {"result": VariableValueDto(value="done", type="String")}
        response = CompleteExternalTaskDto(workerId=task.workerId, variables=result)
        return ExternalTaskComplete(task=task, response=response)


def drain(topics: Sequence[str], stamps: Stamps) -> None:
    """Complete the tasks on an event loop of their own."""
    uvloop.run(Drain(topics, stamps).run())


if __name__ == "__main__":
    serve(drain)
