"""``sop work``: the external-task workers and the outbox sender."""

from __future__ import annotations

from pathlib import Path

import click

from workers.cli.console import Console
from workers.cli.interruption import interruptible
from workers.cli.log import configure_log
from workers.cli.options import data_option, engine_options
from workers.cli.settings import load_settings
from workers.cli.wiring import Application


@click.command()
@data_option
@engine_options
def command(*, data: Path | None, engine_url: str | None, engine_user: str | None) -> None:
    """Run the workers and the mail sender until Ctrl-C or SIGTERM.

    Running work is finished first; a second Ctrl-C ends at once. Several may run side by side.

    \b
    Example:
      SOP_ENGINE_PASSWORD=… sop work --engine-user sop-worker --engine-url https://host/engine-rest
    """
    settings = load_settings(data, engine_url=engine_url, engine_user=engine_user)
    configure_log(settings.log_format, settings.log_level)
    settings.folder.prepare()
    with interruptible(), Application.open(settings) as app:
        # Asked once before any thread starts: a wrong address or login ends here, in words.
        health = app.engine.identity.reach()
        Console().say(f"workers on {settings.engine_address} ({health.engine} {health.version})")
        mails = app.mail_sender()
        mails.start()
        try:
            app.worker().run()
        finally:
            mails.stop()
