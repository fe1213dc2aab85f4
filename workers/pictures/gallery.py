"""The pictures of a project: which there should be, which are old, and how they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Final

from workers.pictures import portrait
from workers.pictures.stamp import stamp_in, stamp_of, stamp_png, stamp_svg
from workers.pictures.studio import Picture, Studio

ENDINGS: Final = ("svg", "png")
_INDEX: Final = "README.md"


class Kind(Enum):
    """What is drawn; the value is the folder and the heading."""

    MODEL = ("", "流程")
    TABLE = ("tables", "决策表")
    FORM = ("forms", "表单")


@dataclass(frozen=True, slots=True)
class Subject:
    """A file that has a picture."""

    kind: Kind
    path: PurePosixPath
    """Relative to the project."""
    title: str
    content: bytes
    endings: tuple[str, ...] = ENDINGS
    """Kinds of files to keep of it."""

    def file(self, ending: str) -> Path:
        """Where its picture lies in the gallery."""
        folder, _ = self.kind.value
        return Path(folder) / f"{self.path.stem}.{ending}"

    def draw(self, studio: Studio) -> Picture:
        """Its picture, with the stamp of its content."""
        text = self.content.decode("utf-8")
        draw: dict[Kind, Callable[[], Picture]] = {
            Kind.MODEL: lambda: portrait.diagram(studio, text),
            Kind.TABLE: lambda: portrait.tables(studio, text),
            Kind.FORM: lambda: portrait.form(studio, text),
        }
        made = draw[self.kind]()
        stamp = stamp_of(self.content)
        return Picture(stamp_svg(made.svg, stamp), stamp_png(made.png, stamp))


def old(folder: Path, subjects: Iterable[Subject]) -> Iterator[tuple[Path, str]]:
    """Pictures that are not of what they should show, each with what is wrong."""
    wanted: dict[Path, str] = {}
    subjects = list(subjects)
    for subject in subjects:
        for ending in subject.endings:
            wanted[subject.file(ending)] = stamp_of(subject.content)
    for file, stamp in sorted(wanted.items()):
        place = folder / file
        if not place.is_file():
            yield file, "is missing"
        elif stamp_in(place.read_bytes()) != stamp:
            yield file, "is older than its source"
    for file in _there(folder):
        if file not in wanted and stamp_in((folder / file).read_bytes()) is not None:
            yield file, "is of a file that there is no longer"
    index = folder / _INDEX
    if not index.is_file() or index.read_text(encoding="utf-8") != index_page(subjects):
        yield Path(_INDEX), "lists other pictures"


def hang(folder: Path, subject: Subject, picture: Picture) -> list[Path]:
    """Write the files of one picture."""
    written = []
    for ending in subject.endings:
        place = folder / subject.file(ending)
        place.parent.mkdir(parents=True, exist_ok=True)
        if ending == "svg":
            place.write_text(picture.svg, encoding="utf-8")
        else:
            place.write_bytes(picture.png)
        written.append(place)
    return written


def tidy(folder: Path, subjects: Iterable[Subject]) -> None:
    """Take away pictures of what is gone, and write the list."""
    subjects = list(subjects)
    wanted = {each.file(ending) for each in subjects for ending in each.endings}
    for file in list(_there(folder)):
        if file not in wanted and stamp_in((folder / file).read_bytes()) is not None:
            (folder / file).unlink()
    (folder / _INDEX).write_text(index_page(subjects), encoding="utf-8")


def index_page(subjects: Iterable[Subject]) -> str:
    """The list of all pictures, in Chinese as its readers are."""
    parts = ["# 图\n", "由 `sop render` 从模型、决策表和表单画出，请勿手改。"]
    subjects = list(subjects)
    for kind in Kind:
        of_kind = [each for each in subjects if each.kind is kind]
        if not of_kind:
            continue
        parts += [f"\n## {kind.value[1]}\n", "| 名称 | 来自 | 图 |", "|---|---|---|"]
        for each in of_kind:
            links = " · ".join(f"[{end}]({each.file(end).as_posix()})" for end in each.endings)
            parts.append(f"| {each.title} | `{each.path}` | {links} |")
    return "\n".join(parts) + "\n"


def _there(folder: Path) -> Iterator[Path]:
    for ending in ENDINGS:
        for file in sorted(folder.rglob(f"*.{ending}")):
            yield file.relative_to(folder)
