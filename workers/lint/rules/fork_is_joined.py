"""Branches that all run meet at a gateway that waits for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workers.lint.branches import branches, forks
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("并行的分支由并行网关汇合。", Kind.FAULT)
def look(project: Project) -> Iterator[Flaw]:
    """Places that several branches of a parallel gateway reach unjoined: all behind runs again."""
    for file in project.models:
        model = file.model
        running = {each.id for each in file.processes}
        for fork in forks(model, "parallelGateway"):
            if fork.process_id not in running:
                continue
            reached = Counter(node for branch in branches(model, fork) for node in branch)
            shared = {node for node, times in reached.items() if times > 1}
            for node in sorted(shared):
                # Only where they meet; what lies behind is reached by all of them anyway.
                first = any(flow.source not in shared for flow in model.incoming(node))
                if first and model.nodes[node].type != "endEvent":
                    yield Flaw(
                        file,
                        node,
                        f"「{model.name(fork.id)}」的几个分支没有汇合就走到这里，"
                        "后面的步骤会做几遍。",
                        "把这里改成并行网关，或在前面加一个并行网关汇合各分支。",
                    )
