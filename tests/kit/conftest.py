"""The kit on a foreign model: an order process that has nothing to do with complaints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from workers.testing import Project, Scenario, Scenarios

MODELS = Path(__file__).parent / "models"
TOPICS = ("stock.reserve", "stock.release", "warehouse.remind", "order.report", "carrier.hand-over")


@pytest.fixture(scope="session")
def scenario_project() -> Project:
    return Project(
        deployments={"orders": sorted(MODELS.iterdir())},
        staff={"warehouse": ["anna", "ben"], "sales": ["carla"]},
    )


@pytest.fixture
def order(scenarios: Scenarios) -> Callable[..., Scenario]:
    """Starts an order."""
    return orders(scenarios)


def orders(scenarios: Scenarios) -> Callable[..., Scenario]:
    """Starts orders whose topics are answered by mocks."""

    def begin(**variables: object) -> Scenario:
        scenario = scenarios.new()
        for topic in TOPICS:
            scenario.mock(topic)
        delivery = scenario.now.replace(hour=8).isoformat()
        given = {"express": False, "deliveryAt": delivery, **variables}
        return scenario.start("order-handling", f"order-{uuid4().hex[:12]}", **given)

    return begin
