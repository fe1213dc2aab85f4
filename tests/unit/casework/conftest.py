"""Stores of both kinds for the tests of what every case has."""

from tests.stores import postgres_server, store, store_url

__all__ = ["postgres_server", "store", "store_url"]
