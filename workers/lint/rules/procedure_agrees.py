"""``procedure.toml`` and the models beside it agree: number, version, posts."""

from __future__ import annotations

from collections.abc import Iterator

from workers.lint.expression import is_expression
from workers.lint.model_file import ModelFile
from workers.lint.procedure_file import ProcedureFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("procedure.toml 与模型一致：编号、版本、岗位。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Numbers that the pool does not show, other versions, posts that no task or too few name."""
    for procedure in project.procedures:
        models = [each for each in project.models if each.folder == procedure.folder]
        for file in models:
            yield from _number_and_version(procedure, file)
        yield from _posts(project, procedure, models)


def _number_and_version(procedure: ProcedureFile, file: ModelFile) -> Iterator[Flaw]:
    pools = [each.name or "" for each in file.model.participants if each.process_id]
    if procedure.number and pools and not any(procedure.number in each for each in pools):
        yield Flaw(
            procedure,
            "number",
            f"编号 {procedure.number} 不在 {file.path.name} 的池名称里。",
            "改编号，或在池的名称中写上编号。",
        )
    for process in file.processes:
        tag = process.version_tag or ""
        if procedure.version and tag != procedure.version:
            yield Flaw(
                procedure,
                "version",
                f"版本是 {procedure.version}，{file.path.name} 的版本标签却是 {tag or '空'}。",
                "把两者改成一样。",
            )


def _posts(project: Project, procedure: ProcedureFile, models: list[ModelFile]) -> Iterator[Flaw]:
    if not procedure.posts:
        return
    for post in procedure.posts:
        if project.groups is not None and post not in project.groups:
            yield Flaw(
                procedure, "posts", f"岗位组 {post} 不存在。", "核对拼写，或把它加进岗位组名单。"
            )
    for file in models:
        for task in file.nodes("userTask"):
            groups = file.attribute(task.id, "candidateGroups")
            for group in () if is_expression(groups) else groups.split(","):
                if group.strip() and group.strip() not in procedure.posts:
                    yield Flaw(
                        file,
                        task.id,
                        f"任务交给 {group.strip()}，procedure.toml 的岗位里没有它。",
                        "在 procedure.toml 的 posts 中加上它，或改候选组。",
                    )
