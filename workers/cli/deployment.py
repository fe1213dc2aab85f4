"""Deploys each process with all that it calls, their decision tables and forms, in one deployment.

So a case that runs goes on with the called processes, tables and forms that it began with.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from workers.casework.procedure import FILE, Procedure, ProcedureError, read_procedure
from workers.casework.registry import Registry
from workers.casework.store import Store
from workers.cli.checkout import Checkout
from workers.cli.errors import Fault
from workers.engine import Engine
from workers.engine.deployments import Deployment

SOURCE: Final = "sop-workers"
_VERSION_TAG = re.compile(r'camunda:versionTag="([^"]+)"')
_STARTERS = re.compile(r'camunda:candidateStarterGroups="([^"]+)"')
_FORM_REF = re.compile(r'camunda:formRef="([\w-]+)"')
_CALLED = re.compile(r'\bcalledElement="([\w-]+)"')


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who deploys, when, and what he says that changed in an effective version."""

    name: str
    at: datetime
    revise: str | None = None


def files_of(checkout: Checkout, process: str) -> list[Path]:
    """The model of a process and of all that it calls, their tables, and the forms that they name.

    The model of the process itself comes first.

    Raises:
        Fault: a model or one of its forms is missing.
    """
    models = _models(checkout, process)
    tables = sorted({table for model in models for table in model.parent.glob("*.dmn")})
    known = {form.stem: form for form in sorted(checkout.forms.rglob("*.form"))}
    forms: dict[Path, None] = {}
    for model in models:
        for name in sorted(set(_FORM_REF.findall(model.read_text(encoding="utf-8")))):
            if name not in known:
                raise Fault(
                    f"{model.name} names form {name}, and {checkout.forms} has no {name}.form",
                    "Forms lie in forms/<procedure>/.",
                )
            forms[known[name]] = None
    return [*models, *tables, *forms, *_declared(models[0].parent)]


def _declared(folder: Path) -> list[Path]:
    """The declaration and the letters: a running case keeps those that it was opened under."""
    return [
        *(file for file in (folder / FILE,) if file.is_file()),
        *sorted((folder / "letters").glob("*.j2")),
    ]


def _models(checkout: Checkout, process: str) -> list[Path]:
    """A process and all that it calls, each once; a call whose name is worked out is left out."""
    found = [_model(checkout, process)]
    for model in found:
        called = _CALLED.findall(model.read_text(encoding="utf-8"))
        new = dict.fromkeys(_model(checkout, each) for each in called)
        found += [each for each in new if each not in found]
    return found


def _model(checkout: Checkout, process: str) -> Path:
    """In a folder of its own name, or beside the process that calls it."""
    own = checkout.models / process / f"{process}.bpmn"
    beside = sorted(checkout.models.glob(f"*/{process}.bpmn"))
    if not beside:
        raise Fault(f"there is no model {own}", "Models lie in bpmn/<process>/<process>.bpmn.")
    return own if own in beside else beside[0]


@dataclass(frozen=True, slots=True)
class Deployable:
    """A procedure with what the engine gets of it: process → its files."""

    procedure: Procedure
    deployments: Mapping[str, Sequence[Path]]

    @property
    def contents(self) -> dict[str, str]:
        """File name → SHA-256; line ends do not count."""
        return {
            file.name: hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
            for files in self.deployments.values()
            for file in files
        }


def procedures_of(checkout: Checkout) -> list[Deployable]:
    """Every procedure that the models' folder declares, in order of its folder's name.

    Raises:
        ProcedureError: a declaration is wrong, or a model bears another version.
        Fault: a model or a form is missing, or a model belongs to no procedure.
    """
    folders = sorted(file.parent for file in checkout.models.glob(f"*/{FILE}"))
    found = [_deployable(checkout, folder) for folder in folders]
    declared = {
        file.stem for each in found for files in each.deployments.values() for file in files
    }
    alone = {file.stem for file in checkout.models.glob("*/*.bpmn")} - declared
    if alone:
        raise Fault(
            f"no procedure.toml names process {min(alone)}",
            "Name it under `processes` of the procedure that it belongs to, or call it.",
        )
    return found


def deployments_of(checkout: Checkout) -> dict[str, Sequence[Path]]:
    """Process → what :func:`files_of` finds, of every procedure; see :func:`procedures_of`."""
    return {
        process: files
        for each in procedures_of(checkout)
        for process, files in each.deployments.items()
    }


def starters_of(checkout: Checkout) -> dict[str, tuple[str, ...]]:
    """Process → groups that may start it, of every process that is deployed, called ones too.

    See :func:`procedures_of`.
    """
    found = {}
    models = {
        file
        for files in deployments_of(checkout).values()
        for file in files
        if file.suffix == ".bpmn"
    }
    for file in sorted(models):
        stated = _STARTERS.search(file.read_text(encoding="utf-8"))
        groups = stated[1].split(",") if stated else []
        found[file.stem] = tuple(each.strip() for each in groups if each.strip())
    return found


def _deployable(checkout: Checkout, folder: Path) -> Deployable:
    procedure = read_procedure(folder)
    deployments = {process: files_of(checkout, process) for process in procedure.processes}
    for process, files in deployments.items():
        tag = _VERSION_TAG.search(files[0].read_text(encoding="utf-8"))
        if tag is None or tag[1] != procedure.version:
            raise ProcedureError(
                folder / FILE,
                "version",
                f"is {procedure.version}, and {process}.bpmn has the version tag "
                f"{tag[1] if tag else '(none)'}",
                "Give both the same version.",
            )
    return Deployable(procedure, deployments)


def deploy_all(engine: Engine, checkout: Checkout, store: Store, by: Publisher) -> list[Deployment]:
    """Deploy every procedure and register it; what the engine has already is left as it is.

    Raises:
        RegistryError: an effective version has other content than was registered; nothing was
            deployed.
    """
    found = procedures_of(checkout)
    with store.begin() as session:
        registry = Registry(session)
        for each in found:
            registry.check(each.procedure, each.contents, at=by.at, revise=by.revise)
    done = [
        engine.deployments.deploy(process, SOURCE, files)
        for each in found
        for process, files in each.deployments.items()
    ]
    with store.begin() as session:
        registry = Registry(session)
        for each in found:
            registry.register(each.procedure, each.contents, by=by.name, at=by.at, revise=by.revise)
    return done
