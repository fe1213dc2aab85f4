"""Mails: RFC 822 files as mail programs write them, the careless ones too."""

from workers.services.intake.mail.reading import read_mail

__all__ = ["read_mail"]
