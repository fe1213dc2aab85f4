"""The pages are tried on the engine of the worker tests."""

from tests.worker.conftest import deploy, engine, engine_server

__all__ = ["deploy", "engine", "engine_server"]
