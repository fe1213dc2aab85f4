"""Where an engine is and who speaks to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """The REST root of an engine, for example ``http://localhost:8080/engine-rest``.

    A trailing slash is dropped. The password never appears in a ``repr``.

    Raises:
        ValueError: the URL is not an http(s) URL, or carries a login.
    """

    url: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        # Frozen dataclasses have no other way to normalise a field.
        object.__setattr__(self, "url", self.url.strip().rstrip("/"))
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(
                "the engine's address must be an http(s) URL, such as "
                "http://localhost:8080/engine-rest"
            )
        if parts.username or parts.password:
            raise ValueError("give user and password separately, not inside the URL")

    @property
    def host(self) -> str:
        """Host and port, fit for messages."""
        return urlsplit(self.url).netloc

    @property
    def is_loopback(self) -> bool:
        """True for this machine, where no proxy must come between."""
        return urlsplit(self.url).hostname in _LOOPBACK
