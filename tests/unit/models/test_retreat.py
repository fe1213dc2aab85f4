"""The way back from a worker to the people before it, in models with branches, loops and scopes."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.models.bpmn import Model
from workers.models.retreat import Retreat, retreat, user_steps_before

BPMN = Path(__file__).parents[3] / "bpmn"
HANDLING, REGISTRATION, INVESTIGATION, SOLUTION, FEEDBACK = (
    Model.read(BPMN / "complaint-handling" / f"{name}.bpmn")
    for name in (
        "complaint-handling",
        "complaint-registration",
        "complaint-investigation",
        "complaint-solution",
        "result-feedback",
    )
)
APPROVAL, EXECUTION = (
    Model.read(BPMN / name / f"{name}.bpmn") for name in ("solution-approval", "solution-execution")
)


def _model(*lines: str) -> Model:
    """``A > B`` is a flow; ``Work…`` a worker, ``Fork…`` and ``Join…`` parallel gateways."""
    flows = [line.split(" > ") for line in lines]
    nodes = dict.fromkeys(each for flow in flows for each in flow)
    kinds = {"Work": "serviceTask", "Fork": "parallelGateway", "Join": "parallelGateway"}
    kinds |= {"Gate": "exclusiveGateway", "Start": "startEvent", "End": "endEvent"}

    def element(name: str) -> str:
        kind = kinds.get(name[:4], kinds.get(name, "userTask"))
        topic = ' camunda:type="external" camunda:topic="t"' if name.startswith("Work") else ""
        return f'<{kind} id="{name}"{topic}/>'

    drawn = [f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows]
    return Model.parse(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p" isExecutable="true">'
        + "".join([*map(element, nodes), *drawn])
        + "</process></definitions>"
    )


LINE = _model("Start > A", "A > Work1", "Work1 > B", "B > Work2", "Work2 > End")
BRANCHES = _model(
    "Start > Fork1", "Fork1 > A", "Fork1 > B", "A > Join1", "B > Join1", "Join1 > C", "C > Work1"
)
LOOP = _model("Start > Gate1", "Gate1 > A", "A > Work1", "Work1 > Gate2", "Gate2 > Gate1")


@pytest.mark.parametrize(
    ("model", "worker", "steps"),
    [
        (LINE, "Work1", {"A"}),
        (LINE, "Work2", {"B"}),
        (BRANCHES, "Work1", {"A", "B", "C"}),
        (LOOP, "Work1", {"A"}),
        (REGISTRATION, "Task_CheckCompleteness", {"Task_RegisterComplaint"}),
        (INVESTIGATION, "Task_RecordOpinion", {"Task_GiveOpinion"}),
        (SOLUTION, "Task_SubmitSolution", {"Task_DraftSolution"}),
        (INVESTIGATION, "Task_RecordInvestigation", {"Task_TestTechnically", "Task_Investigate"}),
        (FEEDBACK, "Task_SendResult", set()),
        (REGISTRATION, "Task_LookupCustomer", set()),
        (HANDLING, "Task_ReopenCase", set()),
    ],
)
def test_a_worker_looks_at_what_was_submitted_since_the_last_one(
    model: Model, worker: str, steps: set[str]
) -> None:
    assert user_steps_before(model, worker) == steps


@pytest.mark.parametrize(
    ("model", "worker", "wrong", "way"),
    [
        (LINE, "Work2", ["B"], Retreat(("B",))),
        (BRANCHES, "Work1", ["C"], Retreat(("C",))),
        (BRANCHES, "Work1", ["A"], Retreat(("A",), ("B-Join1",))),
        (BRANCHES, "Work1", ["A", "B"], Retreat(("A", "B"))),
        # C comes again behind B.
        (BRANCHES, "Work1", ["B", "C"], Retreat(("B",), ("A-Join1",))),
        (LOOP, "Work1", ["A"], Retreat(("A",))),
        (
            APPROVAL,
            "Task_VerifyApproval",
            ["Task_FinanceOpinion"],
            Retreat(("Task_FinanceOpinion",), ("Flow_LegalOpinion_OpinionJoin",)),
        ),
        # The join behind it is inclusive and waits for no branch that was done.
        (
            EXECUTION,
            "Task_RecordExecution",
            ["Task_PayCompensation"],
            Retreat(("Task_PayCompensation",)),
        ),
    ],
)
def test_only_what_is_wrong_is_done_again_and_what_follows_it(
    model: Model, worker: str, wrong: list[str], way: Retreat
) -> None:
    assert retreat(model, worker, wrong) == way


def test_every_user_task_of_a_shipped_model_is_looked_at_by_a_worker() -> None:
    for file in sorted(BPMN.glob("*/*.bpmn")):
        model = Model.read(file)
        workers = [each.id for each in model.nodes.values() if each.topic]
        seen = {step for each in workers for step in user_steps_before(model, each)}
        assert seen == {each.id for each in model.nodes.values() if each.type == "userTask"}
