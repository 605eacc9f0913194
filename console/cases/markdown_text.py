"""Texts of others in Markdown: they may be read, but form no structure, link or mention.

What is not a plain word is set as code, where no dialect knows structure; a backslash would stop
some dialects and show in others. In code only a backquote can end it, `<` and `|` mean something
to HTML and to tables: these three become visible escapes, as hidden characters do.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from console.cases.report import NOTHING as _NOTHING
from console.core.text import visible

_KEPT = 8192  # most texts come again and again
_STRUCTURE = re.compile(r"[`<|]")
# Blanks that a reader would not see: at the edges, and the second and further of a row.
_BLANKS = re.compile(r"^ | $|(?<= ) ")
# A letter of any alphabet, a digit, a quote or a bracket; then those and what joins or ends words.
_PLAIN = re.compile(r"""[A-Za-z0-9("'\x80-\U0010ffff][A-Za-z0-9%'"()/,.:;?!\-\x80-\U0010ffff]*""")
_ENDING = re.compile(r"""[,.:;?!)”"']+$""")
# What viewers turn into links or pictures by themselves, and a number that would begin a list.
_ACTIVE = re.compile(r":.|\.[^\W\d_]|\bGH-\d|^\d+[.)]$", re.IGNORECASE)


@lru_cache(maxsize=_KEPT)
def code(text: str) -> str:
    """`text` verbatim in a code span; a dash where it is empty."""
    if not text:
        return _NOTHING
    shown = _STRUCTURE.sub(_escape, visible(text))
    shown = "".join(_escape_char(char) if _is_odd_blank(char) else char for char in shown)
    return f"`{_BLANKS.sub(_escape, shown)}`"


@lru_cache(maxsize=_KEPT)
def prose(text: str) -> str:
    """A sentence: its words as they are, and in code spans what is more than a word."""
    words = visible(text).split()
    return " ".join(_word(word) for word in words) if words else _NOTHING


def _word(word: str) -> str:
    if _PLAIN.fullmatch(word) and not _ACTIVE.search(word):
        return word
    ending = _ENDING.search(word)
    if ending is None or ending.start() == 0:
        return code(word)
    return code(word[: ending.start()]) + ending.group()


def _escape(match: re.Match[str]) -> str:
    return _escape_char(match.group())


def _escape_char(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02x}" if number <= 0xFF else f"\\u{number:04x}"


def _is_odd_blank(char: str) -> bool:
    return char != " " and unicodedata.category(char) == "Zs"
