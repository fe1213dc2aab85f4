"""``sop doctor`` finds each fault on an installation that has it, and none where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.engine_host import FLAVOUR, EngineHost, new_key
from tests.operations.conftest import engine_set
from workers.casework.calendar import WorkCalendar
from workers.cli.doctor.examination import examine
from workers.cli.doctor.finding import Finding, Installation, Level
from workers.cli.identity import Directory
from workers.cli.logins import ADMIN
from workers.cli.main import sop
from workers.cli.provisioning import seed_identity
from workers.engine import Engine
from workers.engine.tls import Tls
from workers.procedures import HANDLERS

pytestmark = pytest.mark.engine

KNOWN_DAY = datetime(2026, 6, 1, 2, tzinfo=UTC)
"""A day in a year of which the working days are known, with no other year near."""
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:test">
  <process id="probe-{key}" isExecutable="true" {life}>
    <startEvent id="Start"/><sequenceFlow id="F1" sourceRef="Start" targetRef="Task"/>
    <serviceTask id="Task" camunda:type="external" camunda:topic="{topic}"/>
  </process>
</definitions>"""
LIFE = 'camunda:historyTimeToLive="P180D"'


class ClockAt:
    """The clock of this machine, if it went wrong."""

    def __init__(self, ahead: timedelta = timedelta(0)) -> None:
        self._ahead = ahead

    def now(self, _business_key: str | None = None) -> datetime:
        return datetime.now(UTC) + self._ahead


