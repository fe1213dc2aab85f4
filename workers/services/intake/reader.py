"""Chooses the reader for a complaint file by its suffix."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from workers.casework.timezone import in_shanghai
from workers.services.intake.form import read_form
from workers.services.intake.mail import read_mail
from workers.services.intake.message import Attachment, Intake, IntakeError
from workers.services.intake.note import read_note

_READERS: Final = {".eml": read_mail, ".json": read_form, ".txt": read_note}
_MEDIA_TYPES: Final = {
    ".eml": "message/rfc822",
    ".json": "application/json",
    ".txt": "text/plain",
}
SUFFIXES: Final = tuple(_READERS)
_FILE_LIMIT = 300 * 1024 * 1024


def read_intake(path: Path, now: datetime) -> Intake:
    """Read a complaint file.

    Args:
        path: a ``.eml`` mail, ``.json`` web form or ``.txt`` phone note.
        now: the present instant, aware; the time of receipt where the file states none.

    Raises:
        IntakeError: the file is missing, unreadable, or not a complaint.
    """
    if path.is_dir():
        raise IntakeError(path.name, "这是一个文件夹", "请逐个指定其中的 .eml、.json 或 .txt 文件")
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise IntakeError(path.name, "文件超过 300 MiB", "请客户分次提交附件")
        content = path.read_bytes()
    except FileNotFoundError:
        raise IntakeError(path.name, "文件不存在", "请检查路径") from None
    except OSError as refused:
        raise IntakeError(path.name, f"文件读不出来（{refused.strerror}）", "请检查权限") from None
    return parse_intake(content, path.name, now)


def parse_intake(content: bytes, source: str, now: datetime) -> Intake:
    """Read a complaint from memory; ``source`` is its file name, whose suffix tells the kind.

    Raises:
        IntakeError: as :func:`read_intake`.
    """
    suffix = Path(source).suffix.lower()
    if suffix not in _READERS:
        raise IntakeError(
            source, "文件类型不支持", "邮件用 .eml，网站表单用 .json，电话记录用 .txt"
        )
    if not content.strip():
        raise IntakeError(source, "文件是空的", "请重新导出后提交")
    intake = _READERS[suffix](content, source, in_shanghai(now, "now"))
    original = Attachment.of(f"来信{suffix}", _MEDIA_TYPES[suffix], content)
    return intake.model_copy(update={"original": original})
