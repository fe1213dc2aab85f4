"""Deployed models against handlers, when a worker starts."""

from __future__ import annotations

import pytest

from workers.contract import ErrorCode, Handler, Variables, handler
from workers.engine import Engine
from workers.runtime import Subscription
from workers.runtime.model_check import Finding, Misfit, check_models

from .conftest import Deploy
from .models import caught, process, work


class Nothing(Variables):
    pass


def raising(topic: str, *codes: str) -> Handler[Nothing, Nothing, object]:
    @handler(topic, label="试", errors=tuple(ErrorCode(code, "错") for code in codes))
    def run(data: Nothing, desk: object) -> Nothing:
        """Do nothing."""
        return Nothing()

    return run


def in_sub_process(topic: str, catching: str) -> str:
    """An external task in a sub-process, with ``catching`` beside or inside it."""
    return f"""
<bpmn:startEvent id="Start"/><bpmn:sequenceFlow id="f" sourceRef="Start" targetRef="Sub"/>
<bpmn:subProcess id="Sub"><bpmn:startEvent id="Inner"/>
<bpmn:sequenceFlow id="g" sourceRef="Inner" targetRef="Work"/>
<bpmn:serviceTask id="Work" camunda:type="external" camunda:topic="{topic}"/>
</bpmn:subProcess>{catching}"""


ON_THE_BORDER = """<bpmn:boundaryEvent id="B" attachedToRef="Sub">
<bpmn:errorEventDefinition id="E"/></bpmn:boundaryEvent>"""
EVENT_SUB_PROCESS = """<bpmn:subProcess id="Event" triggeredByEvent="true">
<bpmn:startEvent id="S" isInterrupting="true"><bpmn:errorEventDefinition id="E"/></bpmn:startEvent>
</bpmn:subProcess>"""


def test_a_topic_that_nobody_serves_is_found(engine: Engine, deploy: Deploy, key: str) -> None:
    deploy(process(key, work(key)))
    expected = Finding(Misfit.TOPIC_NOT_SERVED, key, 1, "Work", key)
    assert expected in check_models(engine, [raising("other")])
    assert not [each for each in check_models(engine, [raising(key)]) if each.topic == key]


def test_an_error_that_nothing_catches_is_found(engine: Engine, deploy: Deploy, key: str) -> None:
    deploy(process(key, work(key), caught("NO_STOCK")))
    served = Subscription(raising(key, "NO_STOCK", "NO_MONEY"))
    findings = [each for each in check_models(engine, [served]) if each.process == key]
    assert findings == [Finding(Misfit.ERROR_NOT_CAUGHT, key, 1, "Work", key, "NO_MONEY")]


@pytest.mark.parametrize(
    ("catching", "found"), [(ON_THE_BORDER, 0), (EVENT_SUB_PROCESS, 0), ("", 1)]
)
def test_an_error_may_be_caught_further_out(
    engine: Engine, deploy: Deploy, key: str, catching: str, found: int
) -> None:
    deploy(process(key, in_sub_process(key, catching)))
    findings = check_models(engine, [raising(key, "NO_STOCK")])
    assert len([each for each in findings if each.process == key]) == found


def test_only_the_latest_version_counts(engine: Engine, deploy: Deploy, key: str) -> None:
    deploy(process(key, work(f"{key}-old")))
    deploy(process(key, work(key)))
    assert not [each for each in check_models(engine, [raising(key)]) if each.process == key]
