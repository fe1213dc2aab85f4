"""From one process instance to the whole case, and no further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from workers.cases.case_tree import CaseTree
from workers.cases.submissions import DeployedModel
from workers.engine.history_records import InstancePast
from workers.models.bpmn import Model

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
EMPTY = Model.parse('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>')


def _instance(number: str, process: str, root: str, *, over: bool = False) -> InstancePast:
    return InstancePast(
        id=number,
        process_definition_id=f"{process}:1",
        process_definition_key=process,
        root_process_instance_id=root,
        start_time=NOW,
        end_time=NOW if over else None,
        state="COMPLETED" if over else "ACTIVE",
    )


class Engine:
    """Instances with their variables."""

    def __init__(self, *instances: InstancePast, **variables: dict[str, object]) -> None:
        self._instances, self._variables = instances, variables
        self.written: dict[str, dict[str, object]] = {}
        self.history = SimpleNamespace(instances=self._find)
        self.instances = SimpleNamespace(variables=variables.get, set_variables=self._set)

    def _find(
        self, *, ids: Sequence[str] = (), root_instance: str | None = None
    ) -> list[InstancePast]:
        return [
            each
            for each in self._instances
            if each.id in ids or (root_instance and each.root_process_instance_id == root_instance)
        ]

    def _set(self, instance: str, values: Mapping[str, object]) -> None:
        self.written[instance] = dict(values)


def _tree(engine: Engine) -> CaseTree:
    together = {"main:1": frozenset({"main", "step"}), "other:1": frozenset({"other"})}
    deployed: Any = SimpleNamespace(
        of=lambda definition: DeployedModel(
            EMPTY, {}, together=together.get(definition, frozenset())
        )
    )
    anything: Any = engine
    return CaseTree(anything, deployed)


CASE = (_instance("m", "main", "m"), _instance("s", "step", "m"))


def test_new_values_go_to_running_instances_that_have_the_variable() -> None:
    engine = Engine(
        *CASE,
        _instance("ended", "step", "m", over=True),
        _instance("stranger", "step", "x"),
        m={"text": "old"},
        s={"text": "old", "more": 1},
        ended={"text": "old"},
        stranger={"text": "old"},
    )
    _tree(engine).share("m", {"text": "new", "unknown": 2})
    assert engine.written == {"s": {"text": "new"}}


@pytest.mark.parametrize(
    ("other", "second"),
    [
        (_instance("s", "step", "m"), False),
        (_instance("m2", "main", "m2"), True),
        (_instance("s2", "step", "s2"), True),
        (_instance("s3", "step", "m2"), True),
        (_instance("o", "other", "o"), False),
    ],
    ids=[
        "called by the case",
        "begun once more",
        "a called process that was begun by itself",
        "called by a second one",
        "another procedure",
    ],
)
def test_what_does_the_work_of_a_case_apart_from_it_is_a_second_run(
    other: InstancePast, second: bool
) -> None:
    known = {each.id: each for each in (*CASE, _instance("m2", "main", "m2"), other)}
    assert _tree(Engine(*known.values())).is_second_run("m", other.id) is second


def test_an_instance_that_nobody_knows_does_nothing() -> None:
    assert _tree(Engine(*CASE)).is_second_run("m", "gone")
