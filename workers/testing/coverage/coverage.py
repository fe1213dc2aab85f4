"""Coverage of one run, from the files deployed to the report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock

from workers.engine import Engine
from workers.models import Model, ModelError, Tables
from workers.testing.coverage.collect import Collector
from workers.testing.coverage.exclusions import Exclusions
from workers.testing.coverage.hits import Hits
from workers.testing.coverage.html import as_html
from workers.testing.coverage.instrument import instrument
from workers.testing.coverage.marker import require_test_engine
from workers.testing.coverage.measure import Kind, Measurement, measure
from workers.testing.coverage.report import as_json, as_text, shortfalls


class Coverage:
    """What a run reached of some models. **Thread-safe.**

    A run on one machine::

        coverage = Coverage([*folder.glob("*.bpmn"), *folder.glob("*.dmn")])
        mark_test_engine(engine)
        files = coverage.instrumented(engine, files, temporary_folder)
        engine.deployments.deploy("orders", "tests", files)
        ...                                                  # play a scenario
        coverage.record(engine, [instance_id], "an order is cancelled")
        coverage.write(Path("coverage"))
        print(coverage.summary())

    Under pytest-xdist each worker records, then :meth:`save`\\ s; the controller makes a coverage
    of its own, :meth:`load`\\ s what they saved, and writes the report.

    Args:
        files: the models to reach, BPMN and DMN; other files are passed over, so the files of a
            deployment can be given as they are.
        exclusions: what is left out on purpose.

    Raises:
        ModelError: a file is no model, two define the same process or decision, or an event
            behind an event-based gateway has a second way in.
        OSError: a file cannot be read.
    """

    def __init__(self, files: Sequence[Path], exclusions: Exclusions | None = None) -> None:
        self._models: list[Model] = []
        self._tables: list[Tables] = []
        self._diagrams: dict[str, str] = {}
        for name, file in _named(file for file in files if file.suffix in {".bpmn", ".dmn"}):
            xml = file.read_bytes()
            if file.suffix == ".dmn":
                self._tables.append(Tables.parse(xml, name))
            else:
                self._models.append(Model.parse(xml, name))
                self._diagrams[name] = _text(xml, name)
        self._exclusions = exclusions or {}
        processes = {each.id: model for model in self._models for each in model.processes}
        _refuse_doubles(
            [
                *((each.id, model.source) for model in self._models for each in model.processes),
                *((each, tables.source) for tables in self._tables for each in tables.decisions),
            ]
        )
        self._collector = Collector(processes)
        self._hits = Hits()
        self._lock = Lock()

    @property
    def definitions(self) -> frozenset[str]:
        """Keys of the processes and decisions that are measured."""
        return frozenset(each.id for model in self._models for each in model.processes) | {
            key for each in self._tables for key in each.decisions
        }

    def instrumented(self, engine: Engine, files: Iterable[Path], folder: Path) -> list[Path]:
        """The files to deploy instead: BPMN files as instrumented copies, the others as they are.

        Args:
            engine: where they will be deployed; it must be marked as a test engine.
            files: the files of one deployment.
            folder: where the copies are written, under their own names.

        Raises:
            NotATestEngine: the engine carries no mark.
            ModelError: a file is no model, or an instrumented copy itself.
            EngineError: the engine does not answer, or not to this login.
        """
        require_test_engine(engine)
        folder.mkdir(parents=True, exist_ok=True)
        deployed = []
        for file in files:
            if file.suffix == ".bpmn":
                copy = folder / file.name
                copy.write_bytes(instrument(file.read_bytes(), file.name))
                deployed.append(copy)
            else:
                deployed.append(file)
        return deployed

    def record(self, engine: Engine, process_instance_ids: Iterable[str], scenario: str) -> None:
        """Take in what these instances, and all that they called, have reached so far.

        Recording an instance again replaces what was recorded of it. On an unmodified
        deployment nodes and rules count, flows do not.

        Args:
            engine: where they are; their history must still be there.
            process_instance_ids: running or ended instances.
            scenario: who gets the credit, such as the test's id.

        Raises:
            NotFound: the history knows no such instance.
            EngineError: the engine does not answer, or not to this login.
        """
        seen = self._collector.instances(engine, process_instance_ids, scenario)
        with self._lock:
            self._hits.add(seen)

    def record_decisions(
        self, engine: Engine, scenario: str, since: datetime | None = None
    ) -> None:
        """Take in every evaluation of a measured decision asked directly, outside any process.

        Once for each engine, at the end: evaluations do not tell which test asked.

        Args:
            engine: where they are.
            scenario: who gets the credit.
            since: only those after this instant, by the engine's clock.

        Raises:
            EngineError: the engine does not answer, or not to this login.
        """
        keys = [key for each in self._tables for key in each.decisions]
        seen = self._collector.decisions(engine, keys, scenario, since)
        with self._lock:
            self._hits.add(seen)

    def save(self, file: Path) -> None:
        """Store what was recorded, for :meth:`load` in another process."""
        with self._lock:
            self._hits.write(file)

    def load(self, *files: Path) -> None:
        """Take in what other processes saved.

        Raises:
            ValueError: a file holds something else.
            OSError: a file cannot be read.
        """
        for file in files:
            seen = Hits.read(file)
            with self._lock:
                self._hits.add(seen)

    def measurement(self) -> Measurement:
        """What was reached so far, element by element.

        Raises:
            ExclusionError: an exclusion names nothing that is there, or something that was reached.
        """
        with self._lock:
            return measure(self._models, self._tables, self._hits, self._exclusions)

    def summary(self) -> str:
        """The table for the terminal, and by name what was not reached.

        Raises:
            ExclusionError: as :meth:`measurement`.
        """
        return as_text(self.measurement())

    def shortfalls(self, wanted: Mapping[Kind, float]) -> list[str]:
        """A sentence for each kind of which less than the wanted percentage was reached.

        Args:
            wanted: percentages, such as ``{"node": 100, "flow": 100, "rule": 90}``.

        Raises:
            ExclusionError: as :meth:`measurement`.
        """
        return shortfalls(self.measurement(), wanted)

    def write(self, folder: Path) -> None:
        """Write ``coverage.json`` and the offline page ``coverage.html``.

        Raises:
            ExclusionError: as :meth:`measurement`.
            OSError: the folder cannot be written.
        """
        measured = self.measurement()
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(as_json(measured), ensure_ascii=False, indent=1)
        (folder / "coverage.json").write_text(text + "\n", encoding="utf-8")
        (folder / "coverage.html").write_text(as_html(measured, self._diagrams), encoding="utf-8")


def _named(files: Iterable[Path]) -> list[tuple[str, Path]]:
    """Files with their names, or with their paths where two have the same name."""
    given = list(files)
    often = Counter(file.name for file in given)
    return [(file.name if often[file.name] == 1 else file.as_posix(), file) for file in given]


def _text(xml: bytes, source: str) -> str:
    try:
        return xml.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ModelError(f"{source}: write the model in UTF-8, as every modeler does") from None


def _refuse_doubles(definitions: Iterable[tuple[str, str]]) -> None:
    known: dict[str, str] = {}
    for key, source in definitions:
        if key in known:
            raise ModelError(f"{known[key]} and {source} both define {key}")
        known[key] = source
