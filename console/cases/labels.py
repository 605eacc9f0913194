"""Labels in place of names: in a case the user is USER-1, wherever the name occurs."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from console.core.masking import Json
from console.core.text import visible

USER_LABEL = "USER-1"

# A letter or digit beside it makes a short name a part of another word ("ann" in "cannot"). The
# escapes that stand for a character (\n, \x1f, \u202e, %40) are no letters.
_BEFORE = (
    r"(?:(?<![^\W_])|(?<=\\[nrt])|(?<=\\x[0-9a-f]{2})|(?<=\\u[0-9a-f]{4})|(?<=%[0-9A-Fa-f]{2}))"
)
_AFTER = r"(?![^\W_])"
_MAIL_REST = r"(?:\+[\w.+-]*)?@[\w-]+(?:\.[\w-]+)*"
_ANYWHERE = 6  # characters from which on a name is replaced inside of words too
_ANY_CASE = 3  # characters from which on upper and lower case are one


class Labels:
    """Replaces the user's name in shown texts, and counts how often."""

    def __init__(self, username: str) -> None:
        self._count = 0
        found = {form for form in _forms(username) if form.strip()}
        forms = sorted(found, key=lambda form: (-len(form), form))
        whole = [_pattern(form, inside=False) for form in forms]
        inside = [_pattern(form, inside=len(form) >= _ANYWHERE) for form in forms]
        local = _local_part(username)
        if local is not None:
            whole.append(_mail_pattern(local))
            inside.append(_mail_pattern(local))
        self._inside = re.compile("|".join(inside)) if inside else None
        self._whole = re.compile("|".join(whole)) if whole else None

    def text(self, value: str) -> str:
        """A sentence or value of any kind, made visible, with the label for the name."""
        return self._replaced(self._inside, visible(value))

    def word(self, value: str) -> str:
        """As `text` for exception names and the like: the name inside of a word is none."""
        return self._replaced(self._whole, visible(value))

    def json(self, value: Json) -> Json:
        """As `text` for every text of a JSON value; keys stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.json(item) for item in value]
        if isinstance(value, dict):
            return {visible(key): self.json(item) for key, item in value.items()}
        return value

    def take_count(self) -> int:
        """How many names were replaced since this was last asked."""
        count, self._count = self._count, 0
        return count

    def _replaced(self, pattern: re.Pattern[str] | None, text: str) -> str:
        if pattern is None:
            return text
        replaced, count = pattern.subn(USER_LABEL, text)
        self._count += count
        return replaced


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
