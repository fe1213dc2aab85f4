"""The one place that lends our session to pycamunda's request models.

pycamunda words the requests; time-outs, errors and the reading of answers stay ours, since
its calls have no time-out, lose the status and stumble over fields that are not there.
"""

from __future__ import annotations

from typing import Any

from pycamunda.base import CamundaRequest, RequestMethod

from workers.engine.session import EngineSession, read_json


class Adapter:
    """Sends pycamunda requests through an :class:`EngineSession`. Thread-safe as that is."""

    def __init__(self, session: EngineSession) -> None:
        self.session = session
        self.url = session.address.url

    # Any: pycamunda ships no types, and JSON is validated by the caller's records.
    def post(self, request: Any) -> Any:
        """POST a request and return the parsed JSON, ``None`` for an empty answer."""
        return self._send(request, RequestMethod.POST)

    def delete(self, request: Any) -> None:
        """DELETE a request."""
        self._send(request, RequestMethod.DELETE)

    def put(self, request: Any) -> Any:
        """PUT a request and return the parsed JSON, ``None`` for an empty answer."""
        return self._send(request, RequestMethod.PUT)

    def _send(self, request: Any, method: Any) -> Any:
        request.session = self.session
        # The base class' call, not the request's own: that one parses, strictly, what came.
        response = CamundaRequest.__call__(request, method)
        path = str(request.url).removeprefix(self.url)
        return read_json(method.value, path, response.status_code, response.content)
