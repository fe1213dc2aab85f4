"""The viewer that travels with the package is the one that npm has pinned, unchanged."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
VIEWER = ROOT / "workers" / "testing" / "coverage" / "assets" / "viewer"
PACKAGE = ROOT / "node_modules" / "bpmn-js"
SHA256 = {
    "LICENSE": "5788cf8bd61481776cee1c943595525499a1355c045e9244f92e6c8092c06770",
    "bpmn-js.css": "a1add5dca479c779a54adda507f26796f4d61a5ae15f6cc14a1b017ff65b4015",
    "bpmn-navigated-viewer.production.min.js": (
        "134280f49f2ca8bbc90797fa656177e2b787ae0a62249fe3dadb8038eb88e9db"
    ),
    "diagram-js.css": "73f990dcd6cd2ed696aa63a3c73822a97f0ea69a221d76ebe6cf24b01111df21",
}
"""Of bpmn-js 18.31.1; with another version, copy the files anew from where ``_origin`` says."""


def _origin(name: str) -> Path:
    if name == "LICENSE":
        return PACKAGE / name
    return PACKAGE / "dist" / name if name.endswith(".js") else PACKAGE / "dist" / "assets" / name


def test_the_files_are_those_and_no_others() -> None:
    found = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in VIEWER.iterdir()}
    assert found == SHA256


def test_the_version_is_the_one_that_npm_has_pinned() -> None:
    script = (VIEWER / "bpmn-navigated-viewer.production.min.js").read_text(encoding="utf-8")
    carried = re.match(r"/\*! bpmn-js - bpmn-navigated-viewer v(\S+) ", script)
    lock = json.loads((ROOT / "package-lock.json").read_bytes())
    assert carried is not None
    assert carried[1] == lock["packages"]["node_modules/bpmn-js"]["version"]


@pytest.mark.parametrize("name", SHA256)
def test_the_installed_package_has_the_same_files(name: str) -> None:
    if not PACKAGE.is_dir():
        # The hashes above hold without it; it is there wherever `make lint` has run.
        if "node" in os.environ.get("SOP_REQUIRE", "").split(","):
            pytest.fail("SOP_REQUIRE names node, but node_modules holds no bpmn-js")
        pytest.skip("node_modules holds no bpmn-js; npm ci installs it")
    assert _origin(name).read_bytes() == (VIEWER / name).read_bytes()


def test_nobody_changed_the_watermark() -> None:
    """Its licence wants the mark fully visible, so no style of ours may name it."""
    page = VIEWER.parent / "page"
    assert all("bjs-powered-by" not in each.read_text("utf-8") for each in page.iterdir())
    assert "bjs-powered-by" in (VIEWER / "bpmn-navigated-viewer.production.min.js").read_text(
        "utf-8"
    )
