"""Text of an HTML body, without its markup, scripts, styles and quoted messages."""

from __future__ import annotations

from html.parser import HTMLParser

_SILENT = {"script", "style", "head", "title", "blockquote"}
_BREAKS = {"br", "p", "div", "tr", "li", "table", "h1", "h2", "h3", "hr"}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(" ".join(data.split()) if data.strip() else "")


def html_to_text(html: str) -> str:
    """The readable text; blocks become lines."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)
