"""A measurement as one page that needs no network: every diagram drawn, every table listed.

The diagrams are drawn by bpmn-js, which travels with this package (:mod:`workers.viewers`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from workers.models import Decision, Tables
from workers.testing.coverage.measure import Measured, Measurement
from workers.testing.coverage.report import as_json
from workers.viewers import viewer_file

_ASSETS: Final = files("workers.testing.coverage") / "assets"
_PLACE: Final = re.compile(r"/\* (styles|data|scripts) \*/")
_STYLES: Final = ("bpmn-js/diagram-js.css", "bpmn-js/bpmn-js.css")
_SCRIPT: Final = "bpmn-js/bpmn-navigated-viewer.production.min.js"


def as_html(measurement: Measurement, diagrams: Mapping[str, str]) -> str:
    """The page.

    Args:
        measurement: what to show.
        diagrams: the XML of the BPMN files, by the names that they have in the measurement.
    """
    data = as_json(measurement)
    for entry, measured in zip(data["files"], measurement.files, strict=True):
        entry["xml"] = diagrams.get(measured.file)
        entry["decisions"] = _decisions(measured)
    # A "<" could end the element that the data stand in; JSON may write it as an escape.
    embedded = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    contents = {
        "styles": "\n".join((*map(viewer_file, _STYLES), _asset("page/page.css"))),
        "data": embedded,
        "scripts": "\n".join((viewer_file(_SCRIPT), _asset("page/page.js"))),
    }
    return _PLACE.sub(lambda place: contents[place[1]], _asset("page/page.html"))


def _asset(name: str) -> str:
    return _ASSETS.joinpath(name).read_text(encoding="utf-8")


# Any: JSON objects.
def _decisions(measured: Measured) -> list[dict[str, Any]]:
    if not isinstance(measured.source, Tables):
        return []
    return [_decision(each, measured.runs[each.id]) for each in measured.source.decisions.values()]


def _decision(decision: Decision, runs: int) -> dict[str, Any]:
    return {
        "id": decision.id,
        "name": decision.name or decision.id,
        "hitPolicy": " ".join(filter(None, (decision.hit_policy, decision.aggregation))),
        "runs": runs,
        "inputs": decision.inputs,
        "outputs": decision.outputs,
        "rules": [
            {
                "id": rule.id,
                "index": rule.index,
                "inputs": rule.inputs,
                "outputs": rule.outputs,
                "annotation": rule.annotation,
            }
            for rule in decision.rules
        ],
    }
