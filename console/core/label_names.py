"""In which ways a text may write a user's name: as one regular expression."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from console.core.text import visible

# A letter or digit beside it makes a short name a part of another word ("ann" in "cannot"). The
# escapes that stand for a character (\n, \x1f, \u202e, %40) are no letters.
_BEFORE = (
    r"(?:(?<![^\W_])|(?<=\\[nrt])|(?<=\\x[0-9a-f]{2})|(?<=\\u[0-9a-f]{4})|(?<=%[0-9A-Fa-f]{2}))"
)
_AFTER = r"(?![^\W_])"
_MAIL_REST = r"(?:\+[\w.+-]*)?@[\w-]+(?:\.[\w-]+)*"
_ANYWHERE = 6  # characters from which on a name is replaced inside of words too
_ANY_CASE = 3  # characters from which on upper and lower case are one
_PHONE = re.compile(r"(?:\+|00)?\d[\d() .-]{5,19}\d")


def name_pattern(name: str, *, inside: bool) -> str:
    """Matches `name` in every form, alone or in an e-mail address.

    `inside`: a long one as a part of other words too.
    """
    found = {form for form in _forms(name) if form.strip()}
    forms = sorted(found, key=lambda form: (-len(form), form))
    patterns = [_pattern(form, inside=inside and len(form) >= _ANYWHERE) for form in forms]
    local = _local_part(name)
    if local is not None:
        patterns.append(_mail_pattern(local))
    if _PHONE.fullmatch(name.strip()):
        patterns.append(_phone_pattern(name))
    return "|".join(patterns) or r"(?!)"


def _forms(username: str) -> Iterator[str]:
    """The ways in which texts may write the name."""
    for name in (username, username.strip()):
        # As typed too: some characters are in neither normal form (U+037E, a Greek semicolon).
        forms = (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name))
        for same in dict.fromkeys(forms):
            yield from (visible(same), json.dumps(same)[1:-1], html.escape(visible(same)))
            yield quote(same.encode("utf-8", "surrogatepass"), safe="")


def _pattern(form: str, *, inside: bool) -> str:
    exact = re.escape(form)
    if len(form) >= _ANY_CASE:
        exact = f"(?i:{exact})"
    mail = "" if "@" in form else f"(?:{_MAIL_REST})?"
    return f"{exact}{mail}" if inside else f"{_BEFORE}{exact}{mail}{_AFTER}"


def _local_part(username: str) -> str | None:
    """What stands before the @ of a name that is an e-mail address."""
    local, at, _domain = visible(username.strip()).rpartition("@")
    return local if at and local else None


def _mail_pattern(local: str) -> str:
    """The local part alone, or with a tag, or at another domain."""
    rest = f"(?:{_MAIL_REST})"
    if len(local) < _ANY_CASE:
        return f"{_BEFORE}{re.escape(local)}{rest}{_AFTER}"
    return f"{_BEFORE}(?i:{re.escape(local)}){rest}?{_AFTER}"


def _phone_pattern(number: str) -> str:
    """The digits, with or without a plus, however they are set."""
    digits = [char for char in number if char.isdigit()]
    bare = "".join(digits).removeprefix("00")
    return rf"(?<!\d)(?:(?:\+|%2[Bb]|00)[ (]{{0,2}})?{'[ ().-]{0,2}'.join(bare)}(?!\d)"
