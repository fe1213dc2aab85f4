"""The process instances of one case: the one that began it, and all that these called in turn."""

from __future__ import annotations

from collections.abc import Mapping

from workers.cases.past import Past
from workers.cases.submissions import DeployedModels
from workers.engine import Engine
from workers.engine.history_records import ActivityPassed, InstancePast


class CaseTree:
    """Looks from one instance at the whole case.

    A business key alone would not do: whoever may start a process can give it any.

    Args:
        engine: with a login that may read instances and their history.
        deployed: tells which process has which step.
        past: what has happened in the instances.
    """

    def __init__(self, engine: Engine, deployed: DeployedModels, past: Past) -> None:
        self._engine = engine
        self._deployed = deployed
        self._past = past

    def members(self, process_instance_id: str) -> list[InstancePast]:
        """All instances of the case, ended ones included, the oldest first."""
        own = self._past.instances(process_instance_id)
        roots = [each.root_process_instance_id or each.id for each in own]
        return self._engine.history.instances(root_instance=roots[0]) if roots else []

    def starter(self, process_instance_id: str) -> str | None:
        """Who began the case; a called process has no starter of its own."""
        members = self.members(process_instance_id)
        roots = (each for each in members if each.root_process_instance_id in {None, each.id})
        return next((each.start_user_id for each in roots), None)

    def running(self, process_instance_id: str) -> list[str]:
        """Ids of the instances that have not ended."""
        return [each.id for each in self.members(process_instance_id) if each.end_time is None]

    def is_second_run(self, instance: str, other: str) -> bool:
        """Whether ``other`` is not of the case that ``instance`` began, but of its procedure.

        An instance that was begun apart from it by one of the processes that are deployed
        together, however deep in its calls.
        """
        found = {each.id: each for each in self._engine.history.instances(ids=[instance, other])}
        if len(found) < len({instance, other}):
            return True
        root = found[other].root_process_instance_id or other
        if root == instance:
            return False
        if root not in found:
            found |= {each.id: each for each in self._engine.history.instances(ids=[root])}
        begun = found.get(root)
        together = self._deployed.of(found[instance].process_definition_id).together
        return begun is None or begun.process_definition_key in together

    def passed(
        self, process_instance_id: str, activity_id: str, process: str | None = None
    ) -> list[ActivityPassed]:
        """All activities of the instances that have such a step.

        Args:
            process_instance_id: an instance of the case; if its own process has the step, it alone
                counts.
            activity_id: id of the step.
            process: instead, every instance of this process counts.
        """
        members = [
            each
            for each in self.members(process_instance_id)
            if process in (None, each.process_definition_key)
            and activity_id in self._deployed.of(each.process_definition_id).model.nodes
        ]
        own = [each for each in members if process is None and each.id == process_instance_id]
        return [passed for member in own or members for passed in self._past.activities(member.id)]

    def share(self, process_instance_id: str, variables: Mapping[str, object]) -> None:
        """Give the other running instances the new values of variables that they have."""
        for instance in self.running(process_instance_id):
            if instance == process_instance_id:
                continue
            there = self._engine.instances.variables(instance)
            known = {name: value for name, value in variables.items() if name in there}
            if known:
                self._engine.instances.set_variables(instance, known)
