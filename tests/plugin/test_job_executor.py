"""An engine that runs jobs by itself makes scenarios lie: the kit finds it out and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.engine_host import engine_host
from tests.plugin.conftest import Run, failure, prefix
from workers.cli.logins import ADMIN
from workers.engine import Engine
from workers.testing import EngineUnderTest, KitError
from workers.testing.job_watch import JobWatch

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.engine

REMEDY = (
    "scenarios need an engine whose job executor is off: camunda.bpm.job-execution.enabled=false "
    "in the settings of the engine, SOP_ENGINE_JOB_EXECUTOR=false for its image; a test leaves "
    "jobs to the kit too"
)


def test_a_job_that_is_gone_when_the_kit_wants_to_run_it(scenario_admin: Engine) -> None:
    watch = JobWatch(scenario_admin)
    said = f"somebody else ran jobs of After two days (Timer_Late): {REMEDY}"
    with pytest.raises(KitError) as error:
        watch.execute("no-such-job", "After two days (Timer_Late)")
    assert str(error.value) == said
    with pytest.raises(KitError) as error:
        watch.move("no-such-job", datetime.now(UTC), "After two days (Timer_Late)")
    assert str(error.value) == said


FIRE = """
begin()
(late,) = case.engine.jobs.find(process_instance_id=case.instance_id, activity_id="Timer_Late")
case.engine.jobs.execute(late.id)
"""


def test_a_timer_that_somebody_else_fired_is_named_at_the_end(run_test: Run) -> None:
    result = run_test(FIRE)
    result.assert_outcomes(passed=1, errors=1)
    assert failure(result) == (
        f"Failed: somebody else ran jobs of After two days (Timer_Late): {REMEDY}"
    )


def test_it_is_named_instead_of_what_follows_from_it(run_test: Run) -> None:
    result = run_test(f"{FIRE}case.waits_at('Task_Pack')")
    result.assert_outcomes(failed=1)
    assert failure(result) == (
        "workers.testing.clock.KitError: "
        f"somebody else ran jobs of After two days (Timer_Late): {REMEDY}"
    )


@pytest.fixture(scope="module")
def busy_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineUnderTest]:
    """An engine whose job executor is on."""
    with engine_host(tmp_path_factory.mktemp("engine"), [ADMIN], job_executor=True) as host:
        yield EngineUnderTest(host.rest, ADMIN, host.logins[ADMIN])


class TestJobExecutorOn:
    """A real one."""

    @pytest.fixture
    def scenario_engine(self, busy_engine: EngineUnderTest) -> EngineUnderTest:
        return busy_engine

    def test_what_it_ran_is_found(self, run_test: Run, their_project: pytest.Pytester) -> None:
        model = their_project.path / "models" / "order-handling.bpmn"
        text = model.read_text(encoding="utf-8")
        model.write_text(
            text.replace(
                '<startEvent id="StartEvent_OrderReceived"',
                '<startEvent camunda:asyncAfter="true" id="StartEvent_OrderReceived"',
            ),
            encoding="utf-8",
        )
        # Waited for until the engine's log shows it, as the kit may be faster.
        result = run_test(
            "import time\n"
            f"begun = case.engine.instances.start('{prefix()}order-handling', 'order-1', "
            "{'express': False})\n"
            "while not case.engine.history.jobs_run(begun.instance.id):\n"
            "    time.sleep(0.1)\n"
            "case.mock('stock.reserve')\n"
            "case.follow(begun.instance.id)\n"
            "case.waits_at('Task_Pack')"
        )
        result.assert_outcomes(passed=1, errors=1)
        assert failure(result) == (
            "Failed: somebody else ran jobs of Order received (StartEvent_OrderReceived): " + REMEDY
        )
