"""Everything that is looked at together: the files of a project, and what is known beside them."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Final, Self, TypeVar

from workers.contract import Handler
from workers.lint.configuration import Asked, Configuration, ConfigurationError
from workers.lint.form_file import FormFile
from workers.lint.letter_file import ENDING, LetterFile, Letters
from workers.lint.model_file import ModelFile
from workers.lint.procedure_file import FILE as PROCEDURE
from workers.lint.procedure_file import ProcedureFile
from workers.lint.rule import Needs
from workers.lint.source import Source
from workers.lint.table_file import TableFile
from workers.models.dataflow import DataFlow
from workers.models.definite import Definite
from workers.models.xml import ModelError

F = TypeVar("F", ModelFile, TableFile, FormFile, ProcedureFile, LetterFile)
_BRINGS: Final = "brings"
"""Property by which a start or a message says which variables come with it."""
_NOT_OURS: Final = frozenset({"node_modules", ".git", ".venv", ".tools", "target", "build"})


@dataclass(frozen=True)
class Unreadable(Source):
    """A file that is not what its name says."""

    problem: str


@dataclass(frozen=True)
class Project:
    """Models, tables, forms and letters, with groups and handlers where they are known."""

    root: Path
    configuration: Configuration
    models: tuple[ModelFile, ...]
    tables: tuple[TableFile, ...]
    forms: tuple[FormFile, ...]
    procedures: tuple[ProcedureFile, ...]
    unreadable: tuple[Unreadable, ...]
    handlers: Mapping[str, Handler[Any, Any, Any]] | None  # Any: handlers of every kind.
    """By topic."""
    groups: Mapping[str, str] | None
    """Names by id."""
    letters: Letters | None
    """Of the models whose procedure has none of its own."""
    own_letters: Mapping[PurePosixPath, Letters]
    """By the folder of the procedure."""
    offered: frozenset[str]
    """Topics that any model may use and none must."""
    _flows: dict[PurePosixPath, DataFlow] = field(default_factory=dict, compare=False)
    _definite: dict[PurePosixPath, Definite] = field(default_factory=dict, compare=False)

    @classmethod
    def load(cls, root: Path) -> Self:
        """Read a project.

        Raises:
            ConfigurationError: ``lint.toml`` cannot be used.
        """
        configuration = Configuration.read(root)
        reader = _Reader(root)
        procedures = tuple(reader.read(ProcedureFile, configuration.models, PROCEDURE))
        frames = _frames(configuration, reader)
        return cls(
            root=root,
            configuration=configuration,
            models=tuple(reader.read(ModelFile, configuration.models, "*.bpmn")),
            tables=tuple(reader.read(TableFile, configuration.models, "*.dmn")),
            forms=tuple(reader.read(FormFile, configuration.forms, "*.form")),
            procedures=procedures,
            handlers=_handlers(configuration.handlers) if configuration.handlers else None,
            groups=_groups(root / configuration.identity) if configuration.identity else None,
            letters=_letters(configuration, reader, frames),
            own_letters={
                each.folder: _own_letters(each, reader, frames)
                for each in procedures
                if each.declares_cases
            },
            offered=frozenset(_handlers(configuration.offered) if configuration.offered else ()),
            unreadable=tuple(reader.unreadable),
        )

    def lacks(self, needs: Iterable[Needs]) -> Needs | None:
        """The first of these that is not known."""
        known = {
            Needs.HANDLERS: self.handlers is not None,
            Needs.IDENTITY: self.groups is not None,
            Needs.ASKED: self.configuration.asked is not None,
            Needs.CALLED: self.configuration.called is not None,
            Needs.LETTERS: self.letters is not None,
        }
        return next((each for each in needs if not known[each]), None)

    def sources(self) -> Iterator[Source]:
        """Every file that was found."""
        yield from (*self.models, *self.tables, *self.forms, *self.procedures, *self.unreadable)
        for letters in self.letter_books:
            yield from letters.files.values()

    @property
    def letter_books(self) -> Iterator[Letters]:
        """Letters of every procedure."""
        if self.letters is not None:
            yield self.letters
        yield from self.own_letters.values()

    def letters_of(self, file: ModelFile) -> Letters | None:
        """The letters that the steps of a model can send."""
        return self.own_letters.get(file.folder, self.letters)

    def procedure_of(self, file: ModelFile) -> ProcedureFile | None:
        """The declaration beside a model."""
        return next((each for each in self.procedures if each.folder == file.folder), None)

    @cached_property
    def asked(self) -> Mapping[str, Asked]:
        """Tables that workers ask by themselves: as configured, and as procedures name them."""
        named = dict(self.configuration.asked or {})
        for each in self.procedures:
            if not each.declares_cases:
                continue
            facts = ("step", "urgency", *each.record)
            for key, asked in (
                ("limits", Asked(inputs=facts, outputs=("budget", "clock", "limitName"))),
                (
                    "escalation",
                    Asked(inputs=("percent",), outputs=("recipientRole", "action", "reviewItem")),
                ),
                ("completeness", Asked(inputs=each.record, outputs=("missingItem",))),
            ):
                if each.table(key):
                    named[each.table(key)] = asked
        return named

    @cached_property
    def forms_by_id(self) -> Mapping[str, FormFile]:
        """What models name as ``formRef``."""
        return {each.id or each.stem: each for each in self.forms}

    @cached_property
    def tables_by_decision(self) -> Mapping[str, TableFile]:
        """What models name as ``decisionRef``."""
        return {decision: each for each in self.tables for decision in each.decisions}

    @cached_property
    def unreadable_stems(self) -> frozenset[str]:
        """Names of files that are there and cannot be read: nobody else calls them missing."""
        return frozenset(each.stem for each in self.unreadable)

    @cached_property
    def process_ids(self) -> frozenset[str]:
        """Every process of every model."""
        return frozenset(each.id for file in self.models for each in file.model.processes)

    @cached_property
    def called_processes(self) -> frozenset[str]:
        """Every process that a call activity names."""
        calls = (call for file in self.models for call in file.nodes("callActivity"))
        return frozenset(call.called_element for call in calls if call.called_element)

    def flow(self, file: ModelFile) -> DataFlow:
        """Which variables may be set where in a model."""
        if file.path not in self._flows:
            outputs = {topic: each.output.names() for topic, each in (self.handlers or {}).items()}
            forms = {name: each.form for name, each in self.forms_by_id.items()}
            self._flows[file.path] = DataFlow(
                file.data,
                file.path.name,
                outputs=outputs,
                forms=forms,
                brought=self._brought(file),
            )
        return self._flows[file.path]

    def definite(self, file: ModelFile) -> Definite:
        """Which variables are set on every path in a model."""
        if file.path not in self._definite:
            self._definite[file.path] = Definite(self.flow(file))
        return self._definite[file.path]

    def _brought(self, file: ModelFile) -> dict[str, tuple[str, ...]]:
        """What starts and messages bring: as the model announces it, else as configured."""
        configured = {
            element: names
            for process in file.model.processes
            for element, names in self.configuration.brought.get(process.id, {}).items()
            if element in file.model.nodes
        }
        announced = {
            node: names
            for node in file.model.nodes
            if (names := file.listed(node, _BRINGS)) is not None
        }
        return {**configured, **announced}


class _Reader:
    """Reads files and keeps those that cannot be read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.unreadable: list[Unreadable] = []

    def read(self, kind: type[F], folders: Iterable[str], pattern: str) -> Iterator[F]:
        """All files of a kind below some folders, sorted by path."""
        found = {file for folder in folders for file in self._files(folder, pattern)}
        for file in sorted(found):
            path = PurePosixPath(file.relative_to(self.root).as_posix())
            try:
                yield kind.read(path, file.read_bytes())
            except (ModelError, OSError) as error:
                why = error.strerror or "" if isinstance(error, OSError) else str(error)
                self.unreadable.append(Unreadable(path, "", why))

    def _files(self, folder: str, pattern: str) -> Iterator[Path]:
        for file in (self.root / folder).rglob(pattern):
            if file.is_file() and not _NOT_OURS.intersection(file.relative_to(self.root).parts):
                yield file


