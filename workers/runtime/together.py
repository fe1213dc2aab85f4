"""Several workers in one process, for example one for each engine."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from workers.runtime.stop_orders import Order, StopOrders
from workers.runtime.worker import Worker

_LOOK = 0.5
"""Seconds after which threads are looked at again, should nothing have been said."""


def run_together(workers: Sequence[Worker]) -> None:
    """Run all until SIGTERM or SIGINT; each polls and drains for itself.

    The first signal drains all, the second ends all at once. If one worker ends by a fault of
    its own, the others are drained and the fault is raised.
    """
    orders = StopOrders()
    faults: list[BaseException] = []

    def run(worker: Worker) -> None:
        try:
            worker.run()
        except BaseException as fault:  # noqa: BLE001 - raised again below
            faults.append(fault)
        orders.look()

    threads = [threading.Thread(target=run, args=(each,), daemon=True) for each in workers]
    with orders.from_signals():
        for thread in threads:
            thread.start()
        draining = False
        while any(thread.is_alive() for thread in threads):
            ended = orders.wait(_LOOK) is not Order.STOP
            if ended and (draining or all(thread.is_alive() for thread in threads)):
                continue
            draining = True
            for worker in workers:
                worker.stop()
    if faults:
        raise faults[0]
