"""Counts are exact on a real engine, and the instrumented copy behaves as the model itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workers.engine import Engine, EngineAddress, EngineError, OptimisticLocking
from workers.engine.deployments import Deployment
from workers.testing.coverage import Coverage, mark_test_engine

pytestmark = pytest.mark.engine

FOLDER = Path(__file__).parent / "models"
FILES = sorted(FOLDER.iterdir())

FLOWS = {
    "Flow_First": 1,
    "Flow_Counted": 3,
    "Flow_Again": 2,
    "Flow_Enough": 1,
    "Flow_Pack": 1,
    "Flow_Bill": 1,
    "Flow_Packed": 1,
    "Flow_Billed": 1,
    "Flow_Joined": 1,
    "Flow_Check": 3,
    "Flow_Checked": 1,
    "Flow_Labelled": 1,
    "Flow_Shipped": 1,
    "Flow_Rated": 1,
    "Flow_Remind": 4,
    "Flow_Fault": 0,
    "Flow_Confirmed": 1,
    "Flow_Used": 1,
    "Flow_Booked": 1,
    "Flow_Compensated": 1,
    "Flow_Landed": 1,
    "Flow_Came": 1,
    "Flow_Late": 0,
    "Flow_AfterCame": 1,
    "Flow_AfterLate": 0,
    "Flow_Note": 2,
    "Flow_Send": 2,
}
NODES = {
    "Ordered": 1,
    "Count": 3,
    "Enough": 3,
    "Fork": 1,
    "Pack": 1,
    "Bill": 1,
    "Join": 2,
    "Check": 3,
    "CheckStart": 3,
    "CheckEnd": 3,
    "Label": 2,
    "Ship": 2,
    "Rate": 1,
    "Confirm": 1,
    "Remind": 4,
    "Reminded": 4,
    "Fault": 0,
    "Failed": 0,
    "Use": 1,
    "Book": 1,
    "Undo": 1,
    "Unbook": 1,
    "Compensate": 1,
    "Jump": 1,
    "Landed": 1,
    "Which": 1,
    "Came": 1,
    "Late": 0,
    "Done": 1,
    "Noting": 2,
    "NoteCame": 2,
    "Noted": 2,
    "ShipStart": 2,
    "ShipEnd": 2,
}
WATCHING = {"Watching", "Twice", "Watched", "Flow_Watched"}
"""The engine decides how often a condition fires; the copy must agree with the model."""


@pytest.fixture(scope="module")
def engine(own_engine: Engine) -> Engine:
    mark_test_engine(own_engine)
    return own_engine


@pytest.fixture(scope="module")
def clerk(engine: Engine) -> Iterator[Engine]:
    """Somebody who may do nothing but the tasks assigned to him."""
    engine.identity.ensure_user("clerk", "clerk-password-1", first_name="C", last_name="Lerk")
    with Engine(EngineAddress(engine.address.url, "clerk", "clerk-password-1")) as session:
        yield session


@pytest.fixture(scope="module")
def plain(engine: Engine) -> Deployment:
    return engine.deployments.deploy("coverage plain", "tests", FILES)


@pytest.fixture(scope="module")
def copied(
    engine: Engine, plain: Deployment, tmp_path_factory: pytest.TempPathFactory
) -> Deployment:
    copies = Coverage(FILES).instrumented(engine, FILES, tmp_path_factory.mktemp("copies"))
    return engine.deployments.deploy("coverage copies", "tests", copies)


def _complete(engine: Engine, task_id: str) -> None:
    """Complete while somebody else completes beside it; the loser of a race tries again."""
    while True:
        try:
            engine.tasks.complete(task_id)
        except OptimisticLocking:
            continue
        return


def _play(engine: Engine, clerk: Engine, deployment: Deployment) -> str:
    (definition,) = [each for each in deployment.definitions if each.key == "coverage-order"]
    variables = {"round": 0, "checks": 3}
    started = engine.instances.start(definition.key, None, variables, definition_id=definition.id)
    instance = started.instance.id
    for _ in range(2):
        engine.messages.correlate("CoverageNote", process_instance_id=instance)
    tasks = [task.id for task in engine.tasks.find(process_instance_id=instance)]
    assert len(tasks) == 2
    for task in tasks:
        engine.tasks.set_assignee(task, "clerk")
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda task: _complete(clerk, task), tasks))
    for _ in range(4):
        (timer,) = engine.jobs.find(process_instance_id=instance, timers=True)
        engine.jobs.execute(timer.id)
    (confirm,) = engine.tasks.find(process_instance_id=instance)
    engine.tasks.claim(confirm.id, engine.address.user)
    for _ in range(2):
        with pytest.raises(EngineError, match="given"):  # rolls back behind Flow_Confirmed
            engine.tasks.complete(confirm.id)
    engine.tasks.complete(confirm.id, {"given": True})
    assert engine.session.call("GET", f"/task/{confirm.id}/comment") == []
    engine.messages.correlate("CoverageCame", process_instance_id=instance)
    (ended,) = engine.history.instances(definition_key=definition.key, finished=True)[-1:]
    assert (ended.id, ended.state) == (instance, "COMPLETED")
    return instance


@pytest.fixture(scope="module")
def plain_case(engine: Engine, clerk: Engine, plain: Deployment) -> str:
    return _play(engine, clerk, plain)


@pytest.fixture(scope="module")
def copied_case(engine: Engine, clerk: Engine, plain_case: str, copied: Deployment) -> str:
    return _play(engine, clerk, copied)


def _hits(coverage: Coverage, *kinds: str) -> dict[str, int]:
    elements = coverage.measurement().elements
    return {each.id: each.hits for each in elements if each.kind in kinds}


def _recorded(engine: Engine, *cases: str) -> Coverage:
    coverage = Coverage(FILES)
    coverage.record(engine, cases, "an order")
    return coverage


def test_every_token_over_every_flow_is_counted_once(engine: Engine, copied_case: str) -> None:
    hits = _hits(_recorded(engine, copied_case), "flow")
    assert {flow: count for flow, count in hits.items() if flow not in WATCHING} == FLOWS
    assert hits["Flow_Watched"] > 0


def test_every_start_of_every_node_is_counted_once(engine: Engine, copied_case: str) -> None:
    hits = _hits(_recorded(engine, copied_case), "node")
    assert {node: count for node, count in hits.items() if node not in WATCHING} == NODES


def test_what_flows_in_is_what_starts(engine: Engine, copied_case: str) -> None:
    """Conservation, by the model and not by a list: a node starts once per token that enters it.

    Multi-instance bodies are the exception: one token enters, several instances start.
    """
    coverage = _recorded(engine, copied_case)
    hits = _hits(coverage, "node", "flow")
    checked = 0
    for file in coverage.measurement().files:
        for node in getattr(file.source, "nodes", {}).values():
            entering = file.source.incoming(node.id)
            if entering and not node.multi_instance and node.id != "Landed":
                assert hits[node.id] == sum(hits[flow.id] for flow in entering), node.id
                checked += 1
    assert checked > 15


def test_the_copy_behaves_as_the_model(engine: Engine, plain_case: str, copied_case: str) -> None:
    def trace(case: str) -> dict[str, object]:
        def count(what: str) -> int:
            params = {"processInstanceId": case}
            return int(engine.session.call("GET", f"/history/{what}/count", params=params)["count"])

        passed = engine.history.activities(case)
        return {
            "activities": Counter((each.activity_id, each.canceled) for each in passed),
            "variables": Counter(
                (each.name, each.type, each.value, each.state)
                for each in engine.history.variables(case)
                if each.name not in {"loopCounter"}
            ),
            "details": count("detail"),
            "operations": count("user-operation"),
            "jobs": count("job-log"),
            "incidents": count("incident"),
            "decisions": count("decision-instance"),
        }

    assert trace(copied_case) == trace(plain_case)


def test_a_called_process_gets_no_variable_from_the_copy(
    engine: Engine, plain_case: str, copied_case: str
) -> None:
    def called(case: str) -> list[set[str]]:
        instances = engine.history.instances(super_instance=case)
        return [{each.name for each in engine.history.variables(one.id)} for one in instances]

    assert called(copied_case) == called(plain_case)
    assert len(called(copied_case)) == 2


def test_the_unmodified_deployment_counts_nodes_and_rules(engine: Engine, plain_case: str) -> None:
    coverage = _recorded(engine, plain_case)
    nodes = _hits(coverage, "node")
    # Links leave no trace but the flows around them, which only a copy records.
    expected = {**NODES, "Jump": 0, "Landed": 0}
    assert {node: count for node, count in nodes.items() if node not in WATCHING} == expected
    flows = _hits(coverage, "flow")
    # Behind an event-based gateway the event tells.
    assert {flow for flow, count in flows.items() if count} == {"Flow_Came"}


def test_rules_are_counted_by_evaluation(engine: Engine, copied_case: str) -> None:
    coverage = _recorded(engine, copied_case)
    assert _hits(coverage, "rule") == {
        "Rule_Many": 1,
        "Rule_Any": 1,
        "Rule_Silent": 0,  # matches, but the engine's history holds outputs, and it has none
        "Rule_None": 0,
        "Rule_Large": 1,
        "Rule_Small": 0,
    }
    engine.decisions.evaluate("coverage-rating", {"checks": 0})
    coverage.record_decisions(engine, "asked directly")
    coverage.record_decisions(engine, "asked directly")
    assert _hits(coverage, "rule") == {
        "Rule_Many": 1,
        "Rule_Any": 2,
        "Rule_Silent": 0,
        "Rule_None": 1,
        "Rule_Large": 1,
        "Rule_Small": 1,
    }


def test_a_running_case_is_recorded_again_and_not_twice(
    engine: Engine, clerk: Engine, copied: Deployment
) -> None:
    (definition,) = [each for each in copied.definitions if each.key == "coverage-order"]
    start = {"round": 2, "checks": 0}
    started = engine.instances.start(definition.key, None, start, definition_id=definition.id)
    case = started.instance.id
    coverage = _recorded(engine, case)
    assert _hits(coverage, "flow")["Flow_Pack"] == 1
    assert _hits(coverage, "flow")["Flow_Packed"] == 0
    for task in engine.tasks.find(process_instance_id=case):
        engine.tasks.claim(task.id, engine.address.user)
        engine.tasks.complete(task.id)
    coverage.record(engine, [case], "an order")
    hits = _hits(coverage, "node", "flow")
    assert (hits["Flow_Pack"], hits["Flow_Packed"]) == (1, 1)
    # An empty collection: the sub-process was passed, and nothing in it reached.
    assert (hits["Flow_Joined"], hits["Check"], hits["Flow_Check"], hits["Flow_Checked"]) == (
        1,
        0,
        0,
        1,
    )
    engine.instances.delete(case)
    coverage.record(engine, [case], "an order")
    assert _hits(coverage, "node", "flow") == hits, "a deleted case keeps its history"
