"""The occasional calls: what is sent, what is read, which traps are avoided."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from workers.engine import Engine, NotFound

from .scripted import Answer, ScriptedServer

INSTANCE = {"id": "p1", "definitionId": "d:1", "businessKey": "C-1", "ended": False}


def test_a_deployment_is_one_whole_and_never_changed_only(
    server: ScriptedServer, engine: Engine, tmp_path: Path
) -> None:
    for name in ("a.bpmn", "b.form"):
        (tmp_path / name).write_text(f"content of {name}")
    definition = {"id": "d:1", "key": "d", "version": 1, "deploymentId": "dep"}
    server.answers["POST /deployment/create"] = Answer(
        200, {"id": "dep", "name": "n", "deployedProcessDefinitions": {"d:1": definition}}
    )
    deployed = engine.deployments.deploy("n", "sop", [tmp_path / "a.bpmn", tmp_path / "b.form"])
    assert deployed.is_new
    assert [each.key for each in deployed.definitions] == ["d"]
    sent = server.last.body
    assert b'name="enable-duplicate-filtering"\r\n\r\ntrue' in sent
    assert b"deploy-changed-only" not in sent
    assert b"content of a.bpmn" in sent
    assert b"content of b.form" in sent


def test_the_same_files_again_are_no_new_deployment(
    server: ScriptedServer, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "a.bpmn").write_text("x")
    server.answers["POST /deployment/create"] = Answer(
        200, {"id": "dep", "name": "n", "deployedProcessDefinitions": None}
    )
    server.answers["GET /process-definition"] = Answer(
        200, [{"id": "d:1", "key": "d", "version": 1, "deploymentId": "dep"}]
    )
    server.answers["GET /decision-definition"] = Answer(200, [])
    deployed = engine.deployments.deploy("n", "sop", [tmp_path / "a.bpmn"])
    assert not deployed.is_new
    assert [each.id for each in deployed.definitions] == ["d:1"]
    assert server.last.query == {"deploymentId": ["dep"]}


def test_two_files_of_one_name_would_shadow_each_other(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name of its own"):
        engine.deployments.deploy("n", "s", [tmp_path / "a" / "x.dmn", tmp_path / "b" / "x.dmn"])


def test_a_start_sends_types_and_reads_variables(server: ScriptedServer, engine: Engine) -> None:
    server.answers["POST /process-definition/key/d/start"] = Answer(
        200, {**INSTANCE, "variables": {"n": {"type": "Json", "value": "[1]", "valueInfo": {}}}}
    )
    started = engine.instances.start("d", "C-1", {"n": [1]}, with_variables_in_return=True)
    assert server.last.json["variables"] == {"n": {"value": "[1]", "type": "Json"}}
    assert server.last.json["businessKey"] == "C-1"
    assert server.last.json["withVariablesInReturn"] is True
    assert started.instance.business_key == "C-1"
    assert started.variables == {"n": [1]}


def test_a_query_leaves_out_what_was_not_asked(server: ScriptedServer, engine: Engine) -> None:
    server.answers["GET /process-instance"] = Answer(200, [INSTANCE])
    assert engine.instances.find("C-1")[0].id == "p1"
    assert server.last.query == {"businessKey": ["C-1"], "active": ["true"]}
    assert server.last.body == b""


def test_a_message_without_result_is_answered_with_nothing(
    server: ScriptedServer, engine: Engine
) -> None:
    server.answers["POST /message"] = Answer(204)
    correlation = engine.messages.correlate(
        "M", "C-1", correlation_keys={"round": 2}, process_variables={"ok": True}
    )
    assert correlation.process_instance_id is None
    assert server.last.json["correlationKeys"] == {"round": {"value": 2, "type": "Integer"}}
    assert server.last.json["processVariables"] == {"ok": {"value": True, "type": "Boolean"}}


@pytest.mark.parametrize(
    ("answer", "started"),
    [
        ({"resultType": "ProcessDefinition", "processInstance": INSTANCE}, True),
        ({"resultType": "Execution", "execution": {"processInstanceId": "p1"}}, False),
    ],
)
def test_a_correlation_says_who_took_the_message(
    server: ScriptedServer, engine: Engine, answer: dict[str, object], *, started: bool
) -> None:
    server.answers["POST /message"] = Answer(200, [answer])
    correlation = engine.messages.correlate("M", result_enabled=True)
    assert correlation.process_instance_id == "p1"
    assert (correlation.started is not None) is started


def test_a_due_date_is_moved_without_dropping_the_assignee(
    server: ScriptedServer, engine: Engine
) -> None:
    whole = {"name": "审批", "assignee": "lisi", "priority": 50, "due": None}
    # With what is not its to change, the engine refuses the whole request.
    server.answers["GET /task/u1"] = Answer(200, {**whole, "id": "u1", "suspended": False})
    server.answers["PUT /task/u1"] = Answer(204)
    engine.tasks.set_due("u1", datetime(2026, 1, 31, tzinfo=UTC))
    sent = {name: value for name, value in server.last.json.items() if value is not None}
    assert sent == {
        "name": "审批",
        "assignee": "lisi",
        "priority": 50,
        "due": "2026-01-31T00:00:00.000+0000",
    }


def test_a_form_is_submitted_with_types(server: ScriptedServer, engine: Engine) -> None:
    server.answers["POST /task/u1/submit-form"] = Answer(204)
    engine.tasks.submit_form("u1", {"amount": "5000.00"})
    assert server.last.json == {"variables": {"amount": {"value": "5000.00", "type": "String"}}}


@pytest.mark.parametrize("field", ["camundaFormRef", "operatonFormRef"])
def test_the_form_of_a_task_is_known_on_both_engines(
    server: ScriptedServer, engine: Engine, field: str
) -> None:
    server.answers["GET /task/u1"] = Answer(
        200,
        {
            "id": "u1",
            "taskDefinitionKey": "Task_A",
            "created": "2026-01-31T09:30:00.000+0800",
            field: {"key": "approve", "binding": "deployment"},
        },
    )
    form = engine.tasks.get("u1").camunda_form_ref
    assert form is not None
    assert (form.key, form.binding) == ("approve", "deployment")


def test_a_timer_is_moved_with_its_followers(server: ScriptedServer, engine: Engine) -> None:
    server.answers["PUT /job/j1/duedate"] = Answer(204)
    engine.jobs.set_due_date("j1", datetime(2026, 1, 31, tzinfo=UTC), cascade=True)
    assert server.last.json == {"duedate": "2026-01-31T00:00:00.000+0000", "cascade": True}


def test_incidents_of_a_business_key_are_those_of_its_instances(
    server: ScriptedServer, engine: Engine
) -> None:
    server.answers["GET /process-instance"] = Answer(200, [{"id": "p1"}, {"id": "p2"}])
    server.answers["GET /incident"] = Answer(
        200,
        [
            {
                "id": "i",
                "incidentType": "failedExternalTask",
                "incidentTimestamp": "2026-01-31T09:30:00.000+0800",
            }
        ],
    )
    assert len(engine.incidents.find(business_key="C-1")) == 2
    asked = [each.query["processInstanceId"] for each in server.asked if each.path == "/incident"]
    assert asked == [["p1"], ["p2"]]


def test_a_decision_is_evaluated_with_types(server: ScriptedServer, engine: Engine) -> None:
    server.answers["POST /decision-definition/key/D1/evaluate"] = Answer(
        200, [{"level": {"type": "String", "value": "P1", "valueInfo": {}}}]
    )
    assert engine.decisions.evaluate("D1", {"amount": 5}) == [{"level": "P1"}]
    assert server.last.json["variables"] == {"amount": {"value": 5, "type": "Integer"}}


def test_a_decision_that_its_deployment_lacks_is_not_found(
    server: ScriptedServer, engine: Engine
) -> None:
    server.answers["GET /decision-definition"] = Answer(200, [])
    with pytest.raises(NotFound, match="D1"):
        engine.decisions.evaluate("D1", {}, deployment_id="dep")


def test_a_user_that_exists_is_left_alone(server: ScriptedServer, engine: Engine) -> None:
    server.answers["GET /user/lisi/profile"] = Answer(200, {"id": "lisi"})
    assert engine.identity.ensure_user("lisi", "pw") is False
    assert [each.method for each in server.asked] == ["GET"]


def test_a_user_that_is_missing_is_created(server: ScriptedServer, engine: Engine) -> None:
    server.answers["GET /user/lisi/profile"] = Answer(
        404, {"type": "InvalidRequestException", "message": "User with id lisi does not exist"}
    )
    server.answers["POST /user/create"] = Answer(204)
    assert engine.identity.ensure_user("lisi", "pw", first_name="四", last_name="李")
    assert server.last.json == {
        "profile": {"id": "lisi", "firstName": "四", "lastName": "李"},
        "credentials": {"password": "pw"},
    }


def test_an_authorization_is_widened_once(server: ScriptedServer, engine: Engine) -> None:
    granted = [{"id": "a1", "permissions": ["READ"]}]
    server.answers["GET /authorization"] = Answer(200, granted)
    server.answers["PUT /authorization/a1"] = Answer(204)
    assert engine.identity.ensure_authorization(7, "*", ["UPDATE"], group_id="desk")
    assert server.last.json["permissions"] == ["READ", "UPDATE"]
    assert not engine.identity.ensure_authorization(7, "*", ["READ"], group_id="desk")
    with pytest.raises(ValueError, match="exactly one"):
        engine.identity.ensure_authorization(7, "*", ["READ"])


def test_historic_decisions_group_outputs_by_rule(server: ScriptedServer, engine: Engine) -> None:
    def cell(rule: int, value: str) -> dict[str, object]:
        return {"ruleOrder": rule, "variableName": "level", "type": "String", "value": value}

    server.answers["GET /history/decision-instance"] = Answer(
        200,
        [
            {
                "id": "h1",
                "decisionDefinitionKey": "D1",
                "decisionDefinitionId": "D1:1",
                "evaluationTime": "2026-01-31T09:30:00.000+0800",
                "inputs": [{"clauseName": "amount", "type": "Integer", "value": 5}],
                "outputs": [cell(2, "b"), cell(1, "a")],
            }
        ],
    )
    (made,) = engine.history.decisions(process_instance_id="p1")
    assert made.inputs == {"amount": 5}
    assert made.outputs == ({"level": "a"}, {"level": "b"})
