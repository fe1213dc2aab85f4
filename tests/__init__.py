"""Tests. Containers are spoken to on the loopback address, as testcontainers reads on import."""

import os

if "DOCKER_HOST" not in os.environ:
    os.environ.setdefault("TESTCONTAINERS_CONNECTION_MODE", "docker_host")
    os.environ.setdefault("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1")
