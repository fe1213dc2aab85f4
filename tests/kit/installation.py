"""A new user's environment, made without a network: the built wheel and what it says it needs.

The dependencies are linked from the environment of the run, but only those that the wheel's own
metadata name, directly or over others. One that is used and not named is missing there as it
would be on the user's machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from workers.testing import EngineUnderTest

ROOT = Path(__file__).parents[2]


def build_wheel(folder: Path) -> Path:
    """The wheel of this checkout."""
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    return wheel


class Installation:
    """A virtual environment with the wheel.

    Args:
        folder: where it is made.
        wheel: what is installed.
        extra: an extra of the wheel, such as ``testing``.
        besides: distributions that the user has anyway.
    """

    def __init__(
        self, folder: Path, wheel: Path, extra: str | None = None, besides: Iterable[str] = ()
    ) -> None:
        subprocess.run(
            [sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=120
        )
        self.python = folder / "bin" / "python"
        pip("--python", str(self.python), "install", "--no-deps", "--no-index", str(wheel))
        (site,) = (folder / "lib").glob("python*/site-packages")
        (metadata,) = site.glob("sop_workers-*.dist-info")
        needed = dict(_closure(Distribution.at(metadata), {extra} if extra else set()))
        for name in besides:
            found = distribution(name)
            needed |= {canonicalize_name(name): found, **dict(_closure(found, set()))}
        for each in needed.values():
            _link(each, site)

    def run(self, folder: Path, *arguments: str, engine: EngineUnderTest | None = None) -> str:
        """Run its Python in a folder, with nothing of this checkout; answers what it printed.

        Raises:
            AssertionError: it failed.
        """
        login = (
            {"SCENARIO_ENGINE_USER": engine.user, "SCENARIO_ENGINE_PASSWORD": engine.password}
            if engine
            else {}
        )
        hidden = {"PYTHONPATH", "PYTEST_ADDOPTS", "VIRTUAL_ENV"}
        done = subprocess.run(
            [str(self.python), *arguments],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name not in hidden} | login,
            capture_output=True,
            text=True,
            check=False,
            timeout=280,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def names(wheel: Path) -> list[str]:
    """Every file in the wheel."""
    with ZipFile(wheel) as archive:
        return archive.namelist()


def pip(*arguments: str) -> None:
    """Run the pip of this environment.

    Raises:
        AssertionError: it failed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _closure(of: Distribution, extras: set[str]) -> Iterator[tuple[str, Distribution]]:
    """What a distribution requires, and what that requires, as pip would resolve it."""
    seen: set[tuple[str, frozenset[str]]] = set()
    open_: list[tuple[Distribution, set[str]]] = [(of, extras)]
    while open_:
        dist, wanted = open_.pop()
        for text in dist.requires or ():
            requirement = Requirement(text)
            asked = [{"extra": extra} for extra in wanted] or [{"extra": ""}]
            marker = requirement.marker
            if marker is not None and not any(marker.evaluate(each) for each in asked):
                continue
            key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
            if key in seen:
                continue
            seen.add(key)
            found = distribution(requirement.name)
            yield key[0], found
            open_.append((found, set(requirement.extras)))


def _link(dist: Distribution, site: Path) -> None:
    """Everything that a distribution has put right below its site-packages."""
    tops = {path.parts[0] for path in dist.files or () if path.parts[0] != ".."}
    for top in tops - {"__pycache__"}:
        link = site / top
        if not link.exists():
            link.symlink_to(Path(str(dist.locate_file(top))))
