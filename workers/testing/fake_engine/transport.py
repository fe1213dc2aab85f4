"""The fake in place of the network: below it, everything of the client is the real thing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from workers.testing.fake_engine.faults import Faults
from workers.testing.fake_engine.replies import Reply

# Any: JSON bodies.
Answer = Callable[[str, str, dict[str, Any], dict[str, str]], Reply]
"""From method, path, body and query to what the engine answers."""


class FakeTransport(HTTPAdapter):
    """A transport adapter of requests that asks a function instead of a server."""

    def __init__(self, root: str, answer: Answer, faults: Faults) -> None:
        super().__init__()
        self._root = urlsplit(root).path
        self._answer = answer
        self._faults = faults

    def send(  # noqa: PLR0917 - the signature of requests
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Answer one request, or let it go wrong."""
        url = urlsplit(str(request.url))
        path = url.path.removeprefix(self._root)
        fault = self._faults.take(path.rsplit("/", 1)[-1])
        reply: Reply | None = None
        if fault is None or fault.after_commit:
            reply = self._answer(
                str(request.method), path, _body(request), dict(parse_qsl(url.query))
            )
        if fault is not None:
            reply = fault.spoil(reply)
        assert reply is not None  # it was asked, or it was spoilt
        return self.build_response(request, _raw(reply))


def _body(request: requests.PreparedRequest) -> dict[str, Any]:
    parsed = json.loads(request.body) if request.body else {}
    return parsed if isinstance(parsed, dict) else {}


def _raw(reply: Reply) -> urllib3.HTTPResponse:
    promised = len(reply.body) if reply.promised is None else reply.promised
    return urllib3.HTTPResponse(
        body=io.BytesIO(reply.body),
        status=reply.status,
        headers={"Content-Type": reply.content_type, "Content-Length": str(promised)},
        preload_content=False,
    )
