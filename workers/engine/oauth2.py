"""OAuth2 client credentials: the life of one token, and nothing else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

import requests
from requests.auth import AuthBase

from workers.engine.errors import ClientRefused, EngineUnreachable

_EARLY = 30.0
"""Seconds before its end that a token is renewed, so that none ends on its way."""
_NO_LIFETIME = 60.0
"""Assumed where the server does not say how long a token lasts."""
_REFUSED = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_PATH = "(token endpoint)"
_BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """A client that the authorization server knows. The secret never appears in a ``repr``.

    Args:
        token_url: the server's token endpoint.
        client_id: who we are.
        client_secret: how we prove it.
        scope: space-separated scopes, where the server wants them.
        audience: for servers that issue tokens for named services.
        timeout: seconds to wait for the server.
    """

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str | None = None
    audience: str | None = None
    timeout: float = 10.0


class TokenSource:
    """Keeps one token, and gets another shortly before it ends. **Thread-safe.**

    Threads that ask while one of them fetches a token wait for that one.
    """

    def __init__(
        self,
        credentials: ClientCredentials,
        *,
        verify: bool | str = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._credentials = credentials
        self._verify = verify
        self._clock = clock
        self._guard = threading.Lock()
        self._token: str | None = None
        self._renew_at = 0.0

    def token(self) -> str:
        """A token that lasts for a while.

        Raises:
            ClientRefused: the server refuses the client.
            EngineUnreachable: the server does not answer as such servers do.
        """
        with self._guard:
            if self._token is None or self._clock() >= self._renew_at:
                self._token = None
                asked = self._clock()
                self._token, lifetime = self._fetch()
                # A token that lasts less than the head start is used for half its life.
                self._renew_at = asked + max(lifetime - _EARLY, lifetime / 2)
            return self._token

    def refused(self, token: str) -> None:
        """The engine does not accept this token: forget it, unless another has come since."""
        with self._guard:
            if self._token == token:
                self._token = None

    def _fetch(self) -> tuple[str, float]:
        known = self._credentials
        form = {
            "grant_type": "client_credentials",
            "scope": known.scope,
            "audience": known.audience,
        }
        try:
            answer = requests.post(
                known.token_url,
                data={name: value for name, value in form.items() if value},
                auth=(known.client_id, known.client_secret),
                headers={"Accept": "application/json"},
                timeout=known.timeout,
                verify=self._verify,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise EngineUnreachable(
                "POST", _PATH, f"no answer from the token server ({type(error).__name__})"
            ) from None
        if answer.status_code in _REFUSED:
            raise ClientRefused(
                "POST", _PATH, "the token server refuses the client", status=answer.status_code
            )
        return _read(answer)


class BearerAuth(AuthBase):
    """Puts the source's token on each request."""

    def __init__(self, source: TokenSource) -> None:
        self._source = source

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Called by requests before sending."""
        request.headers["Authorization"] = self.header()
        return request

    def header(self) -> str:
        """``Authorization`` of a request that is sent now.

        Raises:
            EngineError: there is no token to be had.
        """
        return f"{_BEARER}{self._source.token()}"

    def refused(self, header: str) -> None:
        """The engine has answered 401 to this header."""
        self._source.refused(header.removeprefix(_BEARER))


def _read(answer: requests.Response) -> tuple[str, float]:
    try:
        said = answer.json()
        token, lifetime = said["access_token"], float(said.get("expires_in") or _NO_LIFETIME)
    except (ValueError, KeyError, TypeError):
        raise EngineUnreachable(
            "POST", _PATH, "the answer holds no token; check its URL", status=answer.status_code
        ) from None
    if answer.status_code != HTTPStatus.OK or not isinstance(token, str) or not token:
        raise EngineUnreachable(
            "POST", _PATH, "the answer holds no token; check its URL", status=answer.status_code
        )
    return token, lifetime
