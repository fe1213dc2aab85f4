"""Mail over SMTP: one conversation per mail, each reply judged by its place in it."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from workers.casework.mail.message import Envelope, Sender, seal
from workers.casework.mail.smtp_replies import Phase, judge
from workers.ports import Mail, MailCause, MailRefused, MailUnavailable

_READY, _OK, _FORWARDED, _UNVERIFIED, _GO_ON = 220, 250, 251, 252, 354
_NO_EHLO = (500, 502)


class SmtpTransport:
    """Plain SMTP, one connection per mail.

    Args:
        host: server name or address.
        port: TCP port.
        sender: the From address, with or without a name.
        timeout: seconds for each network step.

    Raises:
        AddressError: the sender is not exactly one address.
    """

    def __init__(self, host: str, port: int, sender: str, timeout: float = 15.0) -> None:
        self._host, self._port, self._timeout = host, port, timeout
        self._sender = Sender.parse(sender)

    def send(self, mail: Mail, accepted: Callable[[], None]) -> None:
        """Deliver one mail; see :class:`workers.ports.MailTransport`."""
        envelope = seal(mail, self._sender)
        with ExitStack() as conversation:
            server = self._greeted(conversation)
            self._handed_over(server, envelope)
            accepted()
            # The mail is the server's by now: how the farewell goes says nothing about it.
            with suppress(Exception):
                server.quit()

    def _greeted(self, conversation: ExitStack) -> smtplib.SMTP:
        with _as_session_fault(Phase.CONNECT):
            server = smtplib.SMTP(timeout=self._timeout)
            conversation.callback(_hang_up, server)
            _expect(Phase.CONNECT, server.connect(self._host, self._port), _READY)
        with _as_session_fault(Phase.HELLO):
            reply = server.ehlo()
            if reply[0] in _NO_EHLO:
                reply = server.helo()
            _expect(Phase.HELLO, reply, _OK)
        return server

    def _handed_over(self, server: smtplib.SMTP, envelope: Envelope) -> None:
        options = self._options(server, envelope)
        with _as_session_fault(Phase.SENDER):
            _expect(Phase.SENDER, server.mail(str(self._sender.address), options), _OK)
        with _as_session_fault(Phase.RECIPIENT):
            # Not rcpt(): it would parse the address once more, by other rules.
            reply = server.docmd("RCPT", f"TO:<{envelope.recipient}>")
            _expect(Phase.RECIPIENT, reply, _OK, _FORWARDED, _UNVERIFIED)
        with _as_session_fault(Phase.DATA):
            try:
                reply = server.data(envelope.content)
            except smtplib.SMTPDataError as error:  # raised for the reply to DATA only
                raise judge(Phase.DATA, error.smtp_code, _bytes(error.smtp_error)) from None
            _expect(Phase.CONTENT, reply, _OK)

    def _options(self, server: smtplib.SMTP, envelope: Envelope) -> list[str]:
        options = []
        if envelope.needs_smtputf8:
            if not (server.has_extn("smtputf8") and server.has_extn("8bitmime")):
                raise self._without_smtputf8()
            # RFC 6531 §3.6: the headers have eight bits, so the server must be told.
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        if server.has_extn("size"):
            most = server.esmtp_features["size"].strip()
            if most.isdecimal() and 0 < int(most) < len(envelope.content):
                raise MailRefused("it is larger than the server takes", MailCause.SIZE)
            options.append(f"SIZE={len(envelope.content)}")
        return options

    def _without_smtputf8(self) -> Exception:
        if self._sender.address.needs_smtputf8:
            return MailUnavailable("our own sender address needs SMTPUTF8", MailCause.SERVER)
        return MailRefused("the address needs SMTPUTF8", MailCause.NEEDS_SMTPUTF8)


def _expect(phase: Phase, reply: tuple[int, bytes], *wanted: int) -> None:
    code, text = reply
    if code not in wanted:
        raise judge(phase, code, text)


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@contextmanager
def _as_session_fault(phase: Phase) -> Iterator[None]:
    """A connection that fails, ends or falls silent says nothing about a mail."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise judge(phase, error.smtp_code, _bytes(error.smtp_error)) from None
    # UnicodeError: a host name that cannot be looked up.
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        cause = MailCause.UNREACHABLE if phase is Phase.CONNECT else MailCause.BROKEN
        raise MailUnavailable(
            f"mail server: {type(error).__name__} at {phase.value}",
            cause,
            during_mail=phase.of_a_mail,
        ) from error


def _hang_up(server: smtplib.SMTP) -> None:
    with suppress(Exception):
        server.close()