# Any: whatever stands in the module.
def _named(place: str, key: str) -> Any:
    module, _, name = place.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigurationError(f"lint.toml 的 {key} = {place!r} 找不到：{error}") from None


# Any: handlers of every input, output and desk.
def _handlers(place: str) -> dict[str, Handler[Any, Any, Any]]:
    found = _named(place, "handlers")
    if not all(isinstance(each, Handler) for each in found):
        raise ConfigurationError(f"lint.toml 的 handlers = {place!r} 不是工作者清单")
    return {each.topic: each for each in found}


def _groups(file: Path) -> dict[str, str]:
    try:
        listed = tomllib.loads(file.read_text(encoding="utf-8"))["groups"]
        return {str(each["id"]): str(each.get("name", "")) for each in listed}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"lint.toml 的 identity 读不了：{file.name}（{error}）") from None


def _frames(configuration: Configuration, reader: _Reader) -> dict[str, LetterFile]:
    folder = configuration.letters.frames if configuration.letters else ""
    files = reader.read(LetterFile, (folder,), f"*{ENDING}") if folder else ()
    return {each.path.name: each for each in files}


def _own_letters(
    procedure: ProcedureFile, reader: _Reader, frames: Mapping[str, LetterFile]
) -> Letters:
    """The letters beside a procedure; number, title and party of the case are always known."""
    folder = procedure.folder / "letters"
    files = reader.read(LetterFile, (str(folder),), f"*{ENDING}")
    needed = {key: frozenset(each.get("needs", ())) for key, each in procedure.notices.items()}
    facts = {
        key: needed[key] | frozenset(each.get("may_have", ())) | {"case_no", "title", "party"}
        for key, each in procedure.notices.items()
    }
    return Letters(
        {each.path.name: each for each in files},
        folder,
        facts,
        needed,
        "notice",
        {},
        frames,
        ("notices", "otherwiseNotices"),
    )


def _letters(
    configuration: Configuration, reader: _Reader, frames: Mapping[str, LetterFile]
) -> Letters | None:
    settings = configuration.letters
    if settings is None:
        return None
    notices = _named(settings.notices, "letters.notices")
    files = reader.read(LetterFile, (settings.templates,), f"*{ENDING}")
    return Letters(
        {each.path.name: each for each in files},
        PurePosixPath(settings.templates),
        {key: frozenset({*each.needs, *each.may_have}) for key, each in notices.items()},
        {key: frozenset(each.needs) for key, each in notices.items()},
        settings.parameter,
        settings.sent_by,
        frames,
    )
