"""Tool tips with text from outside: Qt would take a `<` in them for mark-up."""

from __future__ import annotations

import html

from console.core.text import visible

_LIMIT = 400


def plain_tooltip(*lines: str) -> str:
    """The lines as a tool tip that shows them letter by letter."""
    shown = "<br>".join(html.escape(visible(line, _LIMIT)) for line in lines if line)
    return f"<qt>{shown}</qt>" if shown else ""


def plain_menu_text(text: str) -> str:
    """`text` for a tab, a menu or a button, where an ampersand would become a mnemonic."""
    return visible(text).replace("&", "&&")
