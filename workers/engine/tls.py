"""Certificates of a connection: whom we trust, and who we are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tls:
    """Certificates as PEM files.

    Args:
        ca: whom to trust instead of the public authorities.
        certificate: our own, for mutual TLS; may hold the key too.
        key: its key, without a passphrase.

    Raises:
        ValueError: a key without certificate, or a file that is not there.
    """

    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        if self.key and not self.certificate:
            raise ValueError("a key needs its certificate")
        for path in (self.ca, self.certificate, self.key):
            if path is not None and not path.is_file():
                raise ValueError(f"there is no file {path}")

    @property
    def verify(self) -> bool | str:
        """As requests takes it."""
        return str(self.ca) if self.ca else True

    @property
    def cert(self) -> str | tuple[str, str] | None:
        """As requests takes it."""
        if self.certificate and self.key:
            return str(self.certificate), str(self.key)
        return str(self.certificate) if self.certificate else None
