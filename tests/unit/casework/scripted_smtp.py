"""An SMTP server on loopback that answers each step as told and writes down what it was sent."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Self

HANG_UP = "hang up"
KEEP_SILENT = "keep silent"


class ScriptedSmtp:
    """Its address is ``port``; ``answers`` maps a step to a reply, :data:`HANG_UP` or silence.

    Steps are ``CONNECT``, ``EHLO``, ``HELO``, ``MAIL``, ``RCPT``, ``DATA``, ``CONTENT``, ``QUIT``.
    A callable gets the command line (or the content) and returns the reply.
    """

    def __init__(self, *extensions: str) -> None:
        self.extensions = list(extensions)
        self.answers: dict[str, str | Callable[[bytes], str]] = {}
        self.commands: list[bytes] = []
        self.contents: list[bytes] = []
        self.connections = 0
        self._closing = threading.Event()
        script = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                script.connections += 1
                script._converse(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def messages(self) -> list[EmailMessage]:
        """What was accepted, parsed."""
        return [message_from_bytes(each, policy=policy.default) for each in self.contents]

    def recipients(self) -> list[str]:
        """The addresses of all RCPT commands, as sent."""
        return [
            each.decode().partition("<")[2].rpartition(">")[0]
            for each in self.commands
            if each.upper().startswith(b"RCPT")
        ]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _converse(self, peer: socketserver.StreamRequestHandler) -> None:
        try:
            self._say(peer, "CONNECT", b"", "220 scripted ESMTP")
            while line := peer.rfile.readline():
                command = line.rstrip(b"\r\n")
                self.commands.append(command)
                verb = command[:4].decode().upper()
                said = self._say(peer, verb, command, self._usual(verb))
                if verb == "DATA" and said.startswith("354"):
                    self._take(peer)
                if verb == "QUIT":
                    return
        except (ConnectionError, EOFError):
            return

    def _usual(self, verb: str) -> str:
        if verb == "EHLO":
            lines = ["scripted", *self.extensions]
            return "\r\n".join(f"250{' ' if line is lines[-1] else '-'}{line}" for line in lines)
        return {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 ok")

    def _take(self, peer: socketserver.StreamRequestHandler) -> None:
        lines = []
        while (line := peer.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        content = b"".join(lines)
        if self._say(peer, "CONTENT", content, "250 taken").startswith("250"):
            self.contents.append(content)

    def _say(
        self, peer: socketserver.StreamRequestHandler, step: str, heard: bytes, usual: str
    ) -> str:
        answer = self.answers.get(step, usual)
        text = answer if isinstance(answer, str) else answer(heard)
        if text == HANG_UP:
            raise EOFError
        if text == KEEP_SILENT:
            self._closing.wait(30)
            raise EOFError
        peer.wfile.write(f"{text}\r\n".encode())
        return text
