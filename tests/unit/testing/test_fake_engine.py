"""What the contract suite cannot ask a real engine: the fake's own promises."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import timedelta

import pytest

from workers.engine import (
    EngineUnreachable,
    FetchRequest,
    NotFound,
    OptimisticLocking,
    ServerError,
    TopicRequest,
)
from workers.testing import (
    FakeEngine,
    Fault,
    NotFaked,
    TaskState,
    cut_off,
    dropped,
    garbled,
    gateway_error,
    login_page,
    server_error,
    timed_out,
)

HOUR = timedelta(hours=1)
LONGEST_POLL = timedelta(minutes=30)


def request(wait: timedelta | None = None, lock: timedelta = HOUR) -> FetchRequest:
    return FetchRequest("w", 1, (TopicRequest("a.b", lock),), long_poll=wait)


@pytest.fixture
def fake() -> FakeEngine:
    return FakeEngine(longest_real_wait=5)


class TestTime:
    """It stands still."""

    def test_a_lock_lives_until_the_test_says_otherwise(self, fake: FakeEngine) -> None:
        task = fake.add_task("a.b")
        calls = fake.connect().worker_calls
        calls.fetch_and_lock(request())
        assert fake.locked == [task]
        fake.advance(HOUR - timedelta(milliseconds=1))
        assert calls.fetch_and_lock(request()).tasks == ()
        fake.advance(timedelta(milliseconds=1))
        assert fake.locked == []
        assert len(calls.fetch_and_lock(request()).tasks) == 1
        assert task.deliveries == 2

    def test_it_does_not_run_backwards(self, fake: FakeEngine) -> None:
        with pytest.raises(ValueError, match="backwards"):
            fake.advance(-HOUR)

    def test_a_poll_ends_with_virtual_time(self, fake: FakeEngine) -> None:
        calls = fake.connect().worker_calls
        answers: list[int] = []
        poll = threading.Thread(
            target=lambda: answers.append(len(calls.fetch_and_lock(request(LONGEST_POLL)).tasks))
        )
        poll.start()
        fake.until(lambda: fake.polling == 1)
        fake.advance(HOUR)
        poll.join(3)
        assert answers == [0]
        assert fake.polling == 0

    def test_a_poll_ends_after_a_little_real_time(self) -> None:
        fake = FakeEngine(longest_real_wait=0.05)
        assert fake.connect().worker_calls.fetch_and_lock(request(LONGEST_POLL)).tasks == ()

    def test_a_poll_looks_only_when_there_is_something_to_see(
        self, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A waiting poll burns no processor, whatever calls go on beside it."""
        looks = 0
        open_tasks = fake._board.open_tasks

        def counted() -> list[object]:
            nonlocal looks
            looks += threading.current_thread() is poll
            return list(open_tasks())

        monkeypatch.setattr(fake._board, "open_tasks", counted)
        calls = fake.connect()
        poll = threading.Thread(
            target=lambda: calls.worker_calls.fetch_and_lock(request(LONGEST_POLL))
        )
        poll.start()
        fake.until(lambda: fake.polling == 1)
        for _ in range(20):
            calls.external_tasks.find()
        time.sleep(0.05)
        fake.close()
        poll.join(3)
        assert looks == 2

    def test_a_failure_wakes_no_poll_and_an_unlock_does(self, fake: FakeEngine) -> None:
        task = fake.add_task("a.b")
        calls = fake.connect().worker_calls
        calls.fetch_and_lock(request())
        got: list[str] = []

        def wait() -> None:
            got.extend(each.id for each in calls.fetch_and_lock(request(LONGEST_POLL)).tasks)

        poll = threading.Thread(target=wait)
        poll.start()
        fake.until(lambda: fake.polling == 1)
        calls.handle_failure(task.id, "w", message="x", retries=1)
        poll.join(0.1)
        assert got == []
        calls.unlock(task.id)
        poll.join(3)
        assert got == [task.id]


