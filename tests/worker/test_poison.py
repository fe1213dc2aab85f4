"""A task that kills its process becomes an incident: real processes, a real engine."""

from __future__ import annotations

from workers.engine import Engine

from .conftest import Deploy, Lab, until
from .models import process, work

CRASHED = 9


def test_a_task_that_kills_its_process_becomes_an_incident(
    engine: Engine, deploy: Deploy, lab: Lab, key: str
) -> None:
    deploy(process(key, work(key)))
    instance = engine.instances.start(key).instance

    for _ in range(2):
        with lab("die", key) as child:
            assert child.wait(60) == CRASHED
        assert not engine.incidents.find(process_instance_id=instance.id)

    with lab("die", key) as child:
        until(lambda: engine.incidents.find(process_instance_id=instance.id))
        assert child.poll() is None, "the third process lives on"
        (incident,) = engine.incidents.find(process_instance_id=instance.id)
        assert "ended their worker process" in str(incident.incident_message)

        # The operator's new retries count anew: the task may kill again.
        (task,) = engine.external_tasks.find(process_instance_id=instance.id)
        engine.external_tasks.set_retries(task.id, 1)
        assert child.wait(60) == CRASHED
