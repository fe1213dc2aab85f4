"""The ledger shows doubles, and settles an effect once."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.faults.ledger import Ledger


def test_a_plain_booking_can_happen_twice_and_is_seen(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.book("F-1/book", "t1", "a")
    ledger.book("F-1/book", "t1", "b")
    assert ledger.effects() == {"F-1/book": 2}


def test_runs_that_settle_at_once_book_once_and_agree(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger(path)
    said: list[dict[str, str]] = []
    ready = threading.Barrier(8)

    def settle(number: int) -> None:
        ledger = Ledger(path)
        ready.wait(5)
        said.append(ledger.settle("F-1/book", "t1", f"w{number}", {"by": str(number)}))

    threads = [threading.Thread(target=settle, args=(each,)) for each in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(10)
    ledger = Ledger(path)
    assert ledger.effects() == {"F-1/book": 1}
    assert said == [ledger.result("F-1/book")] * 8


def test_troubles_are_counted_across_processes(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    assert [Ledger(path).in_trouble("k") for _ in range(3)] == [1, 2, 3]
    assert Ledger(path).troubles() == {"k": 3}
