"""Searches a finished file for values that must not be in it, in every form that is known.

Unlike a text of a server, a file also has words of its own: a password "Error" or "200" is in every
case. A plain word that the program itself says, and a short number, are not looked for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator

from console.core.echoes import LIMIT, Echoes, folded, readings, written
from console.core.text import without_hidden

_WITHIN_WORDS = 6  # a shorter value is looked for by itself
_HASHES = ("md5", "sha1", "sha256", "sha512")
_PLAIN = re.compile(r"[^\W\d_]+(?:[ _-][^\W\d_]+)*")
_WORD, _SENTENCE = re.compile(r"[^\W\d_]{3,}"), 3
_SHORT_NUMBER = re.compile(r"\d{1,5}")
_MARK = "¦"
_APART = f"\n{_MARK}\n"  # nothing that is looked for goes across it


class DocumentSearch:
    """`own` gives the words of the program, asked only where a plain word is to be judged.

    `shown` are the texts that a file shows as they are: a value inside of them is none to hide.
    """

    def __init__(
        self, values: Iterable[str], *, own: Callable[[], str], shown: Iterable[str] = ()
    ) -> None:
        self._own = own
        ids = sorted({text for text in shown if text}, key=len, reverse=True)
        self._shown = [folded(text) for text in ids]
        self._ids = re.compile("|".join(map(re.escape, ids)) or r"(?!)")
        self._values = [value for value in dict.fromkeys(values) if self._worth(value)]

    def finds_in(self, document: str, texts: Iterable[str]) -> bool:
        """Whether the file has one of the values; `texts` are what it says, without its syntax."""
        lower = document.lower()
        standing = [value for value in self._values if self._stands_in(value, lower)]
        if any(not self._is_own(value) for value in standing):
            return True
        chunks = tuple(_chunks(map(self._without_shown, texts)))
        if not _repeated(self._values, chunks):
            return False
        one_by_one = (value for value in self._values if _repeated([value], chunks))
        return any(not self._is_own(value) for value in one_by_one)

    def _without_shown(self, text: str) -> str:
        """A device's key begins as the id of its pool does."""
        return self._ids.sub(_MARK, text)

    def _worth(self, value: str) -> bool:
        bare = value.strip()
        if not bare or _SHORT_NUMBER.fullmatch(bare):
            return False
        return not any(folded(bare) in text for text in self._shown)

    def _is_own(self, value: str) -> bool:
        """Whether every case says it: asked where it was found, since the answer takes long."""
        bare = value.strip()
        return _PLAIN.fullmatch(bare) is not None and folded(bare) in self._own()

    @staticmethod
    def _stands_in(value: str, lower: str) -> bool:
        if any(digest in lower for digest in _digests(value)):
            return True
        if value.isdigit():
            return re.search(rf"(?<![\w.,:+-]){value}(?![\w:-]|[.,]\d)", lower) is not None
        if len(value) < _WITHIN_WORDS:
            return re.search(rf"(?<!\w){re.escape(value.lower())}(?!\w)", lower) is not None
        return any(form in lower for form in _forms(value))


class NameSearch:
    """As DocumentSearch, for names: one inside of a word (`lambda` in an exception's name) is none.

    A name may be a server's choice, which must not keep a case from being written: what the program
    itself says is not looked for, whatever it is.
    """

    def __init__(
        self, names: Iterable[str], *, own: Callable[[], str], shown: Iterable[str] = ()
    ) -> None:
        self._own = own
        ids = [folded(text) for text in shown]
        bare = dict.fromkeys(folded(name.strip()) for name in names)
        self._names = [
            name
            for name in bare
            if name and not _SHORT_NUMBER.fullmatch(name) and not any(name in text for text in ids)
        ]

    def finds_in(self, document: str, texts: Iterable[str]) -> bool:
        """Whether the file names one of them."""
        if not self._names:
            return False
        lower = document.lower()
        chunks = [folded(each) for chunk in _chunks(texts) for each in readings(chunk)]
        standing = (name for name in self._names if _named_in(name, (lower, *chunks)))
        return any(name not in self._own() for name in standing)


def _named_in(name: str, folded_texts: Iterable[str]) -> bool:
    alone = re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])")
    coded = [form for form in _forms(name) if name not in form] + list(_digests(name))
    return any(
        (name in text and alone.search(text)) or any(form in text for form in coded)
        for text in folded_texts
    )


def _forms(value: str) -> set[str]:
    """As substrings of a text in lower case."""
    found = {form.lower() for form in written(value)} | {value.lower()}
    return {form for form in found if len(without_hidden(form)) >= _WITHIN_WORDS}


def _digests(value: str) -> Iterator[str]:
    raw = value.encode("utf-8", "surrogatepass")
    yield from (hashlib.new(name, raw, usedforsecurity=False).hexdigest() for name in _HASHES)


def _repeated(values: Iterable[str], chunks: Iterable[str]) -> bool:
    """Whether the texts repeat one of the values, coded in any way; a long one also in part."""
    in_part, whole = Echoes(), Echoes(parts=False)
    for value in values:
        if len(value) >= _WITHIN_WORDS and not value.isdigit():
            # A sentence has parts that others say too.
            sentence = " " in value.strip() and len(_WORD.findall(value)) >= _SENTENCE
            (whole if sentence else in_part).add(value)
    return any(in_part.repeats(chunk) or whole.repeats(chunk) for chunk in chunks)


def _chunks(texts: Iterable[str]) -> Iterator[str]:
    """The distinct texts, joined to what is looked at in one go."""
    held: list[str] = []
    size = 0
    for text in dict.fromkeys(texts):
        for start in range(0, len(text) or 1, LIMIT // 2):
            part = text[start : start + LIMIT // 2 + LIMIT // 4]
            if size + len(part) > LIMIT:
                yield _APART.join(held)
                held, size = [], 0
            held.append(part)
            size += len(part) + len(_APART)
    if held:
        yield _APART.join(held)
