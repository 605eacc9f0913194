"""Labels in place of names: USER-1, EMAIL-1, PHONE-1, DEVICE-1, numbered as they first appear."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from console.core import label_shapes as shapes
from console.core.echoes import folded, readings, written
from console.core.label_names import name_pattern
from console.core.masking import Json
from console.core.secret import WITHHELD
from console.core.text import visible

USER_LABEL = "USER-1"

_LABEL = re.compile(r"(?:USER|EMAIL|PHONE|DEVICE)-\d{1,9}", re.ASCII)
_LEARNED = 3  # a name that a server gives is looked for from so many characters on
_PEOPLE = 20  # so many names are looked for
_CODED = 6  # characters from which on a name is looked for in base64 and the like
_KEPT = 4096  # texts whose labelled form is kept: most come again and again
_KEPT_LENGTH = 400

# Kinds, as they are counted, and shapes.
_BEFORE_PEOPLE = (("device_key", shapes.DEVICE), ("arn", shapes.ARN))  # a name may be within
_AFTER_PEOPLE = (("email", shapes.EMAIL), ("phone", shapes.PHONE), ("account", shapes.ACCOUNT))
_ALWAYS = (("access_key_id", shapes.KEY_ID), ("ip_address", shapes.ADDRESS))
_Group: TypeAlias = "tuple[str, str]"  # a kind and its regular expression
_NUMBERED: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "email": ("EMAIL", shapes.email_key),
    "phone": ("PHONE", shapes.phone_key),
    "device_key": ("DEVICE", str.lower),
    "user_name": ("USER", str.casefold),
}


def is_label(text: str) -> bool:
    """Whether it stands for a name already."""
    return _LABEL.fullmatch(text) is not None


class Labels:
    """Replaces names in shown texts, and counts by kind how often.

    They belong to one case. With `names` only what no reader needs is masked: the end of an
    address, the middle of a key's id. `ids` are pairs of an id and its label, for whoever wants
    neither pool nor client named. A text that `screen` is true of is withheld.
    """

    def __init__(
        self,
        username: str,
        *,
        names: bool = False,
        ids: Sequence[tuple[str, str]] = (),
        screen: Callable[[str], bool] = lambda _text: False,
    ) -> None:
        self.shows_names = names
        self._screen = screen
        self._counts: Counter[str] = Counter()
        self._numbers: dict[tuple[str, str], int] = {}
        self._people: list[str] = []
        self._ids = [(visible(value), label) for value, label in ids if value]
        self._add(username)
        self._compile()

    def __repr__(self) -> str:
        return "Labels()"  # names are not for logs

    @property
    def people(self) -> tuple[str, ...]:
        """The names that are looked for; for no text, log or file."""
        return tuple(self._people)

    def learn(self, name: str) -> None:
        """`name` is a user's too, as a field of its own says; a sub is none."""
        if len(name.strip()) >= _LEARNED and self._add(name):
            self._compile()

    def text(self, value: str) -> str:
        """A sentence or value of any kind, made visible, with labels for names."""
        return self._labelled(value, self._in_texts)

    def word(self, value: str) -> str:
        """As `text` for exception names and the like: the name inside of a word is none."""
        return self._labelled(value, self._in_words)

    def name(self, value: str) -> str:
        """The value of a field that holds a user's name and nothing else."""
        shown = visible(value)
        bare = value.strip()
        if self.shows_names or not bare or WITHHELD in value or shapes.is_sub(bare):
            return self.text(value)
        if self._in_texts.whole.fullmatch(shown):
            return self.text(value)
        self._counts["user_name"] += 1
        return self._numbered("user_name", bare)

    def id(self, value: str) -> str:
        """An id or a word of the API, as it is but for a pool or client that is not to be named."""
        return self._in_ids.sub(self._id_label, visible(value))

    def address(self, value: str) -> str:
        """The network of an address; the marker where it is none."""
        cut = shapes.cut_address(value.strip())
        self._counts["ip_address"] += value not in (cut, WITHHELD)
        return WITHHELD if cut is None else cut

    def json(self, value: Json) -> Json:
        """As `text` for every text of a JSON value; keys stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.json(item) for item in value]
        if isinstance(value, dict):
            return {visible(key): self.json(item) for key, item in value.items()}
        return value

    def names_in(self, text: str) -> bool:
        """Whether there is anything in `text` that labels stand for."""
        return self._in_texts.names.search(visible(text)) is not None

    def withhold(self) -> str:
        """The marker, for a value that does not fit its field."""
        self._counts["other"] += 1
        return WITHHELD

    def take_counts(self) -> dict[str, int]:
        """What was replaced since this was last asked, by kind."""
        taken = {kind: count for kind, count in self._counts.items() if count}
        self._counts.clear()
        return taken

    def _add(self, name: str) -> bool:
        known = {each.casefold() for each in self._people}
        bare = name.strip()
        if not bare or shapes.is_sub(bare) or bare.casefold() in known:
            return False
        if len(self._people) >= _PEOPLE:
            return False
        self._people.append(bare)
        if len(self._people) == 1:
            self._numbered("user_name", bare)  # it heads the case
        return True

    def _compile(self) -> None:
        people = () if self.shows_names else tuple(self._people)
        ids = [(f"i{number}", re.escape(value)) for number, (value, _) in enumerate(self._ids)]
        shaped = not self.shows_names
        self._in_texts = _Pattern(ids, people, shaped=shaped, inside=True)
        self._in_words = _Pattern(ids, people, shaped=shaped, inside=False)
        self._in_ids = re.compile(_either(ids))
        self._coded = frozenset(
            form
            for name in people
            if len(name) >= _CODED
            for form in map(folded, written(name))
            if len(form) >= _CODED and not self._in_texts.named.search(form)
        )

    def _labelled(self, value: str, pattern: _Pattern) -> str:
        kept = pattern.kept.get(value)
        if kept is None:
            counts: list[str] = []
            text = visible(value)
            regex = pattern.whole if shapes.SUSPECT.search(text) else pattern.named
            shown = regex.sub(lambda found: self._replaced(found, counts), text)
            if self._names_in_code(shown) or self._screen(shown):
                shown, counts = WITHHELD, ["server_text"]
            kept = (shown, tuple(counts))
            if len(value) <= _KEPT_LENGTH and len(pattern.kept) < _KEPT:
                pattern.kept[value] = kept
        shown, kinds = kept
        if kinds:
            self._counts.update(kinds)
        return shown

    def _id_label(self, found: re.Match[str]) -> str:
        self._counts["id"] += 1
        return self._ids[int((found.lastgroup or "i0")[1:])][1]

    def _names_in_code(self, text: str) -> bool:
        """Whether somebody is named where the text is decoded, or in base64 and the like."""
        for number, reading in enumerate(readings(text)):
            if number and self._in_words.names.search(reading):
                return True
            if self._coded:
                same = folded(reading)
                if any(form in same for form in self._coded):
                    return True
        return False

    def _replaced(self, found: re.Match[str], counts: list[str]) -> str:
        kind, text = found.lastgroup or "", found.group()
        if kind[1:].isdigit():
            number = int(kind[1:])
            counts.append("user_name" if kind[0] == "n" else "id")
            if kind[0] == "i":
                return self._ids[number][1]
            return self._numbered("user_name", self._people[number])
        shown = self._masked(kind, text)
        if shown != text:
            counts.append("account" if kind == "arn" else kind)
        return shown

    def _masked(self, kind: str, text: str) -> str:
        if kind in _NUMBERED:
            return self._numbered(kind, text)
        if kind == "arn":
            return shapes.masked_arn(text, WITHHELD)
        if kind == "account":
            return shapes.masked_account(text)
        if kind == "access_key_id":
            return shapes.masked_key_id(text)
        return shapes.cut_address(text) or text

    def _numbered(self, kind: str, text: str) -> str:
        """The label of a name; a new one where it is named for the first time."""
        word, key = _NUMBERED[kind]
        same = (kind, key(text))
        if same not in self._numbers:
            self._numbers[same] = 1 + sum(each == kind for each, _ in self._numbers)
        return f"{word}-{self._numbers[same]}"


class _Pattern:
    """`whole` finds everything, `names` names of all kinds, `named` those without a shape.

    `kept` are texts and what became of them.
    """

    def __init__(
        self, ids: Sequence[_Group], people: Sequence[str], *, shaped: bool, inside: bool
    ) -> None:
        named = [(f"n{no}", name_pattern(name, inside=inside)) for no, name in enumerate(people)]
        before, after = (_BEFORE_PEOPLE, _AFTER_PEOPLE) if shaped else ((), ())
        self.named = re.compile(_either([*ids, *named]))
        self.names = re.compile(_either([*ids, *before, *named, *after]))
        self.whole = re.compile(_either([*ids, *before, *named, *after, *_ALWAYS]))
        self.kept: dict[str, tuple[str, tuple[str, ...]]] = {}


def _either(groups: Sequence[_Group]) -> str:
    return "|".join(f"(?P<{name}>{shape})" for name, shape in groups) or r"(?!)"
