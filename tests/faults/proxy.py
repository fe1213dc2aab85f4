"""A TCP proxy on loopback between workers and engine, which fails as told."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

_CHUNK = 65536
_RESET = b"\1\0\0\0\0\0\0\0"
"""SO_LINGER with no time: a close sends RST instead of FIN."""


@dataclass(eq=False)
class _Link:
    """One connection of a client and its counterpart to the server."""

    client: socket.socket
    server: socket.socket
    swallowing: bool = False
    """Half-open: requests pass, answers vanish, and nobody closes."""
    asked: bytes = b""
    """The path of the request that is to be answered; ``/mail`` for the end of a mail."""
    closed: threading.Event = field(default_factory=threading.Event)

    def reset(self) -> None:
        """End both sides without a farewell."""
        self.closed.set()
        for each in (self.client, self.server):
            with contextlib.suppress(OSError):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                # Wakes whoever waits in recv and says no farewell, as SHUT_RDWR would.
                each.shutdown(socket.SHUT_RD)
            each.close()


def _path(data: bytes) -> bytes:
    """What a piece of data asks for, empty if it goes on with what was before."""
    if data.startswith((b"POST ", b"GET ", b"PUT ", b"DELETE ")):
        return data.split(b" ", 2)[1]
    if data.endswith(b"\r\n.\r\n"):
        return b"/mail"
    return b"/other" if data.startswith((b"QUIT", b"EHLO", b"MAIL", b"RCPT", b"DATA")) else b""


class FaultProxy:
    """Forwards to an HTTP or SMTP server. **Thread-safe**; counts in ``happened`` what it did.

    Args:
        target: host and port of the server.
        seed: chooses which connections become half-open.
        on_loss: called when an answer is withheld, with what its request's path ended in.
    """

    def __init__(
        self,
        target: tuple[str, int],
        seed: int = 0,
        on_loss: Callable[[str], None] = lambda _path_end: None,
    ) -> None:
        self._target = target
        self._on_loss = on_loss
        self._chance = random.Random(seed)
        self._guard = threading.Lock()
        self._links: set[_Link] = set()
        self._to_lose: Counter[bytes] = Counter()
        self._delay, self._delayed_until = 0.0, 0.0
        self.happened: Counter[str] = Counter()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def cut(self) -> None:
        """Reset every connection."""
        with self._guard:
            links = list(self._links)
        for link in links:
            link.reset()
        self.happened["connections cut"] += len(links)

    def half_open(self) -> None:
        """From now on every other connection of today brings no answer, and stays open."""
        with self._guard:
            for link in self._links:
                if not link.swallowing and self._chance.random() < 0.5:
                    link.swallowing = True
                    self.happened["connections half-open"] += 1

    def delay(self, seconds: float, span: float) -> None:
        """For ``span`` seconds every piece of data takes so much longer, in both directions."""
        self._delay, self._delayed_until = seconds, time.monotonic() + span

    def lose_answers(self, number: int, path_end: str) -> None:
        """Close instead of passing the next answers on to requests whose path ends so.

        The server has carried them out by then: its answer has come. Orders do not add up: a
        client that asks ever more seldom would never hear an answer again.
        """
        with self._guard:
            self._to_lose[path_end.encode()] = number

    def close(self) -> None:
        """Close all connections and accept no more."""
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self._target, timeout=5)
        except OSError:
            client.close()
            return
        server.settimeout(None)
        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link = _Link(client, server)
        with self._guard:
            self._links.add(link)
        answers = threading.Thread(target=self._answers, args=(link,), daemon=True)
        answers.start()
        self._requests(link)
        answers.join()
        for each in (client, server):
            each.close()
        with self._guard:
            self._links.discard(link)

    def _requests(self, link: _Link) -> None:
        with contextlib.suppress(OSError):
            while data := link.client.recv(_CHUNK):
                link.asked = _path(data) or link.asked
                self._take_time()
                link.server.sendall(data)
        if not link.swallowing:
            with contextlib.suppress(OSError):
                link.server.shutdown(socket.SHUT_WR)

    def _answers(self, link: _Link) -> None:
        with contextlib.suppress(OSError):
            while data := link.server.recv(_CHUNK):
                if link.swallowing:
                    continue
                lost = self._loses(link.asked)
                if lost:
                    # Told first: the client repeats itself as soon as the connection ends.
                    self._on_loss(lost)
                    link.reset()
                    return
                self._take_time()
                link.client.sendall(data)
        if link.swallowing:
            # Nobody closes: the client finds out by its own time-out, or never.
            link.closed.wait()
        if not link.closed.is_set():  # a farewell would come before the reset
            with contextlib.suppress(OSError):
                link.client.shutdown(socket.SHUT_RDWR)

    def _loses(self, asked: bytes) -> str:
        """Whether this answer is to be lost: what its path ended in, else nothing."""
        with self._guard:
            for end, left in self._to_lose.items():
                if left > 0 and asked.endswith(end):
                    self._to_lose[end] -= 1
                    self.happened[f"answers to …{end.decode()} lost"] += 1
                    return end.decode()
        return ""

    def _take_time(self) -> None:
        if time.monotonic() < self._delayed_until:
            time.sleep(self._delay)
