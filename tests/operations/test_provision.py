"""``sop provision`` brings what is missing, once, and leaves what others made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.engine_host import EngineHost
from tests.operations.conftest import engine_set
from workers.cli.logins import ADMIN, Logins
from workers.cli.main import sop
from workers.cli.settings import load_settings
from workers.engine import Engine

pytestmark = pytest.mark.engine


def _provision(host: EngineHost, data: Path, *options: str) -> Result:
    address = host.address()
    return CliRunner().invoke(
        sop,
        [
            *("provision", "--data", str(data)),
            *("--engine-url", address.url, "--engine-user", ADMIN, *options),
        ],
        env={"SOP_ENGINE_PASSWORD": host.logins[ADMIN]},
    )


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineHost]:
    """An engine of its own: what others made on the package's would be missing from the plan."""
    with engine_set(tmp_path_factory.mktemp("unprovisioned"), {}) as running:
        yield running


@pytest.fixture(scope="module")
def admin(host: EngineHost) -> Iterator[Engine]:
    """Its administrator."""
    with Engine(host.address()) as engine:
        yield engine


def _steps(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    steps: list[str] = json.loads(result.stdout)["steps"]
    return steps


# One story, since each of its steps begins with what the one before has left on the engine.
def test_what_is_missing_comes_once_and_what_others_made_stays(
    host: EngineHost, admin: Engine, tmp_path: Path
) -> None:
    admin.identity.ensure_group("legal", "法务中心")  # somebody else has named it
    admin.identity.ensure_group("visitors", "访客")
    admin.identity.ensure_user("xumei", "her-own-password", first_name="许", last_name="梅")
    admin.identity.ensure_authorization(6, "*", ["READ"], group_id="visitors")
    theirs = {"resourceType": "Task", "name": "特急", "query": {"priority": 100}, "properties": {}}
    admin.session.call("POST", "/filter/create", json=theirs)
    former = {"resourceType": "Task", "name": "我的任务", "query": {}, "properties": {}}
    former_id = admin.session.call("POST", "/filter/create", json=former)["id"]

    planned = _steps(_provision(host, tmp_path, "--dry-run", "--json"))
    assert "group cs-specialist (客服专员)" in planned
    assert "account zhangmin (张敏)" in planned
    assert "zhangmin into cs-specialist" in planned
    assert "xumei into legal" in planned
    assert "filter 我的待办, until now 我的任务" in planned
    assert "staff may READ on filter 特急" in planned
    assert not [each for each in planned if each.startswith(("group legal", "account xumei"))]
    assert not admin.identity.has_group("cs-specialist"), "a plan changes nothing"
    assert not load_settings(tmp_path).folder.logins_file.exists()

    refused = _provision(host, tmp_path)  # there is no terminal to ask on
    assert refused.exit_code == 2
    assert not admin.identity.has_group("cs-specialist")

    assert _steps(_provision(host, tmp_path, "--yes", "--json")) == planned
    logins = Logins.read(load_settings(tmp_path).folder)
    assert admin.identity.verify("zhangmin", logins["zhangmin"])
    assert admin.identity.groups_of("zhangmin") == {"cs-specialist", "staff"}

    assert admin.session.call("GET", "/group/legal")["name"] == "法务中心"
    assert admin.session.call("GET", "/user/xumei/profile")["firstName"] == "许"
    assert admin.identity.verify("xumei", "her-own-password")
    assert admin.identity.missing_permissions(6, "*", ["READ"], group_id="visitors") == []
    filters = admin.session.call("GET", "/filter", params={"resourceType": "Task"})
    assert {each["name"] for each in filters} == {
        *("我的待办", "本组待认领", "今日到期", "已超时", "特急"),
    }
    (urgent,) = (each for each in filters if each["name"] == "特急")
    assert urgent["query"]["priority"] == 100
    (mine,) = (each for each in filters if each["name"] == "我的待办")
    assert mine["id"] == former_id

    assert _steps(_provision(host, tmp_path, "--yes", "--json")) == []


def test_without_people_only_the_account_of_the_workers_is_planned(
    host: EngineHost, tmp_path: Path
) -> None:
    company = tmp_path / "company.toml"
    company.write_text(
        'groups = [{ id = "hr", name = "人事部" }, { id = "staff", name = "员工" }]\n'
        'users = [{ id = "qianli", last = "钱", first = "丽", groups = ["hr"] }]\n'
        "permissions = []\nfilters = []\n[system]\n"
        'worker = { id = "hr-worker", last = "外部任务", first = "工作者" }\n',
        encoding="utf-8",
    )
    options = ("--list", str(company), "--no-people", "--dry-run", "--json")
    planned = _steps(_provision(host, tmp_path, *options))
    assert "group hr (人事部)" in planned
    assert [each for each in planned if each.startswith("account")] == [
        "account hr-worker (外部任务工作者)"
    ]


def test_a_list_that_says_something_else_is_refused_with_its_place(
    host: EngineHost, tmp_path: Path
) -> None:
    company = tmp_path / "company.toml"
    company.write_text('groups = [{ id = "hr" }]\n', encoding="utf-8")
    result = _provision(host, tmp_path, "--list", str(company), "--dry-run")
    assert result.exit_code == 2
    assert "groups.0.name" in result.output
