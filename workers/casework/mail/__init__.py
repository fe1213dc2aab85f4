"""Mails of cases: written, sent, refused, sent again; and what a server said to it."""
