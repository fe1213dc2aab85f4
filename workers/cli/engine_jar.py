"""Java and the engine's program file: found, or built from the source checkout."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from workers.cli.checkout import Checkout
from workers.cli.child_process import ChildPlan, ChildProcess
from workers.cli.console import Console
from workers.cli.data_folder import DataFolder
from workers.cli.errors import Fault
from workers.cli.flavour import Flavour

OLDEST_JAVA: Final = 17
_TICK: Final = 0.2
_STOP_PATIENCE: Final = timedelta(seconds=5)
_VERSION = re.compile(r'version "(?:1\.)?(\d+)')
_INSTALL: Final = (
    "Run `make engine`, which fetches what is missing; or install a JDK 17 or newer "
    "(Debian: apt-get install openjdk-17-jdk-headless maven), or set JAVA_HOME."
)


FETCHED: Final = Path(__file__).parents[2] / ".tools" / "bin"
"""Where ``make`` puts what it had to fetch (docker/engine/toolchain.py)."""


def find_java() -> Path:
    """A Java of version 17 or newer: of JAVA_HOME, else on the PATH, else the one make fetched.

    Raises:
        Fault: there is none.
    """
    versions = {}
    for java in (*installed_javas(os.environ), FETCHED / "java"):
        version = java_version(java)
        if version is not None and version >= OLDEST_JAVA:
            return java
        versions[java] = version
    found = [f"{java} is version {version}" for java, version in versions.items() if version]
    problem = f"no Java {OLDEST_JAVA} or newer was found"
    raise Fault(f"{problem} ({', '.join(found)})" if found else problem, _INSTALL)


def installed_javas(environment: Mapping[str, str]) -> list[Path]:
    """The Java programs that a machine offers, of any version: of JAVA_HOME, then on the PATH."""
    home = environment.get("JAVA_HOME")
    on_path = shutil.which("java", path=environment.get("PATH", ""))
    return [*([Path(home) / "bin" / "java"] if home else []), *([Path(on_path)] if on_path else [])]


def java_version(java: Path) -> int | None:
    """The major version of a Java program; ``None`` if it does not run."""
    try:
        asked = subprocess.run(  # noqa: S603 - a program that the user named
            [str(java), "-version"], capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(asked.stderr + asked.stdout)
    return int(found[1]) if found else None


def ensure_jar(
    checkout: Checkout,
    console: Console,
    folder: DataFolder,
    flavour: Flavour = Flavour.CAMUNDA,
) -> Path:
    """The engine's jar, built if it is missing or older than its sources.

    Raises:
        Fault: it is missing and cannot be built.
    """
    jar = flavour.jar(checkout.engine_project)
    if jar.is_file() and not _outdated(jar, checkout.engine_project):
        return jar
    maven = shutil.which("mvn", path=FETCHED) or shutil.which("mvn")
    if maven is None:
        if jar.is_file():
            console.warn("the engine is older than its sources, and there is no Maven to build it")
            return jar
        raise Fault(
            f"the engine is not built yet ({jar} is missing) and Maven is missing", _INSTALL
        )
    with _alone(jar.parent):
        if not jar.is_file() or _outdated(jar, checkout.engine_project):
            _build(maven, checkout.engine_project, console, folder, flavour)
            jar.touch()  # Maven leaves a jar alone that only looks old
    return jar


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Two builds in one folder would spoil each other."""
    target.mkdir(parents=True, exist_ok=True)
    with (target / ".build.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _outdated(jar: Path, project: Path) -> bool:
    built = jar.stat().st_mtime
    sources = [project / "pom.xml", *(project / "src").rglob("*")]
    return any(each.is_file() and each.stat().st_mtime > built for each in sources)


def _build(
    maven: str, project: Path, console: Console, folder: DataFolder, flavour: Flavour
) -> None:
    console.say("building the engine with Maven (the first time fetches about 100 MB)")
    child = ChildProcess.start(
        ChildPlan(
            name="build of the engine",
            command=[
                *(maven, "-q", "-B", f"-P{flavour}", "-f", str(project)),
                *("package", "-DskipTests"),
            ],
            environment=os.environ,
            log=folder.logs / "engine-build.log",
            pid_file=folder.run / "maven.pid",
            marker=str(project),
        )
    )
    try:
        while child.exit_code is None:
            console.progress("building the engine")
            time.sleep(_TICK)
    finally:
        child.stop(_STOP_PATIENCE)
    if child.exit_code:
        raise Fault(
            f"Maven could not build the engine (exit {child.exit_code})",
            f"See {child.plan.log}; behind a proxy Maven needs ~/.m2/settings.xml.",
        )
