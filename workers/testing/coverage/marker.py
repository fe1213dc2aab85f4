"""Which engines are test engines: those that carry a mark somebody set on purpose.

The mark is a deployment with one text file, so that every engine of the Camunda 7 family can
carry it, every process that tests can read it by REST, and Cockpit shows it to people.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from workers.engine import Engine

MARK: Final = "test-engine-of-workers.testing"
_FILE: Final = "this-is-a-test-engine.txt"
_TEXT: Final = """This engine is for tests. Instrumented copies of models may be deployed to it.
Delete this deployment to forbid it.
"""


class NotATestEngine(RuntimeError):
    """Something that belongs on test engines only was asked of another one."""


def is_test_engine(engine: Engine) -> bool:
    """Whether the engine carries the mark.

    Raises:
        EngineError: the engine does not answer, or not to this login.
    """
    found = engine.session.call("GET", "/deployment/count", params={"name": MARK})
    return bool(found["count"])


def require_test_engine(engine: Engine) -> None:
    """Go on only with a test engine.

    Raises:
        NotATestEngine: it does not carry the mark; the message says what to do.
        EngineError: the engine does not answer, or not to this login.
    """
    if not is_test_engine(engine):
        raise NotATestEngine(
            f"{engine.address.url} is not marked as a test engine, so no instrumented model goes "
            "there; if it is one, call workers.testing.coverage.mark_test_engine(engine) once"
        )


def mark_test_engine(engine: Engine) -> None:
    """Mark an engine as one for tests; does nothing if it is already.

    Raises:
        NotATestEngine: cases are running on it, so somebody works there.
        EngineError: the engine does not answer, or not to this login.
    """
    # Counted first: who finds a case that a parallel run has started, then finds its mark as well.
    running = engine.session.call("GET", "/process-instance/count")["count"]
    if is_test_engine(engine):
        return
    if running:
        raise NotATestEngine(
            f"{engine.address.url} has {running} running process instances; "
            "an engine becomes a test engine before its first case"
        )
    with TemporaryDirectory() as folder:
        file = Path(folder) / _FILE
        file.write_text(_TEXT, encoding="utf-8")
        engine.deployments.deploy(MARK, "workers.testing", [file])
