"""A TCP proxy on loopback that misbehaves as told."""

from __future__ import annotations

import contextlib
import socket
import threading
from enum import Enum
from urllib.parse import urlsplit


class Mood(Enum):
    """What happens to a connection's bytes."""

    HONEST = "passes everything on"
    HALF_OPEN = "takes everything and answers nothing, as a peer that has gone without a word"
    ANSWER_LOST = "passes requests on and hangs up instead of passing the answer"
    RESET = "resets the connection as soon as the request has come"


class TcpProxy:
    """Forwards to a server. Every mood holds for connections that are open already, too."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (str(parts.hostname), int(parts.port or 80))
        self._path = parts.path
        self.mood = Mood.HONEST
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}{self._path}"

    def drop_idle(self) -> None:
        """Close every connection, as a load balancer does after a while."""
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def close(self) -> None:
        self._listener.close()
        self.drop_idle()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.connections += 1
                server = socket.create_connection(self._target)
                for each in (client, server):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open += [client, server]
                for pump, source, sink in (
                    (self._ask, client, server),
                    (self._tell, server, client),
                ):
                    threading.Thread(target=pump, args=(source, sink), daemon=True).start()

    def _tell(self, server: socket.socket, client: socket.socket) -> None:
        """Pass answers on."""
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if self.mood is Mood.HONEST:
                    client.sendall(data)
                elif self.mood is Mood.ANSWER_LOST:
                    break
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _ask(self, source: socket.socket, sink: socket.socket) -> None:
        """Pass requests on."""
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.mood in {Mood.HONEST, Mood.ANSWER_LOST}:
                    sink.sendall(data)
                elif self.mood is Mood.RESET:
                    # A close with lingering off sends RST instead of FIN.
                    source.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    source.close()
                    return
            with contextlib.suppress(OSError):
                sink.shutdown(socket.SHUT_WR)