@pytest.fixture(scope="module")
def sound(host: EngineHost, admin: Engine) -> Installation:
    """An installation as we provision it."""
    seed_identity(admin, Directory.shipped(), host.logins, "example.com")
    return _installation(host, admin)


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An engine without login and authorisation, that takes models without time to live."""
    anything = "org.springframework.web.filter.CharacterEncodingFilter"
    properties = {
        "sop.engine.authentication-filter": anything,
        f"{FLAVOUR}.bpm.authorization.enabled": False,
        f"{FLAVOUR}.bpm.generic-properties.properties.enforce-history-time-to-live": False,
    }
    with (
        engine_set(tmp_path_factory.mktemp("open-house"), properties) as host,
        Engine(host.address()) as admin,
    ):
        seed_identity(admin, Directory.shipped(), host.logins, "example.com")
        yield _installation(host, admin)


def _installation(
    host: EngineHost, admin: Engine, clock: ClockAt | None = None, file: Path | None = None
) -> Installation:
    return Installation(
        admin,
        host.address("sop-worker"),
        Tls(),
        frozenset(each.topic for each in HANDLERS),
        WorkCalendar.shipped(file),
        clock or ClockAt(),
    )


def _found(installation: Installation, check: str) -> tuple[Finding, ...]:
    (result,) = (each for each in examine(installation) if each.check == check)
    return result.findings


def _deploy(engine: Engine, topic: str, life: str = LIFE) -> tuple[str, str]:
    """A process with one external task; answers its key and its deployment."""
    key = new_key()
    text = PROCESS.format(key=key, topic=topic, life=life)
    made = engine.session.call(
        "POST",
        "/deployment/create",
        files={
            "deployment-name": (None, f"probe-{key}"),
            "probe.bpmn": ("probe.bpmn", text.encode(), "text/xml"),
        },
    )
    return f"probe-{key}", made["id"]


def test_a_sound_installation_has_no_finding_but_that_of_its_engine_and_the_year(
    sound: Installation,
) -> None:
    found = {each.check: each.findings for each in examine(sound) if each.findings}
    assert found.keys() <= {"engine release", "calendar"}


def test_an_api_without_login_is_found(open_house: Installation, sound: Installation) -> None:
    (finding,) = _found(open_house, "anonymous REST")
    assert finding.level is Level.WRONG
    assert "answers without a login" in finding.problem
    assert _found(sound, "anonymous REST") == ()


def test_authorisation_that_is_off_is_found(open_house: Installation, sound: Installation) -> None:
    (finding,) = _found(open_house, "authorisation")
    assert "sop-worker reads who may what" in finding.problem
    assert _found(sound, "authorisation") == ()


def test_a_demo_login_that_is_alive_is_found(sound: Installation) -> None:
    assert _found(sound, "demo logins") == ()
    sound.engine.identity.ensure_user("demo", "demo")
    try:
        (finding,) = _found(sound, "demo logins")
        assert "the login demo works" in finding.problem
    finally:
        sound.engine.session.call("DELETE", "/user/demo")


def test_a_model_without_time_to_live_is_found(
    open_house: Installation, sound: Installation
) -> None:
    key, _ = _deploy(open_house.engine, HANDLERS[0].topic, life="")
    (finding,) = _found(open_house, "time to live")
    assert f"{key} (version 1)" in finding.problem
    assert _found(sound, "time to live") == ()


def test_a_topic_that_nobody_serves_is_found(sound: Installation) -> None:
    key, deployment = _deploy(sound.engine, "nobody.here")
    try:
        (finding,) = _found(sound, "topics")
        assert f"serves the topic nobody.here of {key}" in finding.problem
    finally:
        sound.engine.session.call("DELETE", f"/deployment/{deployment}", params={"cascade": "true"})
    assert _found(sound, "topics") == ()


def test_a_task_that_waits_for_a_worker_in_vain_is_found(
    sound: Installation, host: EngineHost, admin: Engine
) -> None:
    topic = HANDLERS[0].topic
    key, deployment = _deploy(admin, topic)
    try:
        admin.session.call("POST", f"/process-definition/key/{key}/start", json={})
        assert _found(sound, "topics") == ()
        later = _installation(host, admin, ClockAt(timedelta(minutes=6)))
        (finding,) = _found(later, "topics")
        assert f"tasks of the topic {topic} have been waiting" in finding.problem
    finally:
        admin.session.call("DELETE", f"/deployment/{deployment}", params={"cascade": "true"})


@pytest.mark.parametrize(("ahead", "which"), [(40, "behind"), (-40, "ahead of")])
def test_clocks_that_disagree_are_found(
    sound: Installation, host: EngineHost, admin: Engine, ahead: int, which: str
) -> None:
    skewed = _installation(host, admin, ClockAt(timedelta(seconds=ahead)))
    (finding,) = _found(skewed, "clock")
    assert f"s {which} this machine's" in finding.problem
    assert _found(sound, "clock") == ()


def test_a_provisional_year_is_wrong_when_it_has_come_and_a_reminder_before(
    host: EngineHost, admin: Engine
) -> None:
    def at(day: datetime) -> list[tuple[Level, str]]:
        clock = ClockAt(day - datetime.now(UTC))
        found = _found(_installation(host, admin, clock), "calendar")
        return [(each.level, each.problem) for each in found]

    assert at(KNOWN_DAY) == []
    ((level, problem),) = at(datetime(2030, 6, 3, 2, tzinfo=UTC))
    assert level is Level.WRONG
    assert "working days of 2030 are provisional" in problem
    levels = [level for level, _ in at(datetime(2026, 12, 20, 2, tzinfo=UTC))]
    assert levels == [Level.SOON], "2027 is near, and its arrangement is not published"


def test_an_engine_at_its_end_of_life_is_found(sound: Installation) -> None:
    found = [each.level for each in _found(sound, "engine release")]
    assert found == ([Level.SOON] if FLAVOUR == "camunda" else [])


def test_the_command_shows_each_check_and_ends_with_4_where_something_is_wrong(
    sound: Installation, open_house: Installation, host: EngineHost, tmp_path: Path
) -> None:
    def doctor(address: str) -> tuple[int, str]:
        options = ["--data", str(tmp_path), "--engine-url", address, "--engine-user", ADMIN]
        result = CliRunner().invoke(
            sop, ["doctor", *options], env={"SOP_ENGINE_PASSWORD": host.logins[ADMIN]}
        )
        return result.exit_code, result.output

    code, told = doctor(open_house.engine.address.url)
    assert code == 4
    assert "anonymous REST  wrong" in told
    assert "→ Put ProcessEngineAuthenticationFilter before it" in told
    assert "demo logins     ok" in told
    _, told = doctor(sound.engine.address.url)
    assert "anonymous REST  ok" in told
