"""Lays out a procedure: model, tables, forms, declaration, letters and a scenario, ready to change.

What it lays out lints, deploys and plays as it stands (design §2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from workers.cli.errors import Fault

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_NUMBER: Final = re.compile(r"[A-Z]{2,4}-(?:[A-Z]{2}|\d{4})-\d{3}")
_PREFIX: Final = re.compile(r"[A-Z]{2,4}")
_TEMPLATE: Final = "new-procedure"


@dataclass(frozen=True, slots=True)
class Draft:
    """What the designer says of a new procedure.

    Args:
        name: of the folder and the process, in kebab-case, for example ``seal-request``.
        title: Chinese name.
        number: for example ADM-2026-050.
        prefix: of the case numbers, for example YZ.

    Raises:
        Fault: one of them is not what it should be.
    """

    name: str
    title: str
    number: str
    prefix: str

    def __post_init__(self) -> None:
        for value, pattern, word, example in (
            (self.name, _NAME, "name", "seal-request"),
            (self.number, _NUMBER, "number", "ADM-2026-050"),
            (self.prefix, _PREFIX, "prefix", "YZ"),
        ):
            if not pattern.fullmatch(value):
                raise Fault(f"{word} {value!r} cannot be used", f"Give one such as {example}.")
        if not self.title.strip():
            raise Fault("the title is empty", "Give its Chinese name, such as 用印申请流程.")

    @property
    def module(self) -> str:
        """Name of the folder of its scenarios."""
        return self.name.replace("-", "_")

    def filled(self, text: str) -> str:
        """A file of the template with what was said in its places."""
        camel = "".join(part.title() for part in self.name.split("-"))
        for place, value in (
            ("@title@", self.title.strip()),
            ("@number@", self.number),
            ("@prefix@", self.prefix),
            ("NewProcedure", camel),
            (_TEMPLATE, self.name),
        ):
            text = text.replace(place, value)
        return text


def lay_out(root: Path, draft: Draft) -> list[Path]:
    """Write the files of a procedure below the checkout; answers them.

    Raises:
        Fault: something lies there already; nothing was written.
    """
    files = dict(_files(root, draft))
    taken = next((file for file in files if file.exists()), None)
    if taken is not None:
        raise Fault(
            f"{taken.relative_to(root)} is there already", "Choose another name, or delete it."
        )
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return list(files)


def _files(root: Path, draft: Draft) -> Iterator[tuple[Path, str]]:
    template = resources.files("workers.cli").joinpath("procedure_template")
    models, forms = root / "bpmn" / draft.name, root / "forms" / draft.name
    scenarios = root / "tests" / "scenarios" / draft.module

    def text(*parts: str) -> str:
        return draft.filled(template.joinpath(*parts).read_text(encoding="utf-8"))

    yield models / f"{draft.name}.bpmn", text("bpmn", "model.bpmn")
    yield models / "procedure.toml", text("bpmn", "procedure.toml")
    for table in ("limits", "escalation"):
        yield models / f"{draft.name}-{table}.dmn", text("bpmn", f"{table}.dmn")
    for letter in _sorted(template.joinpath("bpmn", "letters")):
        yield models / "letters" / letter.name, text("bpmn", "letters", letter.name)
    for form in _sorted(template.joinpath("forms")):
        yield forms / f"{draft.name}-{form.name}", text("forms", form.name)
    yield scenarios / "__init__.py", ""
    yield scenarios / f"test_{draft.module}.py", text("scenario.txt")


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda each: each.name)