class TestFaults:
    """Each reaches the real client as the error that it would be."""

    @pytest.mark.parametrize(
        ("fault", "error", "committed"),
        [
            (server_error(), ServerError, False),
            (server_error(code=1), OptimisticLocking, False),
            (gateway_error(), EngineUnreachable, False),
            (gateway_error(502), EngineUnreachable, False),
            (timed_out(), EngineUnreachable, False),
            (timed_out(after_commit=True), EngineUnreachable, True),
            (dropped(), EngineUnreachable, False),
            (dropped(after_commit=True), EngineUnreachable, True),
            (cut_off(), EngineUnreachable, True),
            (garbled(), EngineUnreachable, True),
            (login_page(), EngineUnreachable, False),
        ],
    )
    def test_on_complete(
        self, fake: FakeEngine, fault: Fault, error: type[Exception], *, committed: bool
    ) -> None:
        task = fake.add_task("a.b")
        calls = fake.connect().worker_calls
        calls.fetch_and_lock(request())
        fake.faults.add("complete", fault)
        with pytest.raises(error):
            calls.complete(task.id, "w")
        assert task.completed is committed
        assert bool(fake.called("complete")) is committed
        if committed:
            with pytest.raises(NotFound):
                calls.complete(task.id, "w")
        else:
            calls.complete(task.id, "w")

    def test_each_hits_its_own_verb_and_as_often_as_said(self, fake: FakeEngine) -> None:
        fake.add_task("a.b")
        calls = fake.connect().worker_calls
        fake.faults.add("complete", server_error())
        fake.faults.add("fetchAndLock", dropped(), times=2)
        for _ in range(2):
            with pytest.raises(EngineUnreachable):
                calls.fetch_and_lock(request())
        assert len(calls.fetch_and_lock(request()).tasks) == 1
        assert fake.faults.left == ["complete"]


class TestWhatIsNotThere:
    """The fake refuses loudly what it does not know."""

    def test_an_endpoint(self, fake: FakeEngine) -> None:
        with pytest.raises(NotFaked, match="POST /message"):
            fake.connect().messages.correlate("m")

    def test_a_field_of_a_fetch(self, fake: FakeEngine) -> None:
        body = {"workerId": "w", "maxTasks": 1, "topics": [{"topicNam": "x"}]}
        with pytest.raises(NotFaked, match="topicNam"):
            fake.connect().session.call("POST", "/external-task/fetchAndLock", json=body)

    def test_a_filter_of_a_query(self, fake: FakeEngine) -> None:
        with pytest.raises(NotFaked, match="colour"):
            fake.connect().session.call("GET", "/external-task", params={"colour": "red"})

    def test_another_order_of_a_query(self, fake: FakeEngine) -> None:
        with pytest.raises(NotFaked, match="oldest first"):
            fake.connect().session.call("GET", "/external-task", params={"sortBy": "taskPriority"})

    def test_a_conversion_by_java(self, fake: FakeEngine) -> None:
        task = fake.add_task("a.b")
        body = {"workerId": "w", "variables": {"it": {"value": {"a": 1}, "type": "String"}}}
        with pytest.raises(NotFaked, match="send it as Json"):
            fake.connect().session.call("POST", f"/external-task/{task.id}/complete", json=body)

    def test_what_a_thread_swallowed_comes_out_at_the_end(self, fake: FakeEngine) -> None:
        with contextlib.suppress(NotFaked):
            fake.connect().session.call("GET", "/task")
        with pytest.raises(NotFaked, match="GET /task"):
            fake.close()


def test_two_tasks_of_one_instance_share_its_variables(fake: FakeEngine) -> None:
    first = fake.add_task("a.b", {"a": 1}, business_key="C-1")
    second = fake.add_task("a.c", {"b": 2}, instance=first.instance)
    assert second.instance.variables == {"a": 1, "b": 2}
    fake.end(first.instance)
    assert {each.state for each in fake.tasks} == {TaskState.CANCELLED}


def test_waiting_for_what_does_not_come_is_loud(fake: FakeEngine) -> None:
    with pytest.raises(AssertionError, match=r"not within 0\.01 s"):
        fake.until(lambda: False, budget=0.01)


def test_an_incident_ends_with_its_task(fake: FakeEngine) -> None:
    task = fake.add_task("a.b")
    calls = fake.connect().worker_calls
    calls.fetch_and_lock(request())
    calls.handle_failure(task.id, "w", message="x", retries=0)
    assert fake.incidents == [task]
    calls.complete(task.id, "w")
    assert fake.incidents == []
