"""pycamunda as its readme shows it: fetch, then complete one after the other; on one session."""

from __future__ import annotations

from collections.abc import Sequence
from time import sleep

import pycamunda.externaltask
import requests

from tests.benchmarks.clients import engine_address
from tests.benchmarks.protocol import (
    LOCK_SECONDS,
    LONG_POLL_SECONDS,
    SLOW_SECONDS,
    Stamps,
    is_slow,
    serve,
)

_BATCH = 50


def drain(topics: Sequence[str], stamps: Stamps) -> None:
    """One loop in one thread; a session keeps the connection, which bare calls do not."""
    address = engine_address()
    session = requests.Session()
    session.auth = (str(address.user), str(address.password))
    # On loopback no proxy is looked for in the environment, a good part of requests' time.
    session.trust_env = False
    fetch = pycamunda.externaltask.FetchAndLock(
        address.url, "pycamunda", _BATCH, async_response_timeout=LONG_POLL_SECONDS * 1000
    )
    fetch.session = session
    for topic in topics:
        fetch.add_topic(topic, LOCK_SECONDS * 1000)
    while not stamps.over.is_set():
        for task in fetch():
            if is_slow(task.topic_name):
                sleep(SLOW_SECONDS)
            complete = pycamunda.externaltask.Complete(address.url, task.id_, "pycamunda")
            complete.session = session
            complete.add_variable("result", "done", "String")
            complete()
            stamps.note(task.topic_name)


if __name__ == "__main__":
    serve(drain)
