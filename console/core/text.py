"""Texts from outside, made safe to show: hidden characters become visible escapes."""

from __future__ import annotations

import re

# Controls, zero-width and direction marks, line separators, tags, surrogates, noncharacters, and
# the marks that only steer how notes, shorthand and hieroglyphs are set.
_HIDDEN_CHARACTERS = (
    "\u0000-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_HIDDEN = re.compile(f"[{_HIDDEN_CHARACTERS}]")
_HIDDEN_OR_BLANK = re.compile(rf"[\s{_HIDDEN_CHARACTERS}]+")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
ELLIPSIS = "…"


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def visible(text: str, limit: int | None = None) -> str:
    """`text` on one line, hidden characters escaped, cut to `limit` characters."""
    if limit is not None and len(text) > limit:
        text = text[: max(0, limit - 1)] + ELLIPSIS
    return _HIDDEN.sub(_escape, text)


def whole(text: str, limit: int) -> str:
    """`text` as `visible` shows it, or only how long it is where it is longer than `limit`.

    For texts that are searched for secrets afterwards: a cut one may end within a secret, and its
    first part would not be known again.
    """
    return visible(text) if len(text) <= limit else f"‹{len(text)} characters›"


def without_hidden(text: str) -> str:
    """`text` without blanks, line ends and hidden characters, to compare what can be read."""
    return _HIDDEN_OR_BLANK.sub("", text)


def visible_lines(text: str) -> str:
    """As `visible`, for our own multi-line texts: line feeds stay, the rest is escaped."""
    return "\n".join(visible(line) for line in text.split("\n"))
