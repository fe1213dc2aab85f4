"""Stores of both kinds for the tests of what every case has."""

from tests.stores import postgres_server, store, store_url
from tests.unit.services.conftest import new_case, now

__all__ = ["new_case", "now", "postgres_server", "store", "store_url"]
