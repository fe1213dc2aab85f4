"""Stores of both kinds for the handlers' tests."""

from tests.stores import postgres_server, store_url

__all__ = ["postgres_server", "store_url"]
