"""Both engines that we build refuse the wrong person, whatever the model."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.contract.conftest import REAL
from tests.contract.rigs import Rig
from workers.engine import BadRequest, Engine, EngineAddress, Unauthorized
from workers.engine.tasks import UserTask

pytestmark = pytest.mark.parametrize("rig", REAL, indirect=True)
MODEL = Path(__file__).parent / "models" / "task-rules.bpmn"
GROUP = "rules-desk"


@pytest.fixture
def people(rig: Rig) -> Iterator[dict[str, Engine]]:
    """Two members of the group, and somebody who may do anything but is none."""
    admin = rig.engine
    admin.identity.ensure_group(GROUP, GROUP)
    with ExitStack() as stack:
        logins = {"boss": admin}
        for user in ("anna", "bert"):
            name, password = f"{user}{secrets.token_hex(4)}", secrets.token_urlsafe(12)
            admin.identity.ensure_user(name, password)
            admin.identity.ensure_member(GROUP, name)
            address = EngineAddress(admin.address.url, name, password)
            logins[user] = stack.enter_context(Engine(address))
        yield logins


def _waits(rig: Rig, instance: str) -> UserTask:
    (task,) = rig.engine.tasks.find(process_instance_id=instance)
    return task


def _claim(engine: Engine, task: UserTask) -> None:
    engine.tasks.claim(task.id, str(engine.address.user))


def test_a_task_is_completed_by_who_has_claimed_it_and_is_of_its_group(
    rig: Rig, people: dict[str, Engine]
) -> None:
    rig.engine.deployments.deploy("task rules", "contract suite", [MODEL])
    instance = rig.engine.instances.start("task-rules").instance.id
    draft = _waits(rig, instance)
    with pytest.raises(Unauthorized, match="尚未认领") as refusal:
        people["anna"].tasks.complete(draft.id)
    assert refusal.value.status == 403
    with pytest.raises(Unauthorized, match="不是任务“draft”的候选人"):
        _claim(people["boss"], draft)
    _claim(people["anna"], draft)
    for other in ("bert", "boss"):
        with pytest.raises(Unauthorized, match="已由他人认领"):
            people[other].tasks.submit_form(draft.id)
    with pytest.raises(Unauthorized, match="数据只能随表单提交"):
        people["anna"].session.call("PUT", f"/task/{draft.id}/variables/x", json={"value": 1})
    people["anna"].tasks.submit_form(draft.id)

    approve = _waits(rig, instance)
    with pytest.raises(Unauthorized, match="双人复核"):
        _claim(people["anna"], approve)
    with pytest.raises(Unauthorized, match="双人复核"):
        people["boss"].tasks.set_assignee(approve.id, people["anna"].address.user)
    _claim(people["bert"], approve)
    people["bert"].tasks.complete(approve.id)
    assert rig.engine.instances.count(definition_key="task-rules") == 0


def test_a_model_whose_rule_names_no_step_is_refused(rig: Rig, tmp_path: Path) -> None:
    broken = tmp_path / "task-rules.bpmn"
    text = MODEL.read_text(encoding="utf-8")
    broken.write_text(text.replace('value="Task_Draft"', 'value="Task_Gone"'), encoding="utf-8")
    with pytest.raises(BadRequest, match="notBy of Task_Approve names Task_Gone"):
        rig.engine.deployments.deploy("task rules", "contract suite", [broken])


def test_a_step_of_the_calling_process_counts_of_the_same_case_only(
    rig: Rig, people: dict[str, Engine]
) -> None:
    models = [MODEL.with_name(f"task-rules-{name}.bpmn") for name in ("caller", "called")]
    rig.engine.deployments.deploy("task rules of two processes", "contract suite", models)
    # The same number for both cases: the number is not what tells them apart.
    key = secrets.token_hex(4)
    first, second = (
        rig.engine.instances.start("task-rules-caller", key).instance.id for _ in range(2)
    )
    for case, drafter in ((first, "anna"), (second, "bert")):
        draft = _waits(rig, case)
        _claim(people[drafter], draft)
        people[drafter].tasks.complete(draft.id)
    (called,) = rig.engine.instances.find(super_instance=first)
    approve = _waits(rig, called.id)
    with pytest.raises(Unauthorized, match=r"双人复核：“anna.*”已办理“draft”"):
        _claim(people["anna"], approve)
    _claim(people["bert"], approve)
    people["bert"].tasks.complete(approve.id)
    assert first not in {each.id for each in rig.engine.instances.find(key)}
