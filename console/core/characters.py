"""What may be odd about a typed user name or password, named without showing the value."""

from __future__ import annotations

import unicodedata

_QUOTES = "‘’‚‛“”„‟«»‹›"
_DASHES = "‐‑‒–—―−"
_BLANKS = {
    "\u00a0": "a no-break space",
    "\u202f": "a narrow no-break space",
    "\u2007": "a figure space",
    "\u3000": "an ideographic space",
}
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def character_findings(value: str) -> tuple[str, ...]:
    """Short phrases such as "begins with a blank"; no character is quoted and no place is named.

    They explain many an "Incorrect username or password.": pasted blanks and quotes, look-alikes.
    """
    if not value:
        return ()
    found = list(_edges(value))
    found += _inside(value.strip())
    found += _alphabets(value)
    if unicodedata.normalize("NFC", value) != value:
        found.append("has characters in decomposed form (another byte sequence for the same text)")
    return tuple(found)


def _edges(value: str) -> list[str]:
    found = []
    if value[0].isspace():
        found.append("begins with a blank")
    if value[-1].isspace():
        found.append("ends with a line break" if value[-1] in "\r\n" else "ends with a blank")
    return found


def _inside(value: str) -> list[str]:
    found: list[str] = []
    for char in value:
        phrase = _phrase(char)
        if phrase is not None and f"has {phrase}" not in found:
            found.append(f"has {phrase}")
    return found


def _phrase(char: str) -> str | None:
    if char in _BLANKS:
        return _BLANKS[char]
    if char.isspace():
        return "a blank inside"
    if char in _QUOTES:
        return "a curly quotation mark"
    if char in _DASHES:
        return "a typographic dash"
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return "an invisible character"
    return None


def _alphabets(value: str) -> list[str]:
    seen = []
    for char in value:
        if not char.isalpha() or char.isascii():
            name = "LATIN" if char.isascii() and char.isalpha() else ""
        else:
            name = unicodedata.name(char, "").split(" ")[0]
        if name in _ALPHABETS and name not in seen:
            seen.append(name)
    if len(seen) < 2:
        return []
    words = " and ".join(name.capitalize() for name in seen)
    return [f"mixes letters of the {words} alphabets, which can look alike"]
