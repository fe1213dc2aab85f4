"""Reads the body of an answer within a deadline, which requests has none for."""

from __future__ import annotations

import time
from collections.abc import Iterator

import requests
import urllib3

_CHUNK = 65_536


class TooSlow(requests.Timeout):
    """Bytes kept coming, but not the whole."""


def read_body(response: requests.Response, seconds: float) -> None:
    """Read the body of a streamed response, as requests would have done without streaming.

    A read time-out counts between two bytes, so an answer that drips would take for ever.

    Raises:
        requests.RequestException: the body is cut off, cannot be decoded, or takes too long.
    """
    try:
        body = b"".join(_chunks(response, time.monotonic() + seconds))
    except (urllib3.exceptions.HTTPError, OSError) as error:
        # OSError is the root of requests' own errors too, TooSlow among them.
        response.close()
        if isinstance(error, requests.RequestException):
            raise
        raise requests.ConnectionError(error) from error
    # Where requests itself puts it; there is no public way.
    response._content = body
    response._content_consumed = True  # type: ignore[attr-defined]  # unknown to the stubs


def _chunks(response: requests.Response, end: float) -> Iterator[bytes]:
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        yield chunk
        if time.monotonic() > end:
            raise TooSlow
