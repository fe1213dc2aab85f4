"""``procedure.toml`` and its models agree: number, version, posts, processes.

That the file says all that it must, the ledger of procedures asks when it is deployed.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from workers.lint.expression import is_expression
from workers.lint.model_file import ModelFile
from workers.lint.procedure_file import ProcedureFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, rule


@rule("procedure.toml 与模型一致：编号、版本、岗位、流程。", Kind.CONVENTION)
def look(project: Project) -> Iterator[Flaw]:
    """Numbers that the pool does not show, other versions, unknown or missing posts."""
    for procedure in project.procedures:
        models = [each for each in project.models if _belongs(each, procedure)]
        yield from _processes(project, procedure)
        for file in models:
            yield from _number_and_version(procedure, file)
        yield from _posts(project, procedure, models)


def _belongs(file: ModelFile, procedure: ProcedureFile) -> bool:
    listed = any(each.id in procedure.processes for each in file.processes)
    return listed or file.folder == procedure.folder


def _processes(project: Project, procedure: ProcedureFile) -> Iterator[Flaw]:
    known = project.process_ids | project.unreadable_stems
    for process in procedure.processes:
        if process not in known:
            near = get_close_matches(process, known, 1)
            hint = f"是不是 {near[0]}？" if near else "或补上它的模型。"
            yield Flaw(
                procedure, "processes", f"流程 {process} 没有模型。", f"核对标识的拼写，{hint}"
            )
    for file in project.models:
        for each in file.processes if procedure.processes else ():
            listed = each.id in procedure.processes or each.id in project.called_processes
            if file.folder == procedure.folder and not listed:
                yield Flaw(
                    procedure,
                    "processes",
                    f"同一目录的流程 {each.id} 没有列在 processes 里。",
                    "把它加进 processes，由别的流程调用它，或把模型放到它自己的目录。",
                )


def _number_and_version(procedure: ProcedureFile, file: ModelFile) -> Iterator[Flaw]:
    pools = [each.name or "" for each in file.model.participants if each.process_id]
    shown = not pools or any(procedure.number in each for each in pools)
    if procedure.number and file.folder == procedure.folder and not shown:
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
    groups = project.groups
    if groups is None:
        return
    if procedure.owner and procedure.owner not in groups:
        yield Flaw(
            procedure, "owner", f"岗位组 {procedure.owner} 不存在。", "改成岗位组名单里的标识。"
        )
    names = set(groups.values())
    for post in procedure.posts:
        if post not in names:
            near = get_close_matches(post, names, 1)
            hint = f"是不是 {near[0]}？" if near else "或把它加进岗位组名单。"
            yield Flaw(procedure, "posts", f"没有岗位组叫“{post}”。", f"核对名称，{hint}")
    for file in models if procedure.posts else ():
        for task in file.nodes("userTask"):
            given = file.attribute(task.id, "candidateGroups")
            for group in () if is_expression(given) else given.split(","):
                name = groups.get(group.strip())
                if name is not None and name not in procedure.posts:
                    yield Flaw(
                        file,
                        task.id,
                        f"任务交给{name}，procedure.toml 的岗位里没有它。",
                        "在 procedure.toml 的 posts 中加上它，或改候选组。",
                    )
