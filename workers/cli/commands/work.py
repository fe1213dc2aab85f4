"""``sop work``: the external-task workers and the outbox sender."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import structlog
from prometheus_client import CollectorRegistry, ProcessCollector

from workers.casework.mail.metrics import MailMetrics
from workers.casework.mail.sender import MailSender
from workers.casework.submission_metrics import SubmissionMetrics
from workers.cli.console import Console
from workers.cli.errors import Fault
from workers.cli.interruption import interruptible
from workers.cli.log import configure_log
from workers.cli.options import data_option, engine_options, health_option
from workers.cli.settings import Settings, load_settings
from workers.cli.wiring import Application
from workers.engine import Engine, EngineError
from workers.models import ModelError
from workers.procedures import HANDLERS
from workers.runtime import Worker
from workers.runtime.handler_check import check_handlers
from workers.runtime.metrics import Metrics
from workers.runtime.model_check import check_models
from workers.runtime.probe_server import ProbeServer

_log = structlog.get_logger(__name__)


@click.command()
@data_option
@engine_options
@health_option
def command(
    *,
    data: Path | None,
    engine_url: str | None,
    engine_user: str | None,
    health_port: int | None,
) -> None:
    """Run the workers and the mail sender until Ctrl-C or SIGTERM.

    Running work is finished first; a second Ctrl-C ends at once. Several may run side by side.

    \b
    Example:
      SOP_ENGINE_PASSWORD=… sop work --engine-user sop-worker --engine-url https://host/engine-rest
    """
    settings = load_settings(
        data, engine_url=engine_url, engine_user=engine_user, health_port=health_port
    )
    configure_log(settings.log_format, settings.log_level)
    settings.folder.prepare()
    with interruptible(), Application.open(settings) as app:
        # Asked once before any thread starts: a wrong address or login ends here, in words.
        health = app.engine.identity.reach()
        Console().say(f"workers on {settings.engine_address} ({health.engine} {health.version})")
        _warn_of_misfits(app.engine)
        metrics = Metrics(CollectorRegistry())
        ProcessCollector(registry=metrics.registry)
        mail_metrics = MailMetrics(metrics.registry)
        mails = app.mail_sender(mail_metrics)
        mail_metrics.watch(mails)
        mails.start()
        worker = app.worker(metrics, SubmissionMetrics(metrics.registry))
        metrics.watch(worker.health)
        try:
            with _probes(settings, worker, mails, metrics):
                worker.run()
        finally:
            mails.stop()


def _warn_of_misfits(engine: Engine) -> None:
    """Say where deployed models and handlers do not fit; the rest can work all the same."""
    for slip in check_handlers(HANDLERS):
        _log.warning(slip.slip.value, topic=slip.topic, code=slip.code)
    try:
        findings = check_models(engine, HANDLERS)
    except (EngineError, ModelError) as error:
        _log.warning("models_not_checked", error=type(error).__name__)
        return
    for finding in findings:
        _log.warning(
            finding.misfit.value,
            process=finding.process,
            version=finding.version,
            activity=finding.activity,
            topic=finding.topic,
            code=finding.code,
            variable=finding.variable,
        )


@contextmanager
def _probes(
    settings: Settings, worker: Worker, mails: MailSender, metrics: Metrics
) -> Iterator[None]:
    """Metrics and health over HTTP, if a port is named."""
    if settings.health_port is None:
        yield
        return
    try:
        server = ProbeServer(
            worker.health,
            metrics.registry,
            settings.health_port,
            settings.health_host,
            parts={"mail sender": lambda: mails.alive},
        )
    except OSError as error:
        raise Fault(
            f"port {settings.health_port} for metrics and health cannot be used ({error.strerror})",
            "Stop what uses it, or choose another with --health-port.",
        ) from None
    with server:
        yield
