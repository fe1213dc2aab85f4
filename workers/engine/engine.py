"""One engine with everything that can be said to it, each part behind its noun."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from workers.engine.adapter import Adapter
from workers.engine.address import EngineAddress
from workers.engine.client import ExternalTaskClient
from workers.engine.decisions import Decisions
from workers.engine.deployments import Deployments
from workers.engine.external_tasks import ExternalTasks
from workers.engine.history import History
from workers.engine.identity import Identity
from workers.engine.incidents import Incidents
from workers.engine.instances import Instances
from workers.engine.jobs import Jobs
from workers.engine.messages import Messages
from workers.engine.oauth2 import ClientCredentials
from workers.engine.session import EngineSession, Timeouts
from workers.engine.subscriptions import EventSubscriptions
from workers.engine.tasks import Tasks
from workers.engine.tls import Tls


class Engine:
    """Everything about one engine, over one shared session. **Thread-safe.**

    Args:
        address: REST root and login.
        timeouts: seconds by kind of call.
        credentials: for OAuth2 instead of the address' login.
        tls: certificates.
        connections: kept open at most; a worker needs one for each slot and a few more.
    """

    def __init__(
        self,
        address: EngineAddress,
        timeouts: Timeouts | None = None,
        *,
        credentials: ClientCredentials | None = None,
        tls: Tls | None = None,
        connections: int = 32,
    ) -> None:
        self.address = address
        self.session = EngineSession(
            address, timeouts, connections=connections, credentials=credentials, tls=tls
        )
        adapter = Adapter(self.session)
        self.worker_calls = ExternalTaskClient(self.session)
        self.deployments = Deployments(self.session)
        self.instances = Instances(adapter)
        self.messages = Messages(adapter)
        self.tasks = Tasks(adapter)
        self.jobs = Jobs(self.session)
        self.subscriptions = EventSubscriptions(self.session)
        self.external_tasks = ExternalTasks(self.session)
        self.incidents = Incidents(self.session)
        self.history = History(self.session)
        self.decisions = Decisions(adapter)
        self.identity = Identity(adapter)

    def close(self) -> None:
        """Close the connections; calls after this open new ones."""
        self.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
