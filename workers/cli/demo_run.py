"""The data folders of demo runs: a new one for each, found again for ``--resume``."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Self

from workers.cli.data_folder import DataFolder, write_private
from workers.cli.errors import Fault, UsageFault

_NAME = re.compile(r"demo-(\d+)")
_STATE = "demo.json"


class DemoRun:
    """One run: its data folder and a note of what it plays.

    Args:
        folder: the data folder.
        examples: what is played.
        is_new: false when an earlier run goes on.
    """

    def __init__(self, folder: DataFolder, examples: Path, *, is_new: bool) -> None:
        self.folder = folder
        self.examples = examples
        self.is_new = is_new

    @classmethod
    def begin(cls, base: Path, data: Path | None, examples: Path) -> Self:
        """A new run, in ``data`` or in the next folder ``demo-<n>`` below ``base``.

        Raises:
            UsageFault: ``data`` holds something already.
            Fault: the folder cannot be made.
        """
        if data is not None:
            if data.exists() and (not data.is_dir() or any(data.iterdir())):
                raise UsageFault(
                    f"{data} is not empty",
                    "A demo begins in a folder of its own; add --resume to go on with that one.",
                )
            folder = DataFolder(data)
        else:
            _forget(base)
            folder = DataFolder(_next(base))
        folder.prepare()
        run = cls(folder, examples.absolute(), is_new=True)
        run._note(finished=False, keep=True)
        return run

    @classmethod
    def resume(cls, base: Path, data: Path | None) -> Self:
        """The unfinished run in ``data``, or the newest one below ``base``.

        Raises:
            UsageFault: there is none.
        """
        roots = [data] if data is not None else sorted(_runs(base), key=_number, reverse=True)
        for root in roots:
            folder = DataFolder(root)
            state = _state(folder)
            if state is not None and not state.get("finished") and not folder.is_locked():
                return cls(folder, Path(str(state["examples"])), is_new=False)
        raise UsageFault(
            f"there is no unfinished demo in {data or base}", "Begin one with `sop demo`."
        )

    def finish(self, *, keep: bool) -> None:
        """The run is over; unless it is to be kept, the next one removes its folder."""
        self._note(finished=True, keep=keep)

    def discard(self) -> None:
        """Nothing has happened in it yet: remove it without a word."""
        shutil.rmtree(self.folder.root, ignore_errors=True)

    def _note(self, *, finished: bool, keep: bool) -> None:
        state = {"examples": str(self.examples), "finished": finished, "keep": keep}
        write_private(self.folder.root / _STATE, json.dumps(state, ensure_ascii=False))


def _forget(base: Path) -> None:
    """Remove earlier runs that ended well and were not to be kept."""
    for root in _runs(base):
        folder = DataFolder(root)
        state = _state(folder)
        over = state is not None and state.get("finished") and not state.get("keep", True)
        if over and not folder.is_locked():
            shutil.rmtree(root, ignore_errors=True)


def _next(base: Path) -> Path:
    number = max((_number(root) for root in _runs(base)), default=0) + 1
    try:
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        while True:
            root = base / f"demo-{number}"
            try:
                root.mkdir(mode=0o700)
            except FileExistsError:
                number += 1  # another run was faster
            else:
                return root
    except OSError as error:
        raise Fault(
            f"the data folder {base} cannot be written ({error.strerror})",
            "Free or choose another place with --data or SOP_DATA_DIR.",
        ) from None


def _runs(base: Path) -> list[Path]:
    if not base.is_dir():
        return []
    return [each for each in base.iterdir() if _NAME.fullmatch(each.name)]


def _number(root: Path) -> int:
    found = _NAME.fullmatch(root.name)
    return int(found[1]) if found else 0


# object: JSON that we wrote ourselves.
def _state(folder: DataFolder) -> dict[str, object] | None:
    try:
        state = json.loads((folder.root / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) and "examples" in state else None
