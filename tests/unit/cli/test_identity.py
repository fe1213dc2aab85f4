"""Who works with the engine: nobody is missing, nobody may too much."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from workers.cli.checkout import Checkout
from workers.cli.deployment import starters_of
from workers.cli.identity import STAFF, Directory
from workers.cli.logins import ADMIN, WORKER

ROOT = Path(__file__).parents[3]
GROUPS = [
    "cs-specialist",
    "cs-supervisor",
    "cs-manager",
    "cs-director",
    "sales",
    "legal",
    "finance",
    "finance-manager",
    "tech-support",
    "rd",
    "quality",
    "logistics",
    "general-manager",
    "employee",
    "dept-manager",
    "doc-author",
    "copy-clerk",
    "cashier",
    "cs-frontline",
    "biz-dept",
    "ops-director",
    "ops",
]
DIRECTORY = Directory.shipped()
OPENED = DIRECTORY.opened(starters_of(Checkout(ROOT)))


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_has_a_member_with_a_chinese_name(group: str) -> None:
    assert re.fullmatch(r"[\u4e00-\u9fff]+", DIRECTORY.names[group])
    members = DIRECTORY.members(group)
    assert members
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", person.name) for person in members)


@pytest.mark.parametrize(
    "group", ["cs-specialist", "cs-manager", "legal", "finance", "dept-manager"]
)
def test_four_eyes_need_two_people(group: str) -> None:
    assert len(DIRECTORY.members(group)) >= 2


def test_the_models_name_only_groups_that_exist() -> None:
    named = set()
    for model in (ROOT / "bpmn").glob("*/*.bpmn"):
        for value in re.findall(
            r'candidate(?:Starter)?Groups="([^"$]+)"', model.read_text("utf-8")
        ):
            named |= {each.strip() for each in value.split(",")}
    assert named
    assert named <= {*GROUPS, STAFF}


def test_the_tables_name_only_groups_that_exist() -> None:
    known = {*GROUPS}
    for table, columns in {"responsible-party": (0, 1), "execution-department": (0,)}.items():
        (file,) = (ROOT / "bpmn").glob(f"*/{table}.dmn")
        rules = re.findall(r"<rule.*?</rule>", file.read_text("utf-8"), re.S)
        for rule in rules:
            outputs = re.findall(r"<outputEntry.*?<text>(.*?)</text>", rule, re.S)
            groups = {
                each for column in columns for each in outputs[column].strip('"\n ').split(",")
            }
            assert groups <= known


def test_staff_see_and_workers_work_in_every_shipped_process() -> None:
    shipped = {file.stem for file in (ROOT / "bpmn").glob("*/*.bpmn")}
    for who in (STAFF, "@worker"):
        (seen,) = [
            set(each.ids)
            for each in OPENED.permissions
            if each.to == who and each.on == "process-definition" and "READ" in each.allow
        ]
        assert seen == shipped, who


def test_a_specialist_begins_cases_and_no_process_that_a_case_calls() -> None:
    begun = {
        name
        for each in OPENED.permissions
        if "CREATE_INSTANCE" in each.allow and each.on == "process-definition"
        for name in each.ids
        if each.to == "cs-specialist"
    }
    assert begun <= {"complaint-handling", "complaint-summary", "customer-service"}
    assert "complaint-handling" in begun


def test_everybody_has_one_account() -> None:
    accounts = DIRECTORY.accounts
    assert len(accounts) == len(set(accounts))
    assert {ADMIN, WORKER} <= set(accounts)


def test_no_one_of_the_staff_may_do_everything_or_touch_identities() -> None:
    for each in DIRECTORY.permissions:
        assert "ALL" not in each.allow
        assert each.to != STAFF or set(each.allow) <= {"ACCESS", "READ"}
    workers = [each for each in DIRECTORY.permissions if each.to == "@worker"]
    assert not {each.on for each in workers} & {"application", "task"}
    # The deployed forms say what a person may send; workers read them and deploy nothing.
    assert [each.allow for each in workers if each.on == "deployment"] == [("READ",)]


def test_tasklist_has_filters_for_oneself_the_group_today_late_and_most_urgent() -> None:
    queries = {each.name: each.query for each in DIRECTORY.filters}
    assert list(queries) == ["我的待办", "本组待认领", "今日到期", "已超时", "特急"]
    assert queries["我的待办"] == {"assigneeExpression": "${currentUser()}"}
    unclaimed = {"candidateGroupsExpression": "${currentUserGroups()}"}
    assert queries["本组待认领"] == unclaimed
    of_group = unclaimed | {"includeAssignedTasks": True}
    assert queries["已超时"] == of_group | {"dueBeforeExpression": "${now()}"}
    urgent = [{"name": "caseUrgency", "operator": "eq", "value": "特急"}]
    assert queries["特急"] == of_group | {"taskVariables": urgent}


@pytest.mark.parametrize("change", ["groups", "permissions"])
def test_an_unknown_group_in_the_list_is_refused(change: str) -> None:
    listed = DIRECTORY.model_dump()
    if change == "groups":
        listed["users"][0]["groups"] = ("nobody",)
    else:
        listed["permissions"][0]["to"] = "nobody"
    with pytest.raises(ValidationError, match="unknown group nobody"):
        Directory.model_validate(listed)
