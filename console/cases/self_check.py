"""The last look at a finished file: it is searched for what must not be in it.

A case is safe by how it is made. This is for the day on which that has a mistake: it knows nothing
of how the file came about, only the file, and the attempt's secrets and names where they are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from console.core.diagnosis.secret_shapes import find as find_secret_shape
from console.core.echoes import folded
from console.core.errors import UserFacingError
from console.core.masking import LiveSecrets

_REPEATED = "a secret of this attempt"
_SHAPE = "what looks like a secret"
_NAME = "a name, an e-mail address, a phone number, a device or an account"
# Times, numbers and request ids: they are many, and each is another one.
_DULL = re.compile(
    r"\W{0,4}\d{1,9}(?:\.\d{1,6})?(?: ms)?\W{0,4}|\d{4}-\d\d-\d\dT[\d:.]{8,15}(?:Z|[+-]\d\d:\d\d)"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.ASCII,
)
_UNREADABLE = "what is no text"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    """`live` are the attempt's secrets, where they are still at hand, `people` its users' names.

    `names_shown`: names are no mistake. `ids` are in the case as they are, and `sentences` of the
    catalogue. `texts` are the operator's own, such as the ticket: what is withheld of client
    metadata may stand in them.
    """

    live: LiveSecrets | None = None
    people: tuple[str, ...] = ()
    names_shown: bool = False
    ids: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def problem(self, data: bytes, texts: Callable[[str], Iterable[str]]) -> str | None:
        """What is in the file that must not be, in words that tell nothing of it.

        `texts` gives what a file says, without the syntax of its format.
        """
        try:
            document = data.decode("utf-8")
            said = distinct(texts(document))
        except (ValueError, RecursionError):
            return _UNREADABLE
        if self._repeats_secret(document, said):
            return _REPEATED
        if looks_secret(said):
            return _SHAPE
        if not self.names_shown and (self._names(document, said) or names_somebody(said)):
            return _NAME
        return None

    def _repeats_secret(self, document: str, said: tuple[str, ...]) -> bool:
        from console.core.document_search import DocumentSearch  # when a file is written

        if self.live is None:
            return False
        secrets = DocumentSearch(self.live.secrets(), own=self._own_words, shown=self.ids)
        shown = (*self.ids, *self.texts)
        values = DocumentSearch(self.live.values(), own=self._own_words, shown=shown)
        return secrets.finds_in(document, said) or values.finds_in(document, said)

    def _names(self, document: str, said: tuple[str, ...]) -> bool:
        from console.core.document_search import NameSearch

        people = NameSearch(self.people, own=self._own_words, shown=self.ids)
        return people.finds_in(document, said)

    def _own_words(self) -> str:
        from console.cases.own_words import own_words  # asked for seldom; it needs every format

        return "\n".join((own_words(), *map(folded, self.sentences)))


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, without those that are a time, a number or a request id alone."""
    return tuple(text for text in dict.fromkeys(texts) if not _DULL.fullmatch(text))


def looks_secret(texts: Iterable[str]) -> int:
    """How many of the texts have the shape of a secret in them."""
    return sum(find_secret_shape(text) is not None for text in texts)


def names_somebody(texts: Iterable[str]) -> int:
    """How many of the texts have an e-mail address, phone, device or account in them."""
    from console.core.label_shapes import SUSPECT
    from console.core.labelling import Labels

    labels = Labels("")
    return sum(bool(SUSPECT.search(text)) and labels.names_in(text) for text in texts)


def not_safe(problem: str) -> UserFacingError:
    """That a file was made and is gone again."""
    return UserFacingError(
        "The case was not kept: it would have given something away.",
        f"The finished file was read once more and held {problem}. It was deleted.",
        "Look whether the ticket's number or the profile's name holds it; else report this as a "
        "bug, and attach no copy of the screen.",
    )
