"""Opening a user task anew whose submission does not count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from workers.cases.submissions import DeployedModel, Entry, written_before
from workers.engine import Engine
from workers.models.retreat import retreat
from workers.ports import Refused, Step

_NOTHING: Final = Entry(None, frozenset(), nothing=True)


def reopen(engine: Engine, deployed: DeployedModel, step: Step, refused: Sequence[Refused]) -> None:
    """Cancel a worker's step and go back; see :meth:`workers.ports.ProcessGateway.reopen`.

    First the variables get back what they were, then the token moves. A crash in between leaves
    the step to be found again.
    """
    _restore(engine, step, refused)
    # Ids of scopes: a start in a multi-instance sub-process must say in which of its instances.
    passed = engine.history.activities(step.process_instance_id)
    scope = next(
        each.parent_activity_instance_id for each in passed if each.id == step.activity_instance_id
    )
    inside = (
        {} if scope in {None, step.process_instance_id} else {"ancestorActivityInstanceId": scope}
    )
    way = retreat(deployed.model, step.activity_id, [each.activity_id for each in refused])
    starts: list[dict[str, object]] = [
        {"type": "startBeforeActivity", "activityId": each, **inside} for each in way.before
    ]
    starts += [{"type": "startTransition", "transitionId": each, **inside} for each in way.on]
    # Last: a scope that has nothing left in it would end.
    cancel = {"type": "cancel", "activityInstanceId": step.activity_instance_id}
    steps = ", ".join(sorted({f"{each.activity_id} ({each.fault})" for each in refused}))
    engine.instances.modify(
        step.process_instance_id,
        [*starts, cancel],
        annotation=f"submissions that do not count, opened anew: {steps}",
    )


def _restore(engine: Engine, step: Step, refused: Sequence[Refused]) -> None:
    updates = engine.history.variable_updates(step.process_instance_id)
    scopes = engine.instances.scopes_of_variables(step.process_instance_id)
    living = [each for each in updates if each.variable_instance_id in scopes]
    visits = {each.visit: each.activity_id for each in refused}
    before = written_before(living, visits, dict.fromkeys(visits.values(), _NOTHING))
    restored: dict[str, dict[str, object]] = defaultdict(dict)
    for last, value in before:
        restored[scopes[last.variable_instance_id]][last.variable_name] = value
    for execution, variables in restored.items():
        engine.instances.set_local_variables(execution, variables)
