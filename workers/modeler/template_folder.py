"""The templates as files, where the Modeler looks for them, and whether they are up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workers.lint.project import Project
from workers.modeler.user_task_template import user_task_templates
from workers.modeler.worker_template import worker_templates

FOLDER: Final = Path(".camunda") / "element-templates"
"""Below the folder of the models: the Modeler looks in every folder above an open file."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Files that are not what the contracts say."""

    missing: tuple[Path, ...]
    changed: tuple[Path, ...]
    stale: tuple[Path, ...]
    """Files of templates that there are no longer."""

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.stale)

    def sentences(self) -> list[str]:
        """One line for each file, relative to the project."""
        named = (("missing", self.missing), ("out of date", self.changed), ("stale", self.stale))
        return [f"{each.as_posix()} is {what}" for what, files in named for each in files]


def drift(project: Project) -> Drift:
    """Compare the files with the contracts."""
    wanted = _wanted(project)
    there = _there(project)
    return Drift(
        missing=tuple(sorted(wanted.keys() - there)),
        changed=tuple(
            sorted(
                each
                for each in wanted.keys() & there
                if (project.root / each).read_text(encoding="utf-8") != wanted[each]
            )
        ),
        stale=tuple(sorted(there - wanted.keys())),
    )


def write(project: Project) -> tuple[Path, ...]:
    """Write what differs and take away what is stale; the files that changed."""
    wanted = _wanted(project)
    found = drift(project)
    for each in (*found.missing, *found.changed):
        file = project.root / each
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(wanted[each], encoding="utf-8")
    for each in found.stale:
        (project.root / each).unlink()
    return tuple(sorted((*found.missing, *found.changed, *found.stale)))


def _wanted(project: Project) -> Mapping[Path, str]:
    """Every file, relative to the project."""
    templates = [*worker_templates(project), *user_task_templates(project)]
    return {
        Path(folder) / FOLDER / each.file: each.as_text()
        for folder in project.configuration.models
        for each in templates
    }


def _there(project: Project) -> frozenset[Path]:
    return frozenset(
        file.relative_to(project.root)
        for folder in project.configuration.models
        for file in (project.root / folder / FOLDER).glob("*.json")
    )
