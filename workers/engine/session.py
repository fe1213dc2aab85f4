"""One pooled HTTP session to one engine: time-outs, login, typed errors. No retries."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from json import JSONEncoder, loads
from typing import Any

import httptools
import requests
import urllib3

from workers.engine.address import EngineAddress
from workers.engine.body import read_body
from workers.engine.errors import EngineUnreachable
from workers.engine.hot_line import Answer, HotLine, PooledAdapter
from workers.engine.oauth2 import BearerAuth, ClientCredentials, TokenSource
from workers.engine.refusals import refusal
from workers.engine.tls import Tls

_write = JSONEncoder(allow_nan=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait, by kind of call."""

    connect: float = 3.05
    """Slightly above a TCP retransmission."""
    call: float = 20.0
    """Commands and queries."""
    deploy: float = 180.0
    """A deployment parses every model in one transaction."""
    poll_margin: float = 10.0
    """What a long poll may take beyond the time it was asked to wait."""


class EngineSession(requests.Session):
    """A keep-alive session to one engine.

    Args:
        address: REST root, and the login for basic auth.
        timeouts: seconds by kind of call.
        connections: kept open at most.
        credentials: for OAuth2 instead of basic auth.
        tls: certificates.

    Every call has a time-out and every failure is an
    :class:`~workers.engine.errors.EngineError`. Cookies are refused (each call carries the
    login), so the session holds no state and **may be shared between threads**.
    Redirects are not followed: an engine's REST root never redirects, a login page does.
    """

    def __init__(
        self,
        address: EngineAddress,
        timeouts: Timeouts | None = None,
        *,
        connections: int = 32,
        credentials: ClientCredentials | None = None,
        tls: Tls | None = None,
    ) -> None:
        self._line: HotLine | None = None
        self._line_is_known = False
        super().__init__()
        self.address = address
        self.timeouts = timeouts or Timeouts()
        self.trust_env = not address.is_loopback
        tls = tls or Tls()
        self.verify, self.cert = tls.verify, tls.cert
        if credentials is not None:
            self.auth = BearerAuth(TokenSource(credentials, verify=tls.verify))
        elif address.user is not None:
            self.auth = (address.user, address.password or "")
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers["Accept"] = "application/json"
        adapter = PooledAdapter(pool_maxsize=connections, max_retries=0)
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    # Any: the parameters are those of requests, handed through untouched.
    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Send one request; ``url`` is a path below the REST root, or a whole URL of it.

        pycamunda sends whole URLs and a ``{}`` body with every GET; the body is dropped,
        since some proxies refuse it.

        Raises:
            EngineError: anything but a 2xx answer.
        """
        path = str(url).removeprefix(self.address.url)
        if method in {"GET", "DELETE"} and not kwargs.get("json"):
            kwargs["json"] = None
        kwargs.setdefault("timeout", (self.timeouts.connect, self.timeouts.call))
        kwargs.setdefault("allow_redirects", False)
        # Named in each request: otherwise REQUESTS_CA_BUNDLE would override the session's own.
        kwargs["verify"] = self.verify
        kwargs["stream"] = True
        response = self._sent(method, path, *args, **kwargs)
        if response.status_code == HTTPStatus.UNAUTHORIZED and isinstance(self.auth, BearerAuth):
            # Revoked, or the engine's clock is ahead: once more with a new token.
            self.auth.refused(response.request.headers.get("Authorization", ""))
            response = self._sent(method, path, *args, **kwargs)
        if not _is_success(response.status_code):
            raise refusal(method, path, response.status_code, response.content)
        return response

    # Any: as above.
    def _sent(self, method: Any, path: str, *args: Any, **kwargs: Any) -> requests.Response:
        try:
            response = super().request(method, self.address.url + path, *args, **kwargs)
            read_body(response, kwargs["timeout"][1])
        except requests.RequestException as error:
            raise self._no_answer(method, path, error) from None
        return response

    def _no_answer(self, method: str, path: str, error: Exception) -> EngineUnreachable:
        # The text of a transport error holds the query; only its class is told.
        return EngineUnreachable(
            method, path, f"no answer from {self.address.host} ({type(error).__name__})"
        )

    # Any: JSON, as for call().
    def post_json(self, path: str, json: Any = None, *, read_timeout: float | None = None) -> Any:
        """:meth:`call` for a POST that is made all the time, at a seventh of the processor's cost.

        Same connections, login, time-outs and errors; see :mod:`workers.engine.hot_line`.

        Raises:
            EngineError: no answer, a refusal, or an answer that is not JSON.
        """
        if not self._line_is_known:
            self._line, self._line_is_known = self._new_line(), True
        line = self._line
        if line is None:
            return self.call("POST", path, json=json, read_timeout=read_timeout)
        body = None if json is None else _write(json).encode()
        timeouts = (self.timeouts.connect, read_timeout or self.timeouts.call)
        bearer = self.auth if isinstance(self.auth, BearerAuth) else None
        token = bearer.header() if bearer else None
        answer = self._posted(line, path, body, timeouts, token)
        if answer.status == HTTPStatus.UNAUTHORIZED and bearer and token:
            bearer.refused(token)
            answer = self._posted(line, path, body, timeouts, bearer.header())
        if not _is_success(answer.status):
            raise refusal("POST", path, answer.status, answer.content)
        return read_json("POST", path, answer.status, answer.content)

    def _posted(
        self,
        line: HotLine,
        path: str,
        body: bytes | None,
        timeouts: tuple[float, float],
        authorization: str | None,
    ) -> Answer:
        try:
            return line.post(path, body, timeouts, authorization)
        except (urllib3.exceptions.HTTPError, httptools.HttpParserError, OSError) as error:
            raise self._no_answer("POST", path, error) from None

    def _new_line(self) -> HotLine | None:
        """The hot line; none where a proxy or a mounted adapter wants to see every call."""
        adapter = self.get_adapter(self.address.url)
        if not isinstance(adapter, PooledAdapter):
            return None
        example = requests.Request("POST", self.address.url)
        auth = self.auth
        if isinstance(auth, BearerAuth):
            # Its header changes, and goes with each call.
            example.auth = _unchanged
        prepared = self.prepare_request(example)
        prepared.headers.pop("Content-Length", None)
        settings = self.merge_environment_settings(self.address.url, {}, None, self.verify, None)
        return adapter.line(
            prepared, proxies=settings["proxies"], verify=self.verify, cert=self.cert
        )

    # Any: as requests has it.
    def mount(self, prefix: Any, adapter: Any) -> None:
        """As requests does, for all calls from now on."""
        self._line_is_known = False
        super().mount(prefix, adapter)

    def close(self) -> None:
        """Close the connections; calls after this open new ones."""
        self._line_is_known = False
        super().close()

    # Any: JSON as the engine sends it; each caller validates its own records.
    def call(
        self,
        method: str,
        path: str,
        *,
        params: Any = None,
        json: Any = None,
        files: Any = None,
        read_timeout: float | None = None,
    ) -> Any:
        """Send one request and return the parsed JSON, ``None`` for an empty answer.

        Args:
            method: HTTP method.
            path: path below the REST root, beginning with a slash.
            params: query; ``None`` values are left out, booleans written as the engine reads them.
            json: body.
            files: multipart fields, as for requests.
            read_timeout: seconds between two bytes of the answer.

        Raises:
            EngineError: no answer, a refusal, or an answer that is not JSON.
        """
        response = self.request(
            method,
            path,
            params=_query(params or {}),
            json=json,
            files=files,
            timeout=(self.timeouts.connect, read_timeout or self.timeouts.call),
        )
        return read_json(method, path, response.status_code, response.content)

    def text(self, path: str) -> str:
        """GET a plain text, empty when there is none; such endpoints refuse to send JSON."""
        # Engines write UTF-8 and do not always say so; requests would take it for ISO-8859-1.
        return self.request("GET", path, headers={"Accept": "text/plain"}).content.decode()

    def content(self, path: str) -> bytes:
        """GET a file as it is stored."""
        return self.request("GET", path, headers={"Accept": "*/*"}).content


# Any: JSON.
def read_json(method: str, path: str, status: int, content: bytes) -> Any:
    """The JSON of a successful answer, ``None`` when it is empty.

    Raises:
        EngineUnreachable: the answer is something else, such as a login page.
    """
    if not content:
        return None
    try:
        return loads(content)
    except ValueError:
        raise EngineUnreachable(
            method,
            path,
            "the answer is not JSON, perhaps a login page; check the address",
            status=status,
        ) from None


def _is_success(status: int) -> bool:
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _query(params: dict[str, object]) -> dict[str, object]:
    return {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in params.items()
        if value is not None
    }
