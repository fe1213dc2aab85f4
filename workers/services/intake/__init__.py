"""Reads a complaint file into one :class:`Intake`: mail, web form or phone note.

What the words mean is left to the classifier; whether enough is known, to table D34.
"""

from workers.services.intake.message import Attachment, Intake, IntakeError
from workers.services.intake.reader import SUFFIXES, parse_intake, read_intake

__all__ = [
    "SUFFIXES",
    "Attachment",
    "Intake",
    "IntakeError",
    "parse_intake",
    "read_intake",
]
