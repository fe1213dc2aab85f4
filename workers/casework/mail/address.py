"""One mail address as SMTP takes it (RFC 5321 §4.1.2, RFC 6531 §3.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Self

import idna

_LONGEST_LOCAL: Final = 64
_LONGEST_DOMAIN: Final = 255
_LONGEST: Final = 254
"""Octets; RFC 5321 §4.5.3.1: a path has 256 with its angle brackets."""

_ATEXT: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
_DOT_STRING: Final = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*")
_QUOTED: Final = re.compile(r'"(?:[ !#-\[\]-~]|\\[ -~])*"')
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LITERAL: Final = re.compile(r"\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]+)\]")


class AddressError(ValueError):
    """A text is not one mail address. The message says why and never holds the text."""


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An address whose domain is ASCII, by IDNA if need be; the local part may be UTF-8."""

    local: str
    domain: str

    def __str__(self) -> str:
        """As it goes over the wire."""
        return f"{self.local}@{self.domain}"

    @property
    def needs_smtputf8(self) -> bool:
        """Whether only a server with SMTPUTF8 can take it."""
        return not self.local.isascii()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read exactly one address, without a name; blanks around it are no part of it.

        Raises:
            AddressError: it is none, more than one, or too long.
        """
        text = text.strip(" \t")
        if not text:
            raise AddressError("the address is empty")
        # C1 controls, half characters and invisible signs are no letters of any script, and
        # U+FFFD stands for something that could not be read or kept.
        if not text.isprintable() or "\ufffd" in text:
            raise AddressError("the address holds a control character")
        local, at, domain = text.rpartition("@")
        if not at or not local or not domain:
            raise AddressError("the address needs a name and a domain around its @")
        if not (_DOT_STRING.fullmatch(local) or _QUOTED.fullmatch(local)):
            raise AddressError("the address is not exactly one")
        ascii_domain = _ascii(domain)
        if len(local.encode()) > _LONGEST_LOCAL or len(ascii_domain) > _LONGEST_DOMAIN:
            raise AddressError("the address is too long")
        if len(f"{local}@{ascii_domain}".encode()) > _LONGEST:
            raise AddressError("the address is too long")
        return cls(local, ascii_domain)


def _ascii(domain: str) -> str:
    if _LITERAL.fullmatch(domain):
        return domain
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except UnicodeError:
            raise AddressError("the domain of the address is no domain name") from None
    if not _DOMAIN.fullmatch(domain):
        raise AddressError("the domain of the address is no domain name")
    return domain
