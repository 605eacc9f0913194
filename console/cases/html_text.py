"""Texts in HTML: no text of others forms an element, an attribute or a reference."""

from __future__ import annotations

import html
from functools import lru_cache

from console.cases.report import Kind, Line
from console.core.text import visible

_KEPT = 8192  # most texts come again and again
# Isolated, since a name in another script would turn the words beside it.
_AROUND = {
    Kind.OURS: ("", ""),
    Kind.STRONG: ("<strong>", "</strong>"),
    Kind.CODE: ("<code><bdi>", "</bdi></code>"),
    Kind.PROSE: ("<bdi>", "</bdi>"),
}


@lru_cache(maxsize=_KEPT)
def escaped(text: str) -> str:
    """For a place between tags or in a quoted attribute."""
    return html.escape(visible(text), quote=True)


def line(spans: Line) -> str:
    """The spans as HTML."""
    parts = []
    for kind, text in spans:
        before, after = _AROUND[kind]
        parts.append(f"{before}{escaped(text)}{after}")
    return "".join(parts)
