"""What a failed scenario says, word for word: the elements by name, the times, the way out."""

from __future__ import annotations

import pytest

from tests.plugin.conftest import Run, failure, prefix
from workers.testing import EngineUnderTest

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.engine

WAITING = """
It is 2030-03-04 09:00:00 in this scenario.
Route so far: Order received → Reserve stock → Express? → Pack the goods
Open tasks: Pack the goods (Task_Pack) for warehouse
Waits for: message OrderCancelled
Next timers: 2030-03-04 13:00:00 Every four hours (Timer_Reminder); \
2030-03-06 09:00:00 After two days (Timer_Late); 2030-03-11 09:00:00 After a week (StartEvent_Old)
External tasks: none
Incidents: none"""
FAILURE = "workers.testing.story.ScenarioFailure: "
LEFT_BEHIND = "Failed: "  # by teardown, without a traceback
USAGE = "pytest.UsageError: "
KIT = "workers.testing.clock.KitError: "

AT_PACKING = [
    (
        "case.waits_at('Task_Decide')",
        "expected the case to wait at Decide about the late order (Task_Decide)",
    ),
    (
        "case.has_passed('Task_Pack')",
        "expected the case to have passed Pack the goods (Task_Pack)",
    ),
    (
        "case.has_passed('Task_Reserve', 'StartEvent_OrderReceived')",
        (
            "expected the case to have passed Order received (StartEvent_OrderReceived) "
            "after Reserve stock (Task_Reserve), but only before"
        ),
    ),
    (
        "case.has_not_passed('Task_Reserve')",
        "expected the case not to get to Reserve stock (Task_Reserve), but it did",
    ),
    (
        "case.has_variables(parcels=1)",
        "expected a variable parcels, but there are: deliveryAt, express",
    ),
    (
        "case.has_variables(express='False')",
        "expected variable express to be 'False' (str), but it is False (bool)",
    ),
    (
        "case.submit('Task_Decide')",
        "expected an open task Decide about the late order (Task_Decide)",
    ),
    (
        "case.message('OrderChanged')",
        "expected the case to wait for message OrderChanged, but nothing in it does",
    ),
    ("case.has_ended()", "expected the case to have ended"),
]


@pytest.mark.parametrize(("verb", "said"), AT_PACKING, ids=[verb for verb, _ in AT_PACKING])
def test_it_says_what_was_expected_and_where_the_case_is(
    run_test: Run, verb: str, said: str
) -> None:
    result = run_test(f"begin()\n{verb}")
    assert failure(result) == FAILURE + said + WAITING
    # The last line of the traceback is the test's own, not one of the kit's.
    assert f">       {verb}" in result.outlines
    result.assert_outcomes(failed=1)


def test_a_place_that_is_not_reached_in_time(run_test: Run) -> None:
    result = run_test("begin()\ncase.advance_until('Task_Decide', within='P1D')")
    assert failure(result) == (
        f"{FAILURE}expected the case to get to Decide about the late order (Task_Decide) "
        "by 2030-03-05 09:00:00, but nothing happens until then any more"
        "\nIt is 2030-03-04 21:00:00 in this scenario."
        "\nRoute so far: Order received → Reserve stock → Express? → Pack the goods → "
        + " → ".join(["Every four hours → Remind the warehouse → Reminded"] * 3)
        + "\nOpen tasks: Pack the goods (Task_Pack) for warehouse"
        "\nWaits for: message OrderCancelled"
        "\nNext timers: 2030-03-06 09:00:00 After two days (Timer_Late); "
        "2030-03-11 09:00:00 After a week (StartEvent_Old)"
        "\nExternal tasks: none"
        "\nIncidents: none"
    )


def test_a_step_that_is_never_played(run_test: Run) -> None:
    result = run_test("begin()\ncase.when('Task_Decide').after('PT1H').submit()")
    assert failure(result) == (
        f"{LEFT_BEHIND}expected every deferred step to be played, "
        "but the case never came to: submit Task_Decide"
        + WAITING
        + "\nStill to be played: submit Task_Decide"
    )
    result.assert_outcomes(passed=1, errors=1)


def test_an_incident_that_is_left_open(run_test: Run) -> None:
    result = run_test(
        "case.mock('stock.reserve').breaks('no store')\n"
        f"case.start('{prefix()}order-handling', 'order-broken', express=False)"
    )
    assert failure(result) == (
        f"{LEFT_BEHIND}expected no incident, but Reserve stock (Task_Reserve): no store"
        "\nIt is 2030-03-04 09:00:00 in this scenario."
        "\nRoute so far: Order received → Reserve stock"
        "\nOpen tasks: none"
        "\nWaits for: message OrderCancelled"
        "\nNext timers: 2030-03-11 09:00:00 After a week (StartEvent_Old)"
        "\nExternal tasks: Reserve stock (Task_Reserve) of topic stock.reserve, failed: no store"
        "\nIncidents: Reserve stock (Task_Reserve): no store"
    )
    result.assert_outcomes(passed=1, errors=1)


