"""A queued mail as a message (RFC 5322), in seven bits so that any server can carry it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final, Self

from workers.casework.mail.address import AddressError, MailAddress
from workers.ports import Mail, MailCause, MailRefused

_LONGEST_LINE: Final = 998
"""Octets without the line's end, RFC 5322 §2.1.1."""
_NEVER_IN_A_HEADER: Final = frozenset(("Cc", "Zl", "Zp", "Cs"))
"""Unicode's controls, line and paragraph separators, and half characters."""


def breaks_a_line(text: str) -> bool:
    """Whether a header's text could end its line, or cannot be written at all."""
    return any(unicodedata.category(sign) in _NEVER_IN_A_HEADER for sign in text)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the From header, and the envelope's sender."""

    name: str
    address: MailAddress

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``name@example.com`` or ``Name <name@example.com>``.

        Raises:
            AddressError: it is not exactly one sender.
        """
        if breaks_a_line(text):
            raise AddressError("the sender holds a control character")
        name, bracket, rest = text.strip().rpartition("<")
        if not bracket:
            return cls("", MailAddress.parse(rest))
        if not rest.endswith(">"):
            raise AddressError("the sender has a < without a > at its end")
        return cls(name.strip().strip('"'), MailAddress.parse(rest.removesuffix(">")))


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is handed to a server."""

    recipient: MailAddress
    content: bytes
    needs_smtputf8: bool


def seal(mail: Mail, sender: Sender) -> Envelope:
    """Address and write a mail.

    Raises:
        MailRefused: no message can be made of it, whatever the reason.
    """
    try:
        recipient = MailAddress.parse(mail.recipient)
    except AddressError as error:
        raise MailRefused(str(error), MailCause.ADDRESS) from None
    utf8 = recipient.needs_smtputf8 or sender.address.needs_smtputf8
    try:
        content = _written(mail, sender, recipient, utf8=utf8)
    except Exception as error:  # noqa: BLE001 - the email package raises a dozen kinds
        # Its text may quote the mail.
        raise MailRefused(
            f"no message can be made of it: {type(error).__name__}", MailCause.CONTENT
        ) from None
    if any(len(line) > _LONGEST_LINE for line in content.split(b"\r\n")):
        raise MailRefused("a line of it is too long", MailCause.CONTENT)
    return Envelope(recipient, content, utf8)


def _written(mail: Mail, sender: Sender, recipient: MailAddress, *, utf8: bool) -> bytes:
    if breaks_a_line(mail.subject):
        raise ValueError("control character in a header")
    if "\0" in mail.body:
        raise ValueError("NUL in a text")
    policy = SMTP.clone(cte_type="7bit", utf8=utf8)
    message = EmailMessage(policy)
    message["Message-ID"] = mail.message_id
    message["From"] = _header(sender.address, sender.name)
    message["To"] = _header(recipient)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.date)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message.as_bytes()


def _header(address: MailAddress, name: str = "") -> Address:
    local = address.local
    if local.startswith('"'):
        # Address quotes by itself.
        local = local[1:-1].replace("\\\\", "\0").replace("\\", "").replace("\0", "\\")
    return Address(name, local, address.domain)
