"""What a command says: data to standard output, talk to standard error.

Colour only on a terminal and without NO_COLOR; no prompt without a terminal.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Final

import click

from workers.cli.errors import UsageFault

_SLOW: Final = 2.0
"""Seconds between two progress lines where there is no terminal."""


class Console:
    """One command's voice. Used from the main thread only."""

    def __init__(self) -> None:
        self._on_terminal = sys.stderr.isatty()
        self._colour = self._on_terminal and not os.environ.get("NO_COLOR")
        self._line = ""
        self._last_said = 0.0
        self._began = time.monotonic()

    def say(self, text: str) -> None:
        """Talk."""
        self._end_line()
        click.echo(text, err=True, color=self._colour)

    def title(self, text: str) -> None:
        """Talk, with weight."""
        self.say(click.style(text, bold=True) if self._colour else text)

    def warn(self, text: str) -> None:
        """Talk about something that may go wrong."""
        self.say(click.style(f"! {text}", fg="yellow") if self._colour else f"! {text}")

    def progress(self, text: str) -> None:
        """A line that the next one replaces; without a terminal now and then a line of its own."""
        if text == self._line:
            return
        seconds = time.monotonic() - self._began
        if self._on_terminal:
            click.echo(f"\r\x1b[K{seconds:4.0f} s  {text}", err=True, nl=False, color=True)
            self._line = text
        elif time.monotonic() - self._last_said > _SLOW:
            click.echo(f"{seconds:4.0f} s  {text}", err=True)
            self._last_said = time.monotonic()
            self._line = text

    def data(self, text: str) -> None:
        """Data, for people."""
        self._end_line()
        click.echo(text)

    # object: anything that JSON can carry.
    def json(self, value: object) -> None:
        """Data, for programs."""
        self._end_line()
        click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))

    def confirm(self, question: str, *, flag: str) -> bool:
        """Ask yes or no.

        Raises:
            UsageFault: nobody is there to answer; ``flag`` answers instead.
        """
        if not sys.stdin.isatty():
            raise UsageFault(f"{question} Nobody is there to answer", f"Say it with {flag}.")
        self._end_line()
        return click.confirm(question, err=True)

    def _end_line(self) -> None:
        if self._line and self._on_terminal:
            click.echo(err=True)
        self._line = ""
