"""One request for tasks, as the slots allow it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from workers.engine import Batch, ExternalTaskClient, FetchRequest, TopicRequest
from workers.runtime.interceptor import FetchInput, Interceptor, chain
from workers.runtime.settings import RuntimeSettings
from workers.runtime.slots import Ask

Accept = Callable[[Batch, float], None]
"""Takes a batch and the monotonic clock's reading when it came."""

RECHECK = timedelta(seconds=1)
"""How long a fetch may wait that leaves out topics which are full: they wait for its end."""


class Fetcher:
    """Turns an :class:`Ask` into a request and sends it once. **Thread-safe.**

    Args:
        client: the hot calls.
        worker_id: the owner of the locks.
        requests: topic → what is asked of the engine.
        settings: waits and order.
        interceptors: the outermost first.
    """

    def __init__(
        self,
        client: ExternalTaskClient,
        worker_id: str,
        requests: Mapping[str, TopicRequest],
        settings: RuntimeSettings,
        interceptors: Sequence[Interceptor] = (),
    ) -> None:
        self._client = client
        self._worker_id = worker_id
        self._requests = requests
        self._settings = settings
        self._send = chain([each.fetch for each in interceptors], self._fetch)

    def fetch(self, ask: Ask) -> Batch:
        """Send one request.

        Raises:
            EngineError: the engine did not answer as it should.
        """
        return self._send(
            FetchInput(
                FetchRequest(
                    worker_id=self._worker_id,
                    max_tasks=ask.max_tasks,
                    topics=tuple(self._requests[topic] for topic in ask.topics),
                    long_poll=self._wait(ask),
                    use_priority=self._settings.use_priority,
                    oldest_first=self._settings.oldest_first,
                )
            )
        )

    def _fetch(self, call: FetchInput) -> Batch:
        return self._client.fetch_and_lock(call.request)

    def _wait(self, ask: Ask) -> timedelta | None:
        if not ask.wait:
            return None
        longest = self._settings.long_poll
        return longest if ask.complete else min(longest, RECHECK)
