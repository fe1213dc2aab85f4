"""The same few verbs for a real engine and for the fake: begin an instance, let time pass.

Everything else that the tests do is REST, through the one client.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from workers.engine import Engine, encode_all
from workers.testing import FakeEngine

MODEL = Path(__file__).parent / "models" / "contract.bpmn"
KEY = "contract"
VERSION_TAG = "V7"
TENANT = "branch"
PROPERTIES = {"retries": "R3/PT5M"}
CAUGHT = "CAUGHT"
STUCK = "Unknown property used in expression: ${nobodyHasSetThis}. "


class Rig(ABC):
    """An engine under test."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @abstractmethod
    def begin(
        self,
        topic: str,
        variables: Mapping[str, object] | None = None,
        *,
        business_key: str | None = None,
        priority: int = 0,
        tenant: str | None = None,
        stuck_after: bool = False,
    ) -> str:
        """Begin an instance whose one external task has this topic; the instance's id."""

    @abstractmethod
    def pass_time(self, span: timedelta) -> None:
        """Let the engine's clock run on."""


class FakeRig(Rig):
    """The fake, told what the model of this folder says."""

    def __init__(self, fake: FakeEngine) -> None:
        super().__init__(fake.connect())
        self._fake = fake

    def begin(
        self,
        topic: str,
        variables: Mapping[str, object] | None = None,
        *,
        business_key: str | None = None,
        priority: int = 0,
        tenant: str | None = None,
        stuck_after: bool = False,
    ) -> str:
        task = self._fake.add_task(
            topic,
            variables,
            business_key=business_key,
            priority=priority,
            definition_key=KEY,
            version_tag=VERSION_TAG,
            tenant_id=tenant,
            extension_properties=PROPERTIES,
            catches={CAUGHT},
            stuck_after=f"{STUCK}Cause: the test says so" if stuck_after else None,
        )
        return task.instance.id

    def pass_time(self, span: timedelta) -> None:
        self._fake.advance(span)


class EngineRig(Rig):
    """A real engine with the model of this folder, once without tenant and once with."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        engine.deployments.deploy(KEY, "contract suite", [MODEL])
        engine.session.call(
            "POST",
            "/deployment/create",
            files=[
                ("deployment-name", (None, f"{KEY} of {TENANT}")),
                ("tenant-id", (None, TENANT)),
                (MODEL.name, (MODEL.name, MODEL.read_bytes())),
            ],
        )

    def begin(
        self,
        topic: str,
        variables: Mapping[str, object] | None = None,
        *,
        business_key: str | None = None,
        priority: int = 0,
        tenant: str | None = None,
        stuck_after: bool = False,
    ) -> str:
        own = {"topic": topic, "priority": priority, "broken": stuck_after}
        of_tenant = f"/tenant-id/{tenant}" if tenant else ""
        # Any: JSON.
        started: Any = self.engine.session.call(
            "POST",
            f"/process-definition/key/{KEY}{of_tenant}/start",
            json={
                "businessKey": business_key,
                "variables": encode_all({**own, **(variables or {})}),
            },
        )
        return str(started["id"])

    def pass_time(self, span: timedelta) -> None:
        time.sleep(span.total_seconds())
