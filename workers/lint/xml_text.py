"""XML files as text, whatever encoding they are in."""

from __future__ import annotations

import codecs
import re
from typing import Final

from workers.models.xml import ModelError

_DECLARED: Final = re.compile(r"""(<\?xml[^>]*?encoding\s*=\s*)(["'])([\w.-]+)\2""")
_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEAD: Final = 200


def decoded(data: bytes, source: str) -> str:
    """The text of a file, declared as UTF-8.

    Raises:
        ModelError: it is not in the encoding that it declares.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding:
        head = _DECLARED.search(data[:_HEAD].decode("latin-1"))
        encoding = head.group(3) if head else "utf-8"
    try:
        text = data.decode("utf-8-sig" if encoding.lower() == "utf-8" else encoding)
    except (LookupError, UnicodeDecodeError):
        raise ModelError(f"{source} is not in the encoding {encoding}") from None
    return _DECLARED.sub(r"\1\2UTF-8\2", text, count=1)
