"""The plain pycamunda loop as a worker process: ``python -m tests.faults.pycamunda_loop``.

Fetch fifty, work through them one after the other, on one session, as its readme shows it; what a
handler raises is told as a failure. An error of a call ends the process, and the supervisor starts
the next one.
"""

from __future__ import annotations

import os

import pycamunda.externaltask
import requests

from tests.faults import workload
from tests.faults.diary import Diary
from tests.faults.ledger import Ledger
from tests.faults.surroundings import LOCK, LONG_POLL, Surroundings

_BATCH = 50


def main() -> None:
    """Work until something ends it."""
    workload.limit_memory()
    around = Surroundings.from_environment()
    ledger = Ledger(around.ledger)
    name = f"pycamunda-{os.getpid()}"
    diary = Diary(around.folder, name)
    session = requests.Session()
    session.auth = (around.user, around.password)
    fetch = pycamunda.externaltask.FetchAndLock(
        around.url, name, _BATCH, async_response_timeout=LONG_POLL * 1000
    )
    fetch.session = session
    for topic in workload.TOPICS:
        fetch.add_topic(topic, LOCK * 1000)
    while True:
        for task in fetch():
            _work(task, ledger, diary, around.url, name, session)


def _work(
    task: pycamunda.externaltask.ExternalTask,
    ledger: Ledger,
    diary: Diary,
    url: str,
    name: str,
    session: requests.Session,
) -> None:
    key = f"{task.business_key}/{task.activity_id}"
    diary.note("began", task.id_)
    try:
        if task.topic_name == workload.RENDER:
            workload.render(task.business_key, key, ledger)
        ledger.book(key, task.id_, name)
    except workload.PassingFault as fault:
        failure = pycamunda.externaltask.HandleFailure(
            url,
            task.id_,
            name,
            str(fault),
            "",
            (workload.RETRIES if task.retries is None else task.retries) - 1,
            workload.RETRY_WAIT * 1000,
        )
        failure.session = session
        failure()
        diary.note("told", task.id_, "Fail accepted")
        return
    complete = pycamunda.externaltask.Complete(url, task.id_, name)
    complete.session = session
    complete.add_variable("booking", key, "String")
    complete()
    diary.note("told", task.id_, "Complete accepted")


if __name__ == "__main__":
    main()
