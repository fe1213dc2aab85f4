"""``sop lint``: do models, tables, forms, letters, groups and workers fit each other?"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from workers.cli.checkout import Checkout
from workers.cli.console import Console
from workers.cli.errors import CheckFailed, Fault, UsageFault
from workers.cli.options import json_option
from workers.lint import Preset, Project, Report, check, rulebook
from workers.lint.bpmnlint import ID, bpmnlint
from workers.lint.configuration import FILE, ConfigurationError
from workers.lint.finding import Severity
from workers.lint.report_github import as_annotations
from workers.lint.report_json import as_data
from workers.lint.report_text import as_text


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--preset",
    type=click.Choice([each.value for each in Preset]),
    default=Preset.DESIGNER.value,
    show_default=True,
    help="For whom; what is a hint for a designer fails for the team, and CI lets nothing pass.",
)
@click.option("--github", is_flag=True, help="Annotations for GitHub Actions.")
@click.option("--accepted", "with_accepted", is_flag=True, help="Show accepted findings, too.")
@click.option("--rules", "list_rules", is_flag=True, help="List the rules and end.")
@click.option(
    "--bpmnlint/--no-bpmnlint",
    "with_bpmnlint",
    default=True,
    show_default=True,
    help="Ask bpmnlint, too.",
)
@json_option
def command(
    *,
    paths: tuple[Path, ...],
    preset: str,
    github: bool,
    with_accepted: bool,
    list_rules: bool,
    with_bpmnlint: bool,
    as_json: bool,
) -> None:
    """Check models against workers, forms, tables, letters and groups; exit 4 on any error.

    Without PATHS the project around is checked, else our own. Paths inside it narrow the report;
    a folder or file elsewhere is a project of its own, with its own lint.toml or none.

    \b
    Example:
      sop lint
      sop lint bpmn/complaint-handling
      sop lint --preset ci --github
    """
    console = Console()
    if list_rules:
        for each in rulebook():
            console.data(f"{each.id}  {each.kind.value}  {each.title}")
        return
    if github and as_json:
        raise UsageFault("--github and --json exclude each other", "Choose one.")
    report = _look(paths, Preset(preset), with_bpmnlint)
    if as_json:
        console.json(as_data(report))
    elif github:
        annotations = as_annotations(report)
        if annotations:
            console.data(annotations)
    else:
        console.data(as_text(report, with_accepted=with_accepted))
    if report.fails:
        count = sum(each.severity is Severity.ERROR for each in report.findings)
        raise CheckFailed(f"{count} findings", "docs/lint/ has a page for each rule.")


def _look(paths: tuple[Path, ...], preset: Preset, with_bpmnlint: bool) -> Report:
    root, inside = _project(paths)
    try:
        project = Project.load(root)
    except ConfigurationError as error:
        raise Fault(str(error)) from None
    rules = list(rulebook())
    not_run = ""
    if with_bpmnlint:
        asked, not_run = bpmnlint(project)
        rules += [asked] if asked is not None else []
    report = check(project, preset, rules)
    if not_run:
        report = report.without(ID, not_run, must=preset is Preset.CI and (root / FILE).is_file())
    return report.only(inside) if inside else report


def _project(paths: tuple[Path, ...]) -> tuple[Path, list[PurePosixPath]]:
    """The project's root, and what of it is asked for; all where nothing is named."""
    missing = [each for each in paths if not each.exists()]
    if missing:
        raise UsageFault(f"there is no {missing[0]}", "Name files or folders.")
    if not paths:
        here = Path.cwd()
        own = (each for each in (here, *here.parents) if (each / FILE).is_file())
        return next(own, None) or Checkout.find().root, []
    found = [each.resolve() for each in paths]
    roots = {_root(each) for each in found}
    if len(roots) > 1:
        raise UsageFault("the paths lie in different projects", "Check one project at a time.")
    (root,) = roots
    inside = [PurePosixPath(each.relative_to(root).as_posix()) for each in found if each != root]
    return root, inside


def _root(path: Path) -> Path:
    """The nearest folder with a lint.toml; without one the folder itself."""
    folder = path if path.is_dir() else path.parent
    return next((each for each in (folder, *folder.parents) if (each / FILE).is_file()), folder)
