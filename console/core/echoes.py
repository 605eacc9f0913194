"""Finds values that a text of others repeats: as they are, coded in some way, or in part."""

from __future__ import annotations

import base64
import html
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from urllib.parse import quote, quote_plus, unquote

from console.core.text import visible, without_hidden

LIMIT = 64 * 1024  # characters of a text that are looked at
_WITHIN_WORDS = 6  # a shorter value ("123", a word) would be found inside other words
_PART = 12  # so many characters in a row give a long value away
_LONG = 24
_GRAM, _STRIDE = 8, 5  # each part of 12 holds one of the pieces of 8 that begin at every fifth
_GROWTH = 4  # "ﷺ" is folded into eighteen characters
_CODED_LIMIT = 512  # a longer value (a token, a session) has a secret's shape once it is coded
_ID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_ROUNDS = 3  # a text within a text within a text

_CODED = re.compile(
    r"(?:%[0-9A-Fa-f]{2})+|(?:\\x[0-9A-Fa-f]{2})+|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
    r"|\\[^0-9A-Za-z]|\\[nrt]|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});|\"\""
)


class Echoes:
    """The values to look for. A text is decoded to meet them, and they are coded to meet it.

    With `parts` twelve characters in a row of a long value count as the value.
    """

    def __init__(self, *, parts: bool = True) -> None:
        self._parts = parts
        self._values: dict[str, _Value] = {}
        self._grams: frozenset[str] | None = None  # of all long values together

    def add(self, value: str) -> None:
        """From now on `value` is looked for; an empty one is not."""
        if value:
            self._values.setdefault(value, _Value(value, parts=self._parts))
            self._grams = None

    def repeats(self, text: str) -> bool:
        """Whether `text` holds one of the values."""
        if not self._values or not text:
            return False
        if _ID.fullmatch(text):  # of every reply: nothing else fits its form, coded or in part
            return any(value.is_or_holds(text.lower()) for value in self._values.values())
        return any(self._in_reading(reading) for reading in readings(text[:LIMIT]))

    def _in_reading(self, reading: str) -> bool:
        same = folded(reading)
        if len(same) > _GROWTH * len(reading) + _GROWTH * _LONG:
            return True  # no text that is meant to be read is made of such characters
        bare = without_hidden(same)
        starts = self._starts_of_parts(bare)
        return any(value.stands_in(same, bare, starts) for value in self._values.values())

    def _starts_of_parts(self, bare: str) -> tuple[int, ...]:
        """Where a part of some long value may be: one look for all of them."""
        if self._grams is None:
            self._grams = frozenset().union(*(value.grams for value in self._values.values()))
        grams = self._grams
        return tuple(at for at in range(len(bare) - _GRAM + 1) if bare[at : at + _GRAM] in grams)


class _Value:
    def __init__(self, value: str, *, parts: bool) -> None:
        self._value = value
        self._parts = parts
        self._bare = without_hidden(folded(value))

    def is_or_holds(self, text: str) -> bool:
        """Without a look at coded forms."""
        long_enough = len(self._bare) >= _WITHIN_WORDS
        return long_enough and (self._bare in text or text in self._bare)

    def stands_in(self, folded: str, bare: str, starts: Sequence[int]) -> bool:
        """`bare` is the folded text without blanks, line ends and hidden characters.

        `starts` are the places in it where a part of a long value may be.
        """
        if len(self._bare) > len(folded):  # coded it is longer still
            return self._in_part(bare, starts)
        if len(self._value) < _WITHIN_WORDS:
            return any(_by_itself(form, folded) for form in self._forms)
        if any(form in folded for form in self._forms):
            return True
        return any(form in bare for form in self._bare_forms) or self._in_part(bare, starts)

    def _in_part(self, bare: str, starts: Sequence[int]) -> bool:
        return any(
            bare[start : start + _GRAM] in self.grams and self._part_around(bare, start)
            for start in starts
        )

    def _part_around(self, bare: str, start: int) -> bool:
        first = max(0, start - (_PART - _GRAM))
        parts = (bare[at : at + _PART] for at in range(first, start + 1))
        return any(len(part) == _PART and part in self._bare for part in parts)

    @cached_property
    def grams(self) -> frozenset[str]:
        """Pieces of a long value, of which each of its parts holds one; none of a short one."""
        bare = self._bare
        if len(bare) < _LONG or not self._parts:
            return frozenset()
        return frozenset(bare[at : at + _GRAM] for at in range(0, len(bare) - _GRAM + 1, _STRIDE))

    @cached_property
    def _forms(self) -> frozenset[str]:
        return frozenset(folded(form) for form in written(self._value) if form.strip())

    @cached_property
    def _bare_forms(self) -> frozenset[str]:
        bare = (without_hidden(form) for form in self._forms)
        return frozenset(form for form in bare if len(form) >= _WITHIN_WORDS)


def _by_itself(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def folded(text: str) -> str:
    """Without the differences of case and of composed and decomposed characters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def readings(text: str) -> Iterator[str]:
    """The text, then what it says where it is escaped for URLs, JSON, HTML, Python or CSV."""
    yield text
    for _ in range(_ROUNDS):
        decoded = _CODED.sub(_decoded, text)
        if decoded == text:
            return
        text = decoded
        yield text


def _decoded(match: re.Match[str]) -> str:
    coded = match.group()
    mark, kind = coded[0], coded[1]
    if mark == "%":
        return unquote(coded)
    if mark == "&":
        return html.unescape(coded)
    if mark == "\\" and kind in "xuU":
        return _numbered(coded, kind)
    return {"n": "\n", "r": "\r", "t": "\t"}.get(kind, kind)


def _numbered(coded: str, kind: str) -> str:
    digits = coded.replace(f"\\{kind}", "")
    if kind != "x":
        number = int(digits, base=16)
        return chr(number) if number <= 0x10FFFF else ""
    raw = bytes.fromhex(digits)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def written(value: str) -> Iterator[str]:
    """The forms that decoding a text does not bring back to the value itself."""
    yield from (value, value.strip(), value[::-1])
    if len(value) > _CODED_LIMIT:
        return
    raw = value.encode("utf-8", "surrogatepass")
    yield from (json.dumps(value)[1:-1], repr(value)[1:-1], html.escape(value), visible(value))
    yield from (quote(raw, safe=""), quote_plus(raw))
    yield list(readings(value))[-1]
    for form in (raw, value.encode("utf-16-le", "surrogatepass")):
        if len(form) >= _WITHIN_WORDS:
            yield form.hex()
            yield from _in_base64(form)
            yield base64.b32encode(form).decode("ascii").rstrip("=")


def _in_base64(raw: bytes) -> Iterator[str]:
    """What of `raw` is sure to be in a longer text's base64, wherever it stands there."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw).decode("ascii").rstrip("=")
        if (before + len(raw)) % 3:
            coded = coded[:-1]  # its last character depends on what follows
        sure = coded[(0, 2, 3)[before] :]
        yield sure
        yield sure.replace("+", "-").replace("/", "_")
