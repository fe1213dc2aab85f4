"""``sop render``: pictures of models, decision tables and forms, and of the way of a case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from workers.cli.case_pictures import case_pictures
from workers.cli.checkout import Checkout
from workers.cli.console import Console
from workers.cli.errors import CheckFailed, Fault, UsageFault
from workers.cli.identity import Directory
from workers.cli.options import data_option, json_option
from workers.cli.settings import load_settings
from workers.cli.wiring import Application
from workers.lint import Project
from workers.lint.configuration import FILE, ConfigurationError
from workers.pictures.exhibits import exhibits
from workers.pictures.gallery import Subject, hang, old, tidy
from workers.pictures.studio import NoStudio, open_studio

_GALLERY: Final = Path("docs") / "pictures"


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--case", "case_no", metavar="NUMBER", help="Draw the way of a case instead.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where to; the project's docs/pictures by default, for a case the folder you stand in.",
)
@click.option("--check", is_flag=True, help="Draw nothing; exit 4 where a picture is old.")
@click.option("--all", "everything", is_flag=True, help="Draw what is up to date, too.")
@data_option
@json_option
def command(
    *,
    paths: tuple[Path, ...],
    case_no: str | None,
    out: Path | None,
    check: bool,
    everything: bool,
    data: Path | None,
    as_json: bool,
) -> None:
    """Draw models as SVG and PNG, decision tables and forms as PNG; only what has changed.

    PATHS narrow it to files, which are drawn in any case. Needs Chromium and, for Chinese, a font
    that has it; neither network nor Node.

    \b
    Example:
      sop render
      sop render bpmn/complaint-handling/complaint-handling.bpmn --out pictures
      sop render --case TS-20261121-0001
      sop render --check
    """
    if case_no and (paths or check or everything):
        raise UsageFault("--case stands alone", "Give it a folder with --out, nothing else.")
    console = Console()
    if case_no:
        written = _case(case_no, out or Path(), data, console)
    else:
        project = _project()
        folder = out or project.root / _GALLERY
        subjects = list(exhibits(project))
        if check:
            _check(folder, subjects, console, as_json)
            return
        written = _gallery(
            folder, subjects, project.root, console, paths=paths, everything=everything
        )
    if as_json:
        console.json([each.as_posix() for each in written])
    else:
        for each in written:
            console.data(str(each))


def _check(folder: Path, subjects: Sequence[Subject], console: Console, as_json: bool) -> None:
    sentences = [f"{file.as_posix()} {what}" for file, what in old(folder, subjects)]
    if as_json:
        console.json(sentences)
    elif sentences:
        console.data("\n".join(sentences))
    if sentences:
        raise CheckFailed(f"{len(sentences)} pictures are not up to date", "Run sop render.")


def _gallery(
    folder: Path,
    subjects: Sequence[Subject],
    root: Path,
    console: Console,
    *,
    paths: Sequence[Path],
    everything: bool,
) -> list[Path]:
    stale = {file for file, _ in old(folder, subjects)}
    asked = {each.resolve() for each in paths}
    wanted = [
        each
        for each in subjects
        if (
            (root / each.path).resolve() in asked
            if asked
            else everything or any(each.file(ending) in stale for ending in each.endings)
        )
    ]
    if asked and len(wanted) < len(asked):
        raise UsageFault("not all of these have a picture", "Name models, tables and forms.")
    written: list[Path] = []
    if wanted:
        try:
            with open_studio() as studio:
                for each in wanted:
                    console.progress(f"drawing {each.path}")
                    written += hang(folder, each, each.draw(studio))
        except NoStudio as error:
            raise Fault("pictures cannot be drawn here", str(error)) from None
    if not asked:
        folder.mkdir(parents=True, exist_ok=True)
        tidy(folder, subjects)
    return written


def _case(case_no: str, folder: Path, data: Path | None, console: Console) -> list[Path]:
    settings = load_settings(data)
    written: list[Path] = []
    names = Directory.shipped().names
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with Application.open(settings, read_only=True) as app, open_studio() as studio:
            for name, picture in case_pictures(app.engine, studio, case_no, names):
                console.progress(f"drawing {name}")
                for ending, content in (("svg", picture.svg.encode()), ("png", picture.png)):
                    file = folder / f"{name}.{ending}"
                    file.write_bytes(content)
                    written.append(file)
    except NoStudio as error:
        raise Fault("pictures cannot be drawn here", str(error)) from None
    return written


def _project() -> Project:
    here = Path.cwd()
    own = (each for each in (here, *here.parents) if (each / FILE).is_file())
    try:
        return Project.load(next(own, None) or Checkout.find().root)
    except ConfigurationError as error:
        raise Fault(str(error)) from None
