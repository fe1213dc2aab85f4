"""The one engine of a test run: started when first needed, shared by the processes of a run."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from threading import Lock, Thread
from typing import Any, Final

from workers.testing.engine_under_test import EngineUnderTest

_LOOPBACK: Final = "127.0.0.1"
_BACKLOG: Final = 64


class NoEngine(RuntimeError):
    """The run has no engine; the message says why, and what to do."""


class RunEngine:
    """Starts the engine once, however many ask. **Thread-safe.**

    Args:
        begin: makes the engine; entered at the first question, left by :meth:`close`.
        begun: called once with the running engine, before anybody gets it.
    """

    def __init__(
        self,
        begin: Callable[[], AbstractContextManager[EngineUnderTest]],
        begun: Callable[[EngineUnderTest], None] | None = None,
    ) -> None:
        self._begin = begin
        self._begun = begun
        self._stack = ExitStack()
        self._engine: EngineUnderTest | None = None
        self._lock = Lock()
        self._offer: EngineOffer | None = None

    @property
    def running(self) -> EngineUnderTest | None:
        """The engine, if anybody has asked for it."""
        return self._engine

    def get(self) -> EngineUnderTest:
        """The engine."""
        with self._lock:
            if self._engine is None:
                engine = self._stack.enter_context(self._begin())
                if self._begun:
                    self._begun(engine)
                self._engine = engine
            return self._engine

    # Any: what a parallel run hands to its worker processes.
    def offered(self) -> dict[str, Any]:
        """Where other processes of the run get it, see :func:`offered_engine`."""
        if self._offer is None:
            self._offer = EngineOffer(self.get)
        return self._offer.address

    def close(self) -> None:
        """Stop what was started."""
        if self._offer is not None:
            self._offer.close()
        self._stack.close()


class EngineOffer:
    """Answers the processes that ask for the engine, on the loopback interface.

    The engine starts when the first one asks: a parallel run without scenarios starts none.
    """

    def __init__(self, engine: Callable[[], EngineUnderTest]) -> None:
        self._engine = engine
        self._key = secrets.token_bytes()
        self._listener = Listener((_LOOPBACK, 0), backlog=_BACKLOG, authkey=self._key)
        self._closed = False
        self._thread = Thread(target=self._serve, name="engine-offer", daemon=True)
        self._thread.start()

    @property
    def address(self) -> dict[str, Any]:
        """Port and key."""
        return {"port": self._listener.address[1], "key": self._key.hex()}

    def close(self) -> None:
        """Answer nobody any more."""
        self._closed = True
        with contextlib.suppress(OSError):  # it waits for a caller: be one
            Client((_LOOPBACK, self.address["port"]), authkey=self._key).close()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        # Not "while not closed": whoever closes waits until this thread has answered the door.
        while True:
            try:
                with self._listener.accept() as caller:
                    if self._closed:
                        return
                    caller.send_bytes(json.dumps(self._answer()).encode())
            except (OSError, EOFError, AuthenticationError):
                continue  # a caller that has gone, or who does not belong to the run

    # Any: JSON.
    def _answer(self) -> dict[str, Any]:
        try:
            return {"engine": self._engine().packed()}
        except Exception as error:  # noqa: BLE001 - whatever it is, the one who asked must hear of it
            return {"problem": f"{type(error).__name__}: {error}"}


def offered_engine(address: Mapping[str, Any]) -> EngineUnderTest:
    """Ask the process that offers the engine; waits until it runs.

    Raises:
        NoEngine: it does not start, or the other process is gone.
    """
    try:
        with Client(
            (_LOOPBACK, address["port"]), authkey=bytes.fromhex(address["key"])
        ) as connection:
            answer = json.loads(connection.recv_bytes())
    except (OSError, EOFError) as error:
        raise NoEngine(f"the controller of this run offers no engine any more: {error}") from None
    if "problem" in answer:
        raise NoEngine(answer["problem"])
    return EngineUnderTest.unpacked(answer["engine"])
