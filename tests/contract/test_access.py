"""Both engines are built alike: REST behind a login, health without, nothing to set up."""

from __future__ import annotations

import pytest
import requests

from tests.contract.conftest import REAL
from tests.contract.rigs import Rig
from workers.cli.logins import ADMIN

pytestmark = pytest.mark.parametrize("rig", REAL, indirect=True)

VERSIONS = {"camunda": "7.24.0", "operaton": "1.0.3"}


def answer(rig: Rig, method: str, path: str, **login: tuple[str, str]) -> int:
    """The status of a plain call, without our client."""
    root = rig.engine.address.url.removesuffix("/engine-rest")
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, root + path, timeout=20, **login).status_code


def flavour(rig: Rig) -> str:
    version = rig.engine.session.call("GET", "/version")["version"]
    return next(name for name, expected in VERSIONS.items() if version == expected)


@pytest.mark.parametrize(
    "path", ["/engine", "/version", "/external-task", "/engine/default/external-task"]
)
def test_every_part_of_rest_asks_for_a_login(rig: Rig, path: str) -> None:
    assert answer(rig, "GET", f"/engine-rest{path}") == 401
    assert answer(rig, "GET", f"/engine-rest{path}", auth=("nobody", "wrong")) == 401


def test_health_does_not(rig: Rig) -> None:
    assert answer(rig, "GET", "/actuator/health") == 200


def test_nobody_can_make_himself_administrator(rig: Rig) -> None:
    path = f"/{flavour(rig)}/api/admin/setup/default/user/create"
    assert answer(rig, "POST", path) == 403


def test_the_administrator_is_in_the_group_of_that_engine(rig: Rig) -> None:
    groups = rig.engine.session.call("GET", "/group", params={"member": ADMIN})
    assert [group["id"] for group in groups] == [f"{flavour(rig)}-admin"]
