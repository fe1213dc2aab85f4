"""Reads from an engine what process instances and decisions have reached.

Nodes are the starts in the history of activities. The entry of a multi-instance activity as a
whole (``#multiInstanceBody``) is not one: only its instances are, so an empty collection
reaches nothing. Flows are the comments of an instrumented copy.

Some things the engine (7.24, tried) never writes down. Exact substitutes for them:

* a flow out of an event-based gateway: the starts of the event that it leads to;
* a throwing link event: the tokens over the flows into it; a catching one: those over a flow out
  of it (so links are reached on an instrumented copy only);
* a compensation boundary event: the starts of the activity that compensates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import quote

from workers.engine import Engine
from workers.engine.encoding import instant
from workers.engine.history_records import InstancePast
from workers.engine.record import Record, read_list
from workers.models import Model, ModelError
from workers.testing.coverage.hits import Evaluation, Hits, InstanceHits
from workers.testing.coverage.instrument import PREFIX

_BODY = "multiInstanceBody"


class _Comment(Record):
    message: str | None = None


class _Output(Record):
    rule_id: str


class _Decision(Record):
    """One evaluation, without the values that went in and came out."""

    id: str
    decision_definition_key: str
    process_instance_id: str | None = None
    outputs: tuple[_Output, ...] = ()


class Collector:
    """Reads hits from engines.

    Args:
        models: processes by definition key, for what the engine does not write down. Instances
            of other processes are read as well, without those substitutes.

    Raises:
        ModelError: two ways lead into an event behind an event-based gateway, which BPMN forbids
            and which would make its starts ambiguous.
    """

    def __init__(self, models: Mapping[str, Model]) -> None:
        self._models = models
        for model in models.values():
            for target in _gateway_targets(model).values():
                if len(model.incoming(target)) > 1:
                    raise ModelError(
                        f"{model.source}: {model.name(target)} ({target}) follows an event-based "
                        "gateway, so BPMN allows it no second incoming flow"
                    )

    def instances(self, engine: Engine, ids: Iterable[str], scenario: str = "") -> Hits:
        """The hits of process instances, running or ended, and of all that they called.

        Args:
            engine: where they are.
            ids: process instance ids.
            scenario: what the hits are credited to.

        Raises:
            NotFound: the history knows no such instance.
            EngineError: the engine does not answer, or not to this login.
        """
        hits = Hits()
        waiting = list(ids)
        while waiting:
            instance_id = waiting.pop()
            if instance_id in hits.instances:
                continue
            path = f"/history/process-instance/{quote(instance_id, safe='')}"
            past = InstancePast.read(path, engine.session.call("GET", path))
            nodes: Counter[str] = Counter()
            for passed in engine.history.activities(instance_id):
                if passed.activity_type != _BODY:
                    nodes[passed.activity_id] += 1
                if passed.called_process_instance_id:
                    waiting.append(passed.called_process_instance_id)
            flows = _flows_taken(engine, instance_id)
            model = self._models.get(past.process_definition_key)
            if model is not None:
                _complete(model, nodes, flows)
            hits.instances[instance_id] = InstanceHits(
                past.process_definition_key, scenario, dict(nodes), dict(flows)
            )
            hits.evaluations.update(_evaluations(engine, scenario, processInstanceId=instance_id))
        return hits

    def decisions(
        self,
        engine: Engine,
        keys: Iterable[str],
        scenario: str = "",
        since: datetime | None = None,
    ) -> Hits:
        """The evaluations of decisions that were asked directly, outside any process.

        Raises:
            EngineError: the engine does not answer, or not to this login.
        """
        hits = Hits()
        after = {"evaluatedAfter": instant(since, "since")} if since else {}
        for key in keys:
            hits.evaluations.update(
                _evaluations(engine, scenario, decisionDefinitionKey=key, **after)
            )
        return hits


def _flows_taken(engine: Engine, instance_id: str) -> Counter[str]:
    path = f"/process-instance/{quote(instance_id, safe='')}/comment"
    comments = read_list(_Comment, path, engine.session.call("GET", path))
    messages = (each.message or "" for each in comments)
    return Counter(each.removeprefix(PREFIX) for each in messages if each.startswith(PREFIX))


def _evaluations(engine: Engine, scenario: str, **query: str) -> dict[str, Evaluation]:
    path = "/history/decision-instance"
    params = {**query, "includeOutputs": True, "disableCustomObjectDeserialization": True}
    found = read_list(_Decision, path, engine.session.call("GET", path, params=params))
    of_instance = "processInstanceId" in query
    return {
        each.id: Evaluation(
            each.decision_definition_key,
            scenario,
            # One output per matched rule and column; a rule matches once per evaluation.
            tuple(dict.fromkeys(output.rule_id for output in each.outputs)),
        )
        for each in found
        if of_instance or each.process_instance_id is None
    }


def _gateway_targets(model: Model) -> dict[str, str]:
    """Targets of the flows out of event-based gateways, by flow id."""
    return {
        flow.id: flow.target
        for flow in model.flows.values()
        if (source := model.nodes.get(flow.source)) and source.type == "eventBasedGateway"
    }


def _complete(model: Model, nodes: Counter[str], flows: Counter[str]) -> None:
    """Add what the engine does not write down."""
    for flow, target in _gateway_targets(model).items():
        if nodes[target]:
            flows[flow] = nodes[target]
    for node in model.nodes.values():
        reached = 0
        if "link" in node.events:
            if node.type == "intermediateThrowEvent":
                reached = sum(flows[flow.id] for flow in model.incoming(node.id))
            else:
                reached = max((flows[flow.id] for flow in model.outgoing(node.id)), default=0)
        elif node.compensated_by:
            reached = nodes[node.compensated_by]
        if reached:
            nodes[node.id] = reached
