"""Who wrote a mail, and where the answer goes (RFC 5322 §3.6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from email.utils import getaddresses
from typing import Any, NamedTuple

from workers.casework.mail.address import AddressError, MailAddress
from workers.services.intake.mail.header import decode_words, raw_fields


class Sender(NamedTuple):
    """Name as the mail states it, and a usable address; either may be missing."""

    name: str | None
    address: str | None


def sender(mail: Message[Any, Any]) -> Sender:
    """The writer. Where he asks for the answer elsewhere (``Reply-To``), that is his address.

    Of several writers the first with a usable address counts.
    """
    written = list(_mailboxes(mail, "From"))
    answers = list(_mailboxes(mail, "Reply-To"))
    for name, address in (*answers, *written, *_mailboxes(mail, "Sender")):
        if address:
            stated = name or next((named for named, _ in written if named), None)
            return Sender(stated, address)
    return Sender(next((name for name, _ in written if name), None), None)


def writers(mail: Message[Any, Any]) -> frozenset[str]:
    """Every address that the mail claims to come from, in lower case."""
    boxes = (*_mailboxes(mail, "From"), *_mailboxes(mail, "Sender"), *_mailboxes(mail, "Reply-To"))
    return frozenset(address.lower() for _name, address in boxes if address)


def _mailboxes(mail: Message[Any, Any], name: str) -> Iterator[Sender]:
    for raw in raw_fields(mail, name):
        for stated, address in _addresses(raw):
            yield Sender(_name(stated), _usable(decode_words(address)))


def _addresses(raw: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([raw], strict=False)
    except TypeError:  # Python before 3.11.10 knows the lenient way only
        return getaddresses([raw])


def _name(stated: str) -> str | None:
    name = " ".join(decode_words(stated).replace("\ufffd", "").split()).strip(" '\"")
    return name if name and "@" not in name else None


def _usable(address: str) -> str | None:
    try:
        return str(MailAddress.parse("".join(address.split()).removeprefix("mailto:")))
    except AddressError:
        return None