def test_a_handler_that_failed_although_the_case_went_on(
    run_test: Run, their_project: pytest.Pytester
) -> None:
    their_project.makeconftest(
        (their_project.path / "conftest.py").read_text(encoding="utf-8") + SHIPPED_HANDLER
    )
    result = run_test(
        f"case.start('{prefix()}order-handling', 'order-retried', express=False)\n"
        "case.advance('PT10M')\n"
        "case.waits_at('Task_Pack')"
    )
    assert failure(result).splitlines()[0] == (
        f"{LEFT_BEHIND}expected no failures, "
        "but Reserve stock (Task_Reserve) failed: the store is closed"
    )
    result.assert_outcomes(passed=1, errors=1)


SHIPPED_HANDLER = '''
from workers.contract import TransientFailure, Variables, handler
from workers.runtime import DirectExecutor

tries = []

@handler("stock.reserve", label="Reserve")
def reserve(order: Variables, desk: None) -> Variables:
    """Reserve stock, at the second try."""
    tries.append(1)
    if len(tries) == 1:
        raise TransientFailure("the store is closed")
    return Variables()

@pytest.fixture(scope="session", name="scenario_project")
def with_a_handler():
    return Project(
        deployments={"their orders": sorted(Path(__file__).parent.glob("models/*"))},
        staff={"warehouse": ["anna", "ben"], "sales": ["carla"]},
        handlers=[reserve],
        executor=DirectExecutor(None),
    )
'''


def test_a_user_whom_nobody_knows(run_test: Run) -> None:
    result = run_test("begin()\ncase.submit('Task_Pack', by='dora', parcels=1)")
    assert failure(result) == (
        f"{KIT}there is no user dora among the staff of the scenario_project"
    )


def test_values_that_do_not_fit_the_form(run_test: Run) -> None:
    result = run_test("begin()\ncase.submit('Task_Pack', parcels=21, colour='red')")
    assert failure(result) == (
        f"{KIT}what anna enters at Pack the goods (Task_Pack) does not fit: form pack-order: "
        "there is no field colour; parcels must be at most 20; its fields are parcels, remark"
    )


@pytest.mark.parametrize(
    "verb",
    [
        "case.waits_at('Task_Pakc')",
        "case.has_not_passed('Task_Pakc')",
        "case.has_passed('Task_Pakc')",
        "case.when('Task_Pakc').submit()",
        "case.advance_until('Task_Pakc')",
        "case.submit('Task_Pakc')",
    ],
)
def test_an_element_that_no_model_has(run_test: Run, verb: str) -> None:
    result = run_test(f"begin()\n{verb}")
    assert failure(result) == (
        f"{KIT}no model of the project has an element Task_Pakc; is Task_Pack meant?"
    )


def test_nothing_was_started(run_test: Run) -> None:
    result = run_test("case.has_ended()")
    assert failure(result) == f"{KIT}nothing was started yet: begin with start() or follow()"


def test_a_run_without_a_project(
    pytester: pytest.Pytester, scenario_engine: EngineUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENARIO_ENGINE_USER", scenario_engine.user)
    monkeypatch.setenv("SCENARIO_ENGINE_PASSWORD", scenario_engine.password)
    pytester.makepyfile("def test_order(scenarios): pass")
    result = pytester.runpytest_inprocess("--scenario-engine", scenario_engine.rest)
    assert failure(result) == (
        f"{USAGE}scenarios need a project: write a session fixture named scenario_project "
        "in conftest.py that returns a workers.testing.Project"
    )


def test_a_run_without_an_engine(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_order(scenario_engine): pass")
    result = pytester.runpytest_inprocess()
    assert failure(result) == (
        f"{USAGE}scenarios need an engine: give --scenario-engine URL, or --scenario-image IMAGE "
        "(also as scenario_image in the pytest configuration)"
    )


def test_an_error_in_a_thread_fails_the_test(run_test: Run) -> None:
    result = run_test(
        "import threading\n"
        "def work(): raise RuntimeError('lost in a thread')\n"
        "begin()\n"
        "worker = threading.Thread(target=work, name='their-worker')\n"
        "worker.start()\n"
        "worker.join()"
    )
    result.assert_outcomes(failed=1)
    assert "PytestUnhandledThreadExceptionWarning" in failure(result)
    assert "their-worker" in failure(result)
