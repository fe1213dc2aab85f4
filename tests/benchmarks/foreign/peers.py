"""The foreign peers: what each is, how it is built, and how it is started.

Every peer speaks one protocol. It finds the engine in the variables ``BENCH_URL``, ``BENCH_USER``
and ``BENCH_PASSWORD``, writes ``ready``, and answers each line ``drain COUNT TOPIC…`` on stdin with
one line of JSON: ``{"stamps": {TOPIC: [ns, …]}}``, the moments of the monotonic clock at which the
answers to its completes arrived. A call that fails ends it with an exit code other than zero.

How each configuration was found stands beside it, in the peer's own source.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
_BUILD: Final = _HERE / "build"


class PeerNotBuilt(Exception):
    """A peer cannot be built here; the message says what is missing and the way out."""


class ForeignPeer(ABC):
    """A client by other people, with the settings under which it is measured.

    Args:
        name: as in the table.
        configuration: the settings, in one line.
        build: peers of one build share this name, and are built once.
    """

    def __init__(self, name: str, configuration: str, build: str) -> None:
        self.name = name
        self.configuration = configuration
        self._build_name = build

    @abstractmethod
    def command(self) -> Sequence[str]:
        """What starts it, from the root of the repository; :meth:`prepare` comes first."""

    def prepare(self) -> None:
        """Build and install it, unless that was done for the same sources.

        Raises:
            PeerNotBuilt: a tool is missing, or it failed.
        """
        sources = hashlib.sha256()
        for path in self._sources():
            sources.update(path.read_bytes())
        built = _BUILD / f"{self._build_name}.sha256"
        if (
            self._product().exists()
            and built.exists()
            and built.read_text(encoding="utf-8") == sources.hexdigest()
        ):
            return
        built.unlink(missing_ok=True)
        self._build()
        built.parent.mkdir(parents=True, exist_ok=True)
        built.write_text(sources.hexdigest(), encoding="utf-8")

    @abstractmethod
    def _sources(self) -> Sequence[Path]:
        """The files whose change asks for a new build."""

    @abstractmethod
    def _product(self) -> Path:
        """What a build leaves, so that a cleaned folder is built anew."""

    @abstractmethod
    def _build(self) -> None: ...

    def _run(self, *command: str, cwd: Path, needs: str) -> None:
        tool = shutil.which(command[0])
        if tool is None:
            raise PeerNotBuilt(f"{self.name} needs {needs}: {command[0]} was not found")
        done = subprocess.run([tool, *command[1:]], cwd=cwd, capture_output=True, text=True)  # noqa: PLW1510 - looked at below
        if done.returncode != 0:
            raise PeerNotBuilt(
                f"{self.name} could not be built: {' '.join(command)} in {cwd} ended with "
                f"{done.returncode}\n{done.stdout}{done.stderr}"
            )


class JavaPeer(ForeignPeer):
    """The Maven project: so many clients side by side in one process."""

    def __init__(self, name: str, configuration: str, clients: int) -> None:
        super().__init__(name, configuration, "java")
        self._folder = _HERE / "java"
        self._clients = clients

    def command(self) -> Sequence[str]:
        classes = f"{_BUILD}/java/classes:{_BUILD}/java/libraries/*"
        return ["java", "-cp", classes, "bench.Peer", str(self._clients)]

    def _sources(self) -> Sequence[Path]:
        source = sorted(path for path in (self._folder / "src").rglob("*") if path.is_file())
        return [self._folder / "pom.xml", *source]

    def _product(self) -> Path:
        return _BUILD / "java"

    def _build(self) -> None:
        shutil.rmtree(_BUILD / "java", ignore_errors=True)
        self._run(
            *("mvn", "-q", "-B", "compile"),
            cwd=self._folder,
            needs="JDK 17 or newer and Maven "
            "(Debian: apt-get install openjdk-17-jdk-headless maven)",
        )


class JavaScriptPeer(ForeignPeer):
    """An npm project with the script ``peer.mjs``."""

    def __init__(self, name: str, configuration: str) -> None:
        super().__init__(name, configuration, "javascript")
        self._folder = _HERE / "javascript"

    def command(self) -> Sequence[str]:
        return ["node", str(self._folder / "peer.mjs")]

    def _sources(self) -> Sequence[Path]:
        return [self._folder / "package-lock.json"]

    def _product(self) -> Path:
        return self._folder / "node_modules"

    def _build(self) -> None:
        self._run(
            *("npm", "ci", "--silent"),
            cwd=self._folder,
            needs="Node 20 or newer with npm",
        )


class PythonPeer(ForeignPeer):
    """A module in an environment of its own, since its pins are not ours."""

    def __init__(self, name: str, configuration: str, script: str) -> None:
        super().__init__(name, configuration, script)
        self._module = f"{__package__}.python_clients.{script}"
        self._requirements = _HERE / "python_clients" / f"{script.replace('_', '-')}.txt"
        self._environment = _BUILD / script

    def command(self) -> Sequence[str]:
        return [str(self._environment / "bin" / "python"), "-m", self._module]

    def _sources(self) -> Sequence[Path]:
        return [self._requirements]

    def _product(self) -> Path:
        return self._environment

    def _build(self) -> None:
        needs = "Python 3.11 or newer with venv (Debian: apt-get install python3-venv)"
        self._run(
            *(sys.executable, "-m", "venv", "--clear", str(self._environment)),
            cwd=_HERE,
            needs=needs,
        )
        self._run(
            *(str(self._environment / "bin" / "pip"), "install", "--quiet"),
            *("--disable-pip-version-check", "--require-hashes", "-r", str(self._requirements)),
            cwd=_HERE,
            needs=needs,
        )


FOREIGN: Final[Sequence[ForeignPeer]] = (
    JavaPeer(
        "Java client",
        "camunda-external-task-client 7.24.0: its defaults, but maxTasks 50, no backoff, "
        "long polls of 1 s",
        clients=1,
    ),
    JavaPeer(
        "Java client, four at once",
        "camunda-external-task-client 7.24.0: as above, four clients in one JVM",
        clients=4,
    ),
    JavaScriptPeer(
        "JavaScript client",
        "camunda-external-task-client-js 3.1.0: maxTasks 50, interval 10 ms, long polls of 1 s, "
        "8 keep-alive connections",
    ),
    PythonPeer(
        "Python client",
        "camunda-external-task-client-python3 4.5.0: 8 synchronous workers in threads, "
        "maxTasks 50, long polls of 1 s",
        "external_task_client_python3",
    ),
    PythonPeer(
        "operaton-tasks",
        "operaton-tasks 1.0b3: its fixed 10 tasks a fetch, long polls of 1 s, uvloop, "
        "its sweep at the start not counted",
        "operaton_tasks",
    ),
)
"""All of them, in the order of the table."""
