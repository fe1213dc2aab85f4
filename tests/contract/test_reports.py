"""Complete, failure, BPMN error; what the engine refuses, and what it then has done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.contract.rigs import CAUGHT, STUCK
from tests.contract.worker import AFTER, SHORT, Refusal, WorkerSide
from workers.engine import ServerError


def test_a_completed_task_is_gone(alice: WorkerSide) -> None:
    """So a complete that is sent again after a lost answer hears 404."""
    _, task = alice.begin_and_take()
    alice.complete(task)
    assert alice.refused(task, "complete").status == 404
    assert alice.fetch() == []


def test_a_cancelled_task_is_gone(alice: WorkerSide) -> None:
    instance, task = alice.begin_and_take()
    alice.rig.engine.instances.delete(instance)
    assert alice.refused(task, "complete").status == 404


def test_an_engine_that_cannot_go_on_answers_500_and_rolls_back(alice: WorkerSide) -> None:
    instance, task = alice.begin_and_take(stuck_after=True)
    refusal = alice.refused(
        task, "complete", variables={"done": {"value": True, "type": "Boolean"}}
    )
    assert (refusal.status, refusal.type, refusal.code) == (500, "ProcessEngineException", 0)
    assert refusal.message.startswith(STUCK)
    assert alice.variables(instance) == {}
    assert alice.see(task)["workerId"] == "alice"
    alice.fail(task, 1)


class TestFailure:
    """Retries belong to the worker."""

    def test_the_first_delivery_has_no_count(self, alice: WorkerSide) -> None:
        alice.rig.begin(alice.topic)
        (task,) = alice.fetch()
        assert task["retries"] is None
        assert task["errorMessage"] is None

    def test_retries_and_the_wait_are_what_the_worker_says(self, alice: WorkerSide) -> None:
        _, task = alice.begin_and_take()
        alice.fail(task, 2, SHORT, errorMessage="away", errorDetails="the trace")
        assert alice.fetch() == []
        alice.rig.pass_time(AFTER)
        (again,) = alice.fetch()
        assert again["id"] == task
        assert again["retries"] == 2
        assert again["errorMessage"] == "away"
        assert again["errorDetails"] == "the trace"

    def test_the_worker_stays_the_owner_during_the_wait(self, alice: WorkerSide) -> None:
        _, task = alice.begin_and_take()
        alice.fail(task, 2, timedelta(hours=1))
        assert alice.see(task)["workerId"] == "alice"
        alice.complete(task)

    def test_an_unlock_ends_the_wait(self, alice: WorkerSide, bob: WorkerSide) -> None:
        _, task = alice.begin_and_take()
        alice.fail(task, 2, timedelta(hours=1))
        alice.say(task, "unlock")
        (again,) = bob.fetch()
        assert again["retries"] == 2

    def test_no_wait_means_at_once(self, alice: WorkerSide, bob: WorkerSide) -> None:
        _, task = alice.begin_and_take()
        alice.fail(task, 1)
        assert bob.take() == task

    def test_the_message_is_cut_and_the_details_are_not(self, alice: WorkerSide) -> None:
        _, task = alice.begin_and_take()
        alice.fail(task, 1, errorMessage="故" * 700, errorDetails="详" * 5000)
        assert alice.see(task)["errorMessage"] == "故" * 666
        assert alice.rig.engine.external_tasks.error_details(task) == "详" * 5000

    def test_details_that_were_not_given_are_empty(self, alice: WorkerSide) -> None:
        _, task = alice.begin_and_take()
        assert alice.rig.engine.external_tasks.error_details(task) == ""

    def test_no_retries_are_an_incident_and_no_delivery(self, alice: WorkerSide) -> None:
        instance, task = alice.begin_and_take()
        alice.fail(task, 0, errorMessage="the template is missing")
        assert alice.incidents(instance) == ["the template is missing"]
        assert alice.fetch() == []
        (stuck,) = alice.rig.engine.external_tasks.find(topic=alice.topic, without_retries=True)
        assert stuck.id == task

    def test_retries_that_are_left_out_are_none_left(self, alice: WorkerSide) -> None:
        instance, task = alice.begin_and_take()
        alice.say(task, "failure", errorMessage="forgotten")
        assert alice.incidents(instance) == ["forgotten"]

    def test_a_second_failure_is_no_second_incident(self, alice: WorkerSide) -> None:
        instance, task = alice.begin_and_take()
        alice.fail(task, 0, errorMessage="first")
        alice.fail(task, 0, errorMessage="second")
        assert alice.incidents(instance) == ["first"]
        assert alice.see(task)["errorMessage"] == "second"

    def test_an_operators_retries_resolve_the_incident(self, alice: WorkerSide) -> None:
        instance, task = alice.begin_and_take()
        alice.fail(task, 0)
        alice.rig.engine.external_tasks.set_retries(task, 3)
        assert alice.incidents(instance) == []
        (again,) = alice.fetch()
        assert again["retries"] == 3

    def test_an_operator_can_stop_a_task(self, alice: WorkerSide) -> None:
        instance = alice.rig.begin(alice.topic)
        (task,) = alice.rig.engine.external_tasks.find(topic=alice.topic)
        alice.rig.engine.external_tasks.set_retries(task.id, 0)
        assert alice.fetch() == []
        assert len(alice.incidents(instance)) == 1

    def test_an_incident_can_still_be_completed_by_its_owner(self, alice: WorkerSide) -> None:
        instance, task = alice.begin_and_take()
        alice.fail(task, 0)
        alice.complete(task)
        assert alice.incidents(instance) == []

    def test_negative_retries_are_a_fault_of_the_worker(self, alice: WorkerSide) -> None:
        _, task = alice.begin_and_take()
        assert alice.refused(task, "failure", retries=-1) == Refusal(
            500, "ProcessEngineException", 0, "retries is not greater than or equal to 0"
        )
        assert alice.refused(task, "failure", retries=1, retryTimeout=-1) == Refusal(
            500, "ProcessEngineException", 0, "retryDuration is not greater than or equal to 0"
        )

    def test_an_operator_cannot_give_negative_retries(self, alice: WorkerSide) -> None:
        _, task = alice.begin_and_take()
        refusal = alice.refusal("PUT", f"/external-task/{task}/retries", {"retries": -1})
        assert (refusal.status, refusal.type) == (400, "BadUserRequestException")


class TestBpmnError:
    """A business fact, as these engines are configured."""

    def test_what_the_model_catches_ends_the_task(self, alice: WorkerSide) -> None:
        instance, task = alice.begin_and_take()
        alice.say(
            task,
            "bpmnError",
            errorCode=CAUGHT,
            errorMessage="nothing left",
            variables={"left": {"value": 0, "type": "Integer"}},
        )
        assert alice.variables(instance)["left"]["value"] == 0
        assert alice.refused(task, "complete").status == 404
        assert alice.incidents(instance) == []

    def test_what_nothing_catches_is_refused_and_ends_nothing(self, alice: WorkerSide) -> None:
        instance, task = alice.begin_and_take()
        assert alice.refused(task, "bpmnError", errorCode="UNKNOWN") == Refusal(
            500,
            "ProcessEngineException",
            0,
            "ENGINE-13033 Propagation of bpmn error UNKNOWN failed. ",
        )
        assert alice.see(task)["workerId"] == "alice"
        assert alice.incidents(instance) == []

    def test_an_error_needs_a_code(self, alice: WorkerSide) -> None:
        _, task = alice.begin_and_take()
        assert alice.refused(task, "bpmnError") == Refusal(
            500, "NullValueException", 0, "errorCode is null"
        )


class TestSuspended:
    """A suspended instance keeps its tasks where they are."""

    def suspend(self, alice: WorkerSide, instance: str, *, suspended: bool = True) -> None:
        alice.rig.engine.session.call(
            "PUT", f"/process-instance/{instance}/suspended", json={"suspended": suspended}
        )

    @pytest.mark.parametrize("verb", ["complete", "failure", "bpmnError", "extendLock"])
    def test_a_report_is_refused_until_it_goes_on(self, alice: WorkerSide, verb: str) -> None:
        instance, task = alice.begin_and_take()
        self.suspend(alice, instance)
        body = {"errorCode": CAUGHT, "newDuration": 1000, "retries": 1}
        wanted = {"bpmnError": ["errorCode"], "extendLock": ["newDuration"], "failure": ["retries"]}
        sent = {name: body[name] for name in wanted.get(verb, [])}
        assert alice.refused(task, verb, **sent) == Refusal(
            400, "RestException", 0, "ENGINE-03043 ExternalTask with id 'TASK' is suspended."
        )
        self.suspend(alice, instance, suspended=False)
        alice.say(task, verb, **sent)

    def test_it_is_not_fetched(self, alice: WorkerSide) -> None:
        instance = alice.rig.begin(alice.topic)
        self.suspend(alice, instance)
        assert alice.fetch() == []
        self.suspend(alice, instance, suspended=False)
        assert len(alice.fetch()) == 1

    def test_locking_and_unlocking_go_on(self, alice: WorkerSide) -> None:
        instance, task = alice.begin_and_take()
        self.suspend(alice, instance)
        alice.say(task, "lock", lockDuration=1000)
        alice.say(task, "unlock")


@pytest.mark.parametrize("verb", ["complete", "failure", "bpmnError", "extendLock", "lock"])
def test_a_call_needs_a_worker(alice: WorkerSide, verb: str) -> None:
    _, task = alice.begin_and_take()
    body = {"errorCode": CAUGHT, "newDuration": 1000, "lockDuration": 1000}
    refusal = alice.refused(task, verb, **{**body, "workerId": None})
    assert (refusal.status, refusal.type) == (500, "NullValueException")
    assert refusal.message == "workerId is null"


def test_the_details_of_no_task_are_a_server_error(alice: WorkerSide) -> None:
    """Alone among the endpoints; our client must not wait for it to pass."""
    with pytest.raises(ServerError) as told:
        alice.rig.engine.external_tasks.error_details("nowhere")
    assert (told.value.status, told.value.type) == (500, "NullValueException")
