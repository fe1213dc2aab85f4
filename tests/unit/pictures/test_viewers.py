"""The viewers that travel with the package are those that their makers published, unchanged."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from workers.viewers import VERSIONS, viewer_file

ROOT = Path(__file__).parents[3]
VIEWERS = ROOT / "workers" / "viewers"
SHA256 = {
    "bpmn-js/LICENSE": "5788cf8bd61481776cee1c943595525499a1355c045e9244f92e6c8092c06770",
    "bpmn-js/bpmn-js.css": "a1add5dca479c779a54adda507f26796f4d61a5ae15f6cc14a1b017ff65b4015",
    "bpmn-js/bpmn-navigated-viewer.production.min.js": (
        "134280f49f2ca8bbc90797fa656177e2b787ae0a62249fe3dadb8038eb88e9db"
    ),
    "bpmn-js/diagram-js.css": "73f990dcd6cd2ed696aa63a3c73822a97f0ea69a221d76ebe6cf24b01111df21",
    "dmn-js/LICENSE": "0a0a9e85ba6a802fbc6e79c422b36f0e9528926c9022d29036f87e9fe101587b",
    "dmn-js/dmn-js-decision-table.css": (
        "1ad25e3fdbe140797411310da4d0bfeb269bfca3c101119e289b58933b541e9b"
    ),
    "dmn-js/dmn-js-shared.css": "caefeb3c19d943d3785370eb21b50b8d5169c915ee000d8e9ba680fd8aa8605f",
    "dmn-js/dmn-viewer.production.min.js": (
        "ba7f0d938b31e015d2b755d28bc46235405a3df041c27e69f66b20b606a5e7a6"
    ),
    "form-js/LICENSE": "8434657de77af85775df977af042c5d70f77f97a11383dc5ca432065c0a9aba3",
    "form-js/form-js.css": "898518a38bab4ebeaf3a6df0734fa29af2e5598f3d8d5326494ad49cfe456364",
    "form-js/form-viewer.umd.js": (
        "c10b439a29cbd726ebcd7ec40ce9b078077da4f4b49d6692256dfc8ba12e9cca"
    ),
}
"""Of the packages in :data:`workers.viewers.VERSIONS`; with another version both change."""


def test_the_files_are_those_and_no_others() -> None:
    found = {
        f"{each.parent.name}/{each.name}": hashlib.sha256(each.read_bytes()).hexdigest()
        for each in VIEWERS.glob("*/*")
        if each.parent.name in VERSIONS
    }
    assert found == SHA256


@pytest.mark.parametrize(
    ("package", "script"),
    [
        ("bpmn-js", "bpmn-navigated-viewer.production.min.js"),
        ("dmn-js", "dmn-viewer.production.min.js"),
    ],
)
def test_a_script_carries_the_version_that_is_named(package: str, script: str) -> None:
    name = script.removesuffix(".production.min.js")
    said = f"/*! {package} - {name} v{VERSIONS[package]} "
    assert viewer_file(f"{package}/{script}").startswith(said)


def test_nobody_changed_the_watermark() -> None:
    """Its licence wants the mark fully visible, so no style of ours may name it."""
    page = ROOT / "workers" / "testing" / "coverage" / "assets" / "page"
    assert all("bjs-powered-by" not in each.read_text("utf-8") for each in page.iterdir())
    script = viewer_file("bpmn-js/bpmn-navigated-viewer.production.min.js")
    assert "bjs-powered-by" in script
