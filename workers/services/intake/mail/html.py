"""Text of an HTML body, without its markup, scripts and styles."""

from __future__ import annotations

from typing import Final

from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from lxml import etree, html
from selectolax.lexbor import LexborHTMLParser

_CONFIG: Final = ParserConfig(css=CSS_PROFILES["strict"].copy())
_SILENT: Final = ["script", "style", "head", "template"]
_BEGIN, _END = "\ue000", "\ue001"
"""Private-use characters; what a body brings of them is taken out before."""


def html_to_text(markup: str) -> str:
    """The readable text; blocks become lines, cells stay apart, quotations begin with ``>``."""
    page = LexborHTMLParser(markup.replace(_BEGIN, "").replace(_END, ""))
    page.strip_tags(_SILENT)
    if page.body is None:  # frames
        return page.root.text(separator="\n") if page.root else ""
    try:
        # Browsers' parser first: lxml drops what stands behind a closed body, and much else.
        tree = html.document_fromstring(page.html or "", parser=html.HTMLParser(huge_tree=True))
        for quotation in tree.iter("blockquote"):
            _mark(quotation)
        return _quoted(Inscriptis(tree, _CONFIG).get_text())
    except (etree.LxmlError, ValueError, RecursionError):
        return page.body.text(separator="\n")


def _mark(quotation: html.HtmlElement) -> None:
    """Put the marks on lines of their own, so that no word of the customer shares one."""
    first, last = etree.Element("div"), etree.Element("div")
    first.text, last.text = _BEGIN, _END
    body, quotation.text = quotation.text, None
    first.tail = body
    quotation.insert(0, first)
    quotation.append(last)


def _quoted(text: str) -> str:
    depth, lines = 0, []
    for line in text.splitlines():
        if line.strip() == _BEGIN:
            depth += 1
        elif line.strip() == _END:
            depth -= 1
        else:
            lines.append("> " * depth + line if depth > 0 else line)
    return "\n".join(lines)
