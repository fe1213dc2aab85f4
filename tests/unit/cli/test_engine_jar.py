"""Java and the engine's jar: found, refused, or the way to get them told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workers.cli.checkout import Checkout
from workers.cli.console import Console
from workers.cli.data_folder import DataFolder
from workers.cli.engine_jar import ensure_jar, find_java
from workers.cli.errors import Fault


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    # What make has fetched into this checkout is not of this test's machine.
    monkeypatch.setattr("workers.cli.engine_jar.FETCHED", tmp_path / "fetched")


def java(tmp_path: Path, version: str) -> Path:
    return script(tmp_path / "path" / "java", f"echo 'openjdk version \"{version}\"' >&2")


@pytest.mark.parametrize("version", ["17.0.1", "21", "25-ea"])
def test_a_new_java_is_taken(tmp_path: Path, version: str) -> None:
    found = java(tmp_path, version)
    assert find_java() == found


@pytest.mark.parametrize("version", ["1.8.0_392", "11.0.2"])
def test_an_old_java_is_named_and_refused(tmp_path: Path, version: str) -> None:
    found = java(tmp_path, version)
    with pytest.raises(Fault, match=str(found)):
        find_java()


def test_java_home_comes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java(tmp_path, "17.0.1")
    home = script(tmp_path / "home" / "bin" / "java", "echo 'openjdk version \"21\"' >&2")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    assert find_java() == home


class Project:
    """A checkout with an engine project and a data folder beside it."""

    def __init__(self, root: Path) -> None:
        self.checkout = Checkout(root / "checkout")
        self.folder = DataFolder(root / "data")
        self.folder.prepare()
        self.project = self.checkout.engine_project
        (self.project / "src").mkdir(parents=True)
        self.pom = self.project / "pom.xml"
        self.pom.write_text("<project/>")
        self.jar = self.project / "target" / "sop-engine.jar"

    def built(self, *, newer: bool) -> None:
        self.jar.parent.mkdir()
        self.jar.write_text("jar")
        moment = self.pom.stat().st_mtime + (10 if newer else -10)
        os.utime(self.jar, (moment, moment))

    def ensure(self) -> Path:
        return ensure_jar(self.checkout, Console(), self.folder)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_fresh_jar_is_taken_as_it_is(project: Project) -> None:
    project.built(newer=True)
    assert project.ensure() == project.jar


def test_without_jar_and_maven_the_way_out_is_told(project: Project) -> None:
    with pytest.raises(Fault, match="Maven is missing") as raised:
        project.ensure()
    assert "maven" in raised.value.way_out


def test_an_old_jar_serves_where_there_is_no_maven(project: Project) -> None:
    project.built(newer=False)
    assert project.ensure() == project.jar


def test_an_old_jar_is_built_anew(project: Project, tmp_path: Path) -> None:
    project.built(newer=False)
    script(tmp_path / "path" / "mvn", f"echo new > {project.jar}")
    assert project.ensure().read_text() == "new\n"


def test_a_failed_build_names_its_log(project: Project, tmp_path: Path) -> None:
    script(tmp_path / "path" / "mvn", "echo no network; exit 1")
    with pytest.raises(Fault, match="could not build") as raised:
        project.ensure()
    assert "engine-build.log" in raised.value.way_out
    assert (project.folder.logs / "engine-build.log").read_text() == "no network\n"
