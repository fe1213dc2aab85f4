"""One file of a project as a picture: a model, a file of decision tables, a form."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from workers.pictures.studio import FONT, WIDTH, Picture, Studio

_BPMN: Final = ("bpmn-js/bpmn-navigated-viewer.production.min.js",)
_DMN: Final = (
    "dmn-js/dmn-js-shared.css",
    "dmn-js/dmn-js-decision-table.css",
    "dmn-js/dmn-viewer.production.min.js",
)
_FORM: Final = ("form-js/form-js.css", "form-js/form-viewer.umd.js")
_FORM_WIDTH: Final = 800
_SIZE: Final = re.compile(r'viewBox="([^"]*)"')
_LARGE: Final = 4000
"""Units; a wider diagram is pictured at single size."""


def diagram(studio: Studio, xml: str, route: dict[str, Any] | None = None) -> Picture:
    """A model, with the marks of a route where there is one.

    Raises:
        ValueError: the viewer cannot read the model without loss.
    """
    argument = {"xml": xml, "font": FONT, "route": route}
    svg: str = studio.draw("diagram.js", _BPMN, argument)
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("the viewer gave a drawing without measures")
    _, _, width, height = map(float, found[1].split())
    png = studio.photograph_svg(svg, width, height, 1 if width > _LARGE else 2)
    return Picture(svg, png)


def tables(studio: Studio, xml: str) -> Picture:
    """All decision tables of a file."""
    return studio.photograph("table.js", _DMN, {"xml": xml}, width=WIDTH, scale=1)


def form(studio: Studio, schema: str) -> Picture:
    """A form before anybody fills it."""
    argument = {"schema": json.loads(schema), "data": {}}
    return studio.photograph("form.js", _FORM, argument, width=_FORM_WIDTH, scale=1.5)
