"""Prometheus metrics of the outbox. Labels are kinds of outcome and of cause, never data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from workers.ports import MailCause

_NO_CAUSE = "none"


class Watched(Protocol):
    """What a mail sender shows of itself."""

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""

    @property
    def session_up(self) -> bool | None:
        """Whether the mail server takes mail; ``None`` if it was not tried, or another sends."""

    def waiting(self) -> tuple[int, datetime | None]:
        """How many mails wait, and since when the oldest."""

    def now(self) -> datetime:
        """The sender's time."""


class MailMetrics:
    """Counts mails. **Thread-safe**; one sender per registry.

    Args:
        registry: where the metrics are registered.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._mails = Counter(
            "mail_outcomes",
            "What became of mails when they were handed over: sent, refused, deferred; by cause.",
            ["outcome", "cause"],
            registry=registry,
        )
        self._faults = Counter(
            "mail_session_faults",
            "Times that no mail could leave; by cause.",
            ["cause"],
            registry=registry,
        )

    def sent(self) -> None:
        """A mail was accepted."""
        self._mails.labels("sent", _NO_CAUSE).inc()

    def refused(self, cause: MailCause) -> None:
        """A mail was refused for good."""
        self._mails.labels("refused", cause.value).inc()

    def deferred(self, cause: MailCause) -> None:
        """A mail was put off for itself."""
        self._mails.labels("deferred", cause.value).inc()

    def session_fault(self, cause: MailCause) -> None:
        """No mail could leave."""
        self._faults.labels(cause.value).inc()

    def watch(self, sender: Watched) -> None:
        """Also show a sender's state and what waits."""
        self._registry.register(_Gauges(sender))


class _Gauges(Collector):
    """Read when scraped, so that they also tell of a sender that has stopped."""

    def __init__(self, sender: Watched) -> None:
        self._sender = sender

    def collect(self) -> Iterator[Metric]:
        sender = self._sender
        yield GaugeMetricFamily(
            "mail_sender_alive", "Whether the sender's thread runs.", float(sender.alive)
        )
        if sender.session_up is not None:
            yield GaugeMetricFamily(
                "mail_session_up",
                "Whether the mail server took part in the last attempt.",
                float(sender.session_up),
            )
        try:
            count, since = sender.waiting()
        except SQLAlchemyError:
            # The store's absence shows as absence, not as an empty outbox.
            return
        age = max(0.0, (sender.now() - since).total_seconds()) if since else 0.0
        yield GaugeMetricFamily("mail_waiting", "Mails that are neither sent nor refused.", count)
        yield GaugeMetricFamily(
            "mail_oldest_waiting_seconds", "Since the oldest waiting mail was queued.", age
        )
