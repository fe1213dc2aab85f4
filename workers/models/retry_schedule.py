"""How a model writes down when a failed attempt is made again."""

from __future__ import annotations

from typing import Final

PATTERN: Final = r"^R[1-9]\d?/P(?=\d|T\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$"
"""Attempts and the wait between them, in a form that Python and JavaScript read alike."""
USUAL: Final = "R3/PT5M"
"""Three attempts in all, five minutes apart."""
