"""The subjects of a project: its models, decision tables and forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from workers.lint.project import Project
from workers.modeler.vocabulary import form_title
from workers.pictures.gallery import Kind, Subject


def exhibits(project: Project) -> Iterator[Subject]:
    """Everything that is drawn, by kind and name. A page is kept as PNG, a drawing as SVG, too."""
    for model in project.models:
        titles = [each.name or each.id for each in model.model.processes]
        yield Subject(Kind.MODEL, model.path, "、".join(titles), _content(project, model.path))
    for table in project.tables:
        names = [each.name for each in table.decisions.values()]
        title = "、".join(filter(None, names)) or table.stem
        yield Subject(Kind.TABLE, table.path, title, _content(project, table.path), ("png",))
    for form in project.forms:
        yield Subject(
            Kind.FORM, form.path, form_title(form), _content(project, form.path), ("png",)
        )


def _content(project: Project, path: PurePosixPath) -> bytes:
    return (project.root / path).read_bytes()
