"""What a reply of a mail server says, and of what: this mail, or the whole session.

The one table below is asked for every reply that is not the wanted one. A mail is refused for
good only where the server has spoken of this recipient or this content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from workers.ports import MailCause, MailDeferred, MailFault, MailRefused, MailUnavailable


class Phase(Enum):
    """Where in the conversation a reply came; the value is what was said before it."""

    CONNECT = "connect"
    HELLO = "EHLO"
    TLS = "STARTTLS"
    LOGIN = "AUTH"
    SENDER = "MAIL FROM"
    RECIPIENT = "RCPT TO"
    DATA = "DATA"
    CONTENT = "the message"

    @property
    def of_a_mail(self) -> bool:
        """Whether the server had begun to hear of the mail in hand."""
        return self in _OF_A_MAIL


_OF_A_MAIL: Final = frozenset((Phase.SENDER, Phase.RECIPIENT, Phase.DATA, Phase.CONTENT))


class Says(Enum):
    """What becomes of the mail in hand."""

    SESSION = "no mail leaves now; all are tried again"
    LATER = "this mail is tried again later"
    NEVER = "this mail is refused for good"


@dataclass(frozen=True, slots=True)
class _Row:
    phases: tuple[Phase, ...]
    replies: str
    """Pattern of code and enhanced code (RFC 3463), as in ``554 5.7.1``."""
    says: Says
    cause: MailCause
    source: str


_S, _L, _N = Says.SESSION, Says.LATER, Says.NEVER
_C = MailCause
_ANY = tuple(Phase)
_SENDER = (Phase.SENDER,)
_RCPT, _DATA, _TEXT = (Phase.RECIPIENT,), (Phase.DATA,), (Phase.CONTENT,)
_MAIL = (*_RCPT, *_DATA, *_TEXT)

# The first row that fits decides.
TABLE: Final = (
    _Row(_ANY, r"421", _S, _C.SERVER, "RFC 5321 §3.8: the server is about to close"),
    _Row(_ANY, r"53[0458]", _S, _C.SERVER, "RFC 4954 §6, RFC 3207 §4: login or TLS wanted"),
    _Row(_ANY, r"521", _S, _C.SERVER, "RFC 7504 §3: this host takes no mail"),
    _Row(_ANY, r"50[023]", _S, _C.SERVER, "RFC 5321 §4.2.4: command or order not understood"),
    _Row(_SENDER, r"552 5\.3\.4", _N, _C.SIZE, "RFC 1870 §6.1: the declared size"),
    _Row(_RCPT, r"552", _L, _C.DELAYED, "RFC 5321 §4.5.3.1.10: as 452, mailbox or list full"),
    _Row(_RCPT, r"5\d\d 5\.7\.", _L, _C.POLICY, "RFC 3463 §3.8: we may not, or not yet"),
    _Row(_TEXT, r"552", _N, _C.SIZE, "RFC 5321 §4.2.3, RFC 1870 §6.3: too large"),
    _Row(_MAIL, r"4\d\d", _L, _C.DELAYED, "RFC 5321 §4.2.1: this mail, later"),
    _Row(_MAIL, r"5\d\d", _N, _C.REJECTED, "RFC 5321 §4.2.1: this mail, never"),
    # Connect (§3.1), EHLO (§4.1.4), STARTTLS, AUTH, our own sender (§3.3), and no known code.
    _Row(_ANY, r".*", _S, _C.SERVER, "RFC 5321 §3.1, §3.3: nothing about a mail was said"),
)

_ENHANCED: Final = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_MAKE: Final[dict[Says, type[MailFault]]] = {
    Says.LATER: MailDeferred,
    Says.NEVER: MailRefused,
}


def judge(phase: Phase, code: int, text: bytes) -> MailFault:
    """The fault that a reply stands for.

    Args:
        phase: where it came.
        code: three digits; -1 for what is no reply.
        text: what stood behind the code. Only an enhanced code is taken from it, for servers
            repeat addresses in their texts.
    """
    found = _ENHANCED.match(text)
    reply = f"{code} {found[1].decode()}" if found else str(code)
    row = next(each for each in TABLE if phase in each.phases and re.match(each.replies, reply))
    reason = f"mail server answered {reply} to {phase.value}"
    make = _MAKE.get(row.says)
    if make is None:
        return MailUnavailable(reason, row.cause, during_mail=phase.of_a_mail)
    return make(reason, row.cause)
