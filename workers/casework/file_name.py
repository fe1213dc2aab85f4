"""A file name from anybody, as a name that every file system takes."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from pathvalidate import Platform, sanitize_filename

_LONGEST: Final = 200
"""Bytes in UTF-8. File systems take 255; a number before and ``.part`` behind need room."""
_LONGEST_SUFFIX: Final = 20
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Among them the marks that turn ``gpj.exe`` round for the eye."""


def safe_file_name(stated: str) -> str:
    """The last part of the stated name without what a file system or an eye stumbles over.

    The suffix survives the shortening. Empty if nothing is left.
    """
    last = _INVISIBLE.sub("", stated).replace("\\", "/").rstrip("/ ").rsplit("/", 1)[-1]
    return sanitize_filename(
        _shortened(" ".join(last.split())), replacement_text="_", platform=Platform.UNIVERSAL
    ).strip(" .")


def _shortened(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > _LONGEST_SUFFIX:
        suffix = ""
    stem = name.removesuffix(suffix).encode()[: _LONGEST - len(suffix.encode())]
    return stem.decode("utf-8", "ignore").rstrip() + suffix
