"""Deploys each process with all its decision tables and forms, in one deployment each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from workers.cli.checkout import Checkout
from workers.cli.errors import Fault
from workers.engine import Engine
from workers.engine.deployments import Deployment

SOURCE: Final = "sop-workers"
PROCESSES: Final = ("complaint-handling", "complaint-summary")
_FORM_REF = re.compile(r'camunda:formRef="([\w-]+)"')


def files_of(checkout: Checkout, process: str) -> list[Path]:
    """The model of a process, its tables, and the forms that it names.

    Raises:
        Fault: the model or one of its forms is missing.
    """
    folder = checkout.models / process
    model = folder / f"{process}.bpmn"
    if not model.is_file():
        raise Fault(f"there is no model {model}", "Models lie in bpmn/<process>/<process>.bpmn.")
    names = sorted(set(_FORM_REF.findall(model.read_text(encoding="utf-8"))))
    forms = [checkout.forms / f"{name}.form" for name in names]
    missing = [form for form in forms if not form.is_file()]
    if missing:
        raise Fault(f"{model.name} names form {missing[0].stem}, and {missing[0]} is missing")
    return [model, *sorted(folder.glob("*.dmn")), *forms]


def deploy_all(engine: Engine, checkout: Checkout) -> list[Deployment]:
    """Deploy every process; what the engine has already is left as it is."""
    found = [(process, files_of(checkout, process)) for process in PROCESSES]
    return [engine.deployments.deploy(process, SOURCE, files) for process, files in found]
