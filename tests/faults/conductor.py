"""Plays a schedule: makes each fault happen at its time, and notes what it did and when."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.containers import EngineContainer
from tests.faults.crowd import Crowd
from tests.faults.proxy import FaultProxy
from tests.faults.schedule import DELAY_SPAN, OUTAGES, Fault, Kind


@dataclass(frozen=True, slots=True)
class Happened:
    """A fault that was made to happen; times by the monotonic clock."""

    fault: Fault
    began: float
    over: float
    """When an outage was over: the engine was healthy again. Else the same as ``began``."""
    done: bool = True
    """``False`` if there was nothing to befall, as a worker that was dead already."""


class Conductor:
    """Two threads: outages of the engine take their time and must not hold up the rest."""

    def __init__(
        self,
        schedule: Sequence[Fault],
        engine: EngineContainer,
        proxy: FaultProxy,
        bystander: FaultProxy,
        crowd: Crowd,
    ) -> None:
        self._engine, self._proxy, self._crowd = engine, proxy, crowd
        self._bystander = bystander
        self._guard = threading.Lock()
        self._began = 0.0
        self.happened: list[Happened] = []
        self.clock_steps: list[tuple[float, int]] = []
        """When the engine's clock was stepped, and its offset from then on."""
        self._errors: list[Exception] = []
        outages = [fault for fault in schedule if fault.kind in OUTAGES]
        others = [fault for fault in schedule if fault.kind not in OUTAGES]
        self._threads = [
            threading.Thread(target=self._play, args=(part,), daemon=True)
            for part in (outages, others)
        ]

    def play(self) -> None:
        """Begin now."""
        self._began = time.monotonic()
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        """Until the last fault is over.

        Raises:
            Exception: a fault could not be made to happen.
        """
        for thread in self._threads:
            thread.join()
        if self._errors:
            raise self._errors[0]

    def _play(self, faults: Sequence[Fault]) -> None:
        try:
            for fault in faults:
                time.sleep(max(self._began + fault.at - time.monotonic(), 0))
                began = time.monotonic()
                done = self._befall(fault)
                over = self._engine.wait_until_up() if fault.kind in OUTAGES else began
                with self._guard:
                    self.happened.append(Happened(fault, began, over, done))
        except Exception as error:  # noqa: BLE001 - raised again by wait()
            self._errors.append(error)

    def _befall(self, fault: Fault) -> bool:
        match fault.kind:
            case Kind.WORKER_KILL:
                return self._crowd.signal(fault.worker, signal.SIGKILL)
            case Kind.WORKER_TERM:
                return self._crowd.signal(fault.worker, signal.SIGTERM)
            case Kind.WORKER_CLOCK:
                self._crowd.clocks[fault.worker].step(int(fault.amount))
            case Kind.ENGINE_CLOCK:
                self._engine.clock.step(int(fault.amount))
                self.clock_steps.append((time.monotonic(), self._engine.clock.offset))
            case Kind.CUT:
                self._proxy.cut()
            case Kind.HALF_OPEN:
                self._proxy.half_open()
            case Kind.DELAY:
                self._proxy.delay(fault.amount, DELAY_SPAN)
            case Kind.ANSWERS_LOST:
                self._proxy.lose_answers(int(fault.amount), "/complete")
            case Kind.FETCHES_LOST:
                self._proxy.lose_answers(int(fault.amount), "/fetchAndLock")
            case _:
                self._outage(fault)
        return True

    def _outage(self, fault: Fault) -> None:
        if fault.kind is Kind.ENGINE_PAUSE:
            self._engine.pause()
            time.sleep(fault.amount)
            self._engine.unpause()
            return
        end = self._engine.stop if fault.kind is Kind.ENGINE_STOP else self._engine.kill
        end()
        # A container takes its network along, so that its peers hear nothing of its end. Workers
        # must live with that; who is no part of the experiment is told.
        self._bystander.cut()
        time.sleep(fault.amount)
        self._engine.start()
