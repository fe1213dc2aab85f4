"""Decision tables evaluated by the engine."""

from __future__ import annotations

from collections.abc import Mapping

from pycamunda import decisiondef

from workers.engine.adapter import Adapter
from workers.engine.encoding import encode_all
from workers.engine.errors import NotFound
from workers.engine.record import Record, read_list, read_variables


class _Definition(Record):
    id: str


class Decisions:
    """Evaluates decisions outside any process."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter

    def evaluate(
        self,
        key: str,
        inputs: Mapping[str, object],
        *,
        deployment_id: str | None = None,
        tenant_id: str | None = None,
    ) -> list[dict[str, object]]:
        """Evaluate a decision; one dict of decoded outputs per matched rule.

        Args:
            key: decision key; the latest version, unless ``deployment_id`` names one.
            inputs: variables of the table.
            deployment_id: evaluate the version of exactly this deployment.
            tenant_id: tenant of the decision.

        Raises:
            NotFound: no such decision is deployed.
        """
        exact = None if deployment_id is None else self._in_deployment(key, deployment_id)
        request = decisiondef.Evaluate(
            self._adapter.url,
            id_=exact,
            key=None if exact else key,
            tenant_id=None if exact else tenant_id,
        )
        request.variables = encode_all(inputs)
        rules = self._adapter.post(request)
        return [read_variables("/decision-definition/evaluate", rule) for rule in rules]

    def _in_deployment(self, key: str, deployment_id: str) -> str:
        path = "/decision-definition"
        found = read_list(
            _Definition,
            path,
            self._adapter.session.call(
                "GET", path, params={"key": key, "deploymentId": deployment_id}
            ),
        )
        if not found:
            raise NotFound("GET", path, f"deployment {deployment_id} holds no decision {key}")
        return found[0].id
