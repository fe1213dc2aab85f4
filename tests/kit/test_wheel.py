"""The installed wheel alone, as a team gets it that has never seen this checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.kit.installation import Installation, build_wheel, names
from workers.testing import EngineUnderTest

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def plain(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """``pip install sop-workers`` by somebody who has pytest for tests of his own."""
    return Installation(tmp_path_factory.mktemp("plain"), wheel, besides=["pytest"])


@pytest.mark.engine
def test_a_team_tests_its_own_order_process(
    wheel: Path, tmp_path: Path, scenario_engine: EngineUnderTest
) -> None:
    installed = Installation(tmp_path / "venv", wheel, extra="testing")
    project = tmp_path / "orders"
    project.mkdir()
    shutil.copytree(HERE / "models", project / "models")
    for name in ("conftest.py", "test_order.py"):
        shutil.copy(HERE / name, project)
    (project / "pytest.ini").write_text("[pytest]\nmarkers = engine\n", encoding="utf-8")
    told = installed.run(
        project, "-m", "pytest", "--scenario-engine", scenario_engine.rest, engine=scenario_engine
    )
    assert " passed" in told
    assert "failed" not in told
    assert "skipped" not in told
    where = installed.run(project, "-c", "import workers; print(workers.__file__)")
    assert where.startswith(str(tmp_path))
    # The one library that only a container needs.
    installed.run(project, "-c", "from testcontainers.core.container import DockerContainer")


def test_whoever_takes_no_scenarios_notices_nothing_of_the_plugin(
    plain: Installation, tmp_path: Path
) -> None:
    (tmp_path / "test_theirs.py").write_text(
        "import sys\n\n\ndef test_theirs():\n"
        "    heavy = {'requests', 'pydantic', 'sqlalchemy', 'structlog', 'testcontainers'}\n"
        "    assert heavy & sys.modules.keys() == set()\n",
        encoding="utf-8",
    )
    assert "1 passed" in plain.run(tmp_path, "-m", "pytest")


def test_an_engine_image_without_the_extra_says_what_to_install(
    plain: Installation, tmp_path: Path
) -> None:
    (tmp_path / "test_theirs.py").write_text(
        "def test_theirs(scenario_engine):\n    pass\n", encoding="utf-8"
    )
    with pytest.raises(AssertionError, match=r"pip install 'sop-workers\[testing\]'"):
        plain.run(tmp_path, "-m", "pytest", "--scenario-image", "some-engine:1")


def test_workers_run_without_any_test_tool(wheel: Path, tmp_path: Path) -> None:
    installed = Installation(tmp_path / "venv", wheel)
    with pytest.raises(AssertionError, match="No module named 'pytest'"):
        installed.run(tmp_path, "-c", "import pytest")
    packages = "contract, engine, runtime, models, testing, handlers, services, cases"
    installed.run(tmp_path, "-c", f"from workers import {packages}")
    assert "deploy" in installed.run(tmp_path, "-m", "workers.cli.main", "--help")


def test_the_wheel_has_the_package_and_its_data_and_nothing_else(wheel: Path) -> None:
    inside = names(wheel)
    package = HERE.parents[1] / "workers"
    data = {
        str(path.relative_to(package.parent))
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in inside if name.startswith("workers/")} == data
    assert any(name.startswith("workers/testing/coverage/assets/") for name in data)
    assert "workers/py.typed" in inside
    assert {name.partition("/")[0] for name in inside} == {"workers", "sop_workers-0.1.0.dist-info"}
