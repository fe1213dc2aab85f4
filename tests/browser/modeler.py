"""The modelling library of the Camunda Modeler on a page, with our templates and our plug-in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

import pytest
from playwright.sync_api import Locator, Page

from workers.models.xml import parse, split

ROOT: Final = Path(__file__).parents[2]
LIBRARY: Final = ROOT / "node_modules" / "camunda-bpmn-js" / "dist"
PLUGIN: Final = ROOT / "modeler" / "plugin" / "client"
_SCRIPT: Final = "camunda-platform-modeler.production.min.js"


def require_library() -> None:
    """Skip where the library is not installed, or fail where SOP_REQUIRE names modeler."""
    if LIBRARY.is_dir():
        return
    reason = "the modelling library is not installed: npm ci"
    if "modeler" in os.environ.get("SOP_REQUIRE", "").split(","):
        pytest.fail(f"SOP_REQUIRE names modeler, but {reason}", pytrace=False)
    pytest.skip(reason)


class Modeler:
    """One page with the library."""

    def __init__(self, page: Page, *, with_plugin: bool = True, panel: Path | None = None) -> None:
        self._page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.set_viewport_size({"width": 1600, "height": 1000})
        # From a file, so that style sheets find the fonts beside them.
        page.goto(Path(__file__).with_name("modeler.html").as_uri())
        page.add_script_tag(path=LIBRARY / _SCRIPT)
        if with_plugin:
            page.add_script_tag(path=PLUGIN / "client-bundle.js")
        if panel is not None:
            page.add_script_tag(path=panel)
        page.add_script_tag(path=Path(__file__).with_name("designer.js"))

    def open(self, xml: str, templates: Iterable[Path] = ()) -> list[str]:
        """Open a model; what the library has to say about it and about the templates."""
        read = [json.loads(each.read_text(encoding="utf-8")) for each in templates]
        said: list[str] = self._do("open", xml=xml, templates=read)
        return said

    def save(self) -> str:
        """The model as the Modeler would write it."""
        saved: str = self._do("save")
        return saved

    def apply(self, element: str, template: str) -> None:
        """Apply a template, as the panel does."""
        self._do("apply", element=element, template=template)

    def draw(self, *, after: str, id: str, name: str, type: str = "bpmn:Task") -> None:  # noqa: A002
        """Append a new element."""
        self._do("draw", after=after, id=id, name=name, type=type)

    # object: what the function of that name in designer.js takes.
    def connect(self, source: str, target: str, **more: object) -> None:
        """Draw a sequence flow."""
        self._do("connect", **{"from": source, "to": target, **more})

    def __call__(self, what: str, **argument: object) -> None:
        """Any other function of designer.js."""
        self._do(what, **argument)

    def picture(self, file: Path) -> None:
        """What is on the screen."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._page.screenshot(path=file)

    def fill(self, element: str, values: Mapping[str, str]) -> None:
        """Fill fields of the element's template."""
        self._do("fill", element=element, values=dict(values))

    def lint(self) -> list[dict[str, str]]:
        """What the panel lists; needs the bundled panel."""
        said: list[dict[str, str]] = self._do("lint")
        return said

    def marks(self, element: str) -> Locator:
        """What the panel draws beside an element."""
        return self._page.locator(f"[data-container-id='{element}'] .cl-icon")

    def undo(self) -> None:
        """Take the last command back."""
        self._do("undo")

    # Any: what JavaScript gives and takes.
    def _do(self, what: str, **argument: Any) -> Any:
        return self._page.evaluate(f"(argument) => designer.{what}(argument)", argument)


Meaning = dict[str, tuple[str, str, tuple[tuple[str, str], ...], tuple[str, ...]]]


def meaning(xml: str) -> Meaning:
    """What a model says, whatever the order in which it is written, template marks left out.

    Id → kind, parent, attributes, and everything inside that has no id. A shape counts under the
    element that it draws, for the library gives shapes new ids; it measures labels by its own font,
    and moves a whole diagram that is far from the upper left corner.
    """
    root = parse(xml, "the model")
    places = [each for each in root.iter() if split(each.tag)[1] in {"Bounds", "waypoint"}]
    shapes = (each for each in root.iter() if split(each.tag)[1] == "BPMNShape")
    boxes = [each for shape in shapes for each in shape if split(each.tag)[1] == "Bounds"]
    for axis in ("x", "y"):
        least = min(float(each.get(axis, "0")) for each in boxes)
        for each in places:
            each.set(axis, f"{float(each.get(axis, '0')) - least:g}")
    found: Meaning = {}
    _collect(root, "", found)
    return found


def _collect(element: Element, parent: str, found: Meaning) -> None:
    name = _name(element)
    if name:
        inner = sorted(_text(each) for each in element if not _name(each))
        found[name] = (
            split(element.tag)[1],
            parent,
            _attributes(element),
            tuple(filter(None, inner)),
        )
    for each in element:
        _collect(each, name or parent, found)


def _name(element: Element) -> str:
    drawn = element.get("bpmnElement")
    return f"shape of {drawn}" if drawn else element.get("id", "")


def _attributes(element: Element) -> tuple[tuple[str, str], ...]:
    left_out = {"modelerTemplate"} | ({"id"} if element.get("bpmnElement") else set())
    return tuple(
        sorted((key, value) for key, value in element.items() if split(key)[1] not in left_out)
    )


def _text(element: Element) -> str:
    kind = split(element.tag)[1]
    if kind == "BPMNLabel":
        return ""
    inner = "".join(sorted(map(_text, element)))
    return f"<{kind} {_attributes(element)}>{(element.text or '').strip()}{inner}"
