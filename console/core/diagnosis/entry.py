"""One entry of the catalogue, and how it is read from JSON with every field checked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from console.core.diagnosis.classification import Act, Retry, RetryWhen
from console.core.diagnosis.operations import LABELS
from console.core.errors import UserFacingError

UNKNOWN_ID = "UNKNOWN"
DOCS_PREFIX = "https://docs.aws.amazon.com/"  # links come from our data and lead there only


class Confidence(StrEnum):
    """How well an entry is founded."""

    DOCUMENTED = "documented"  # in AWS's documentation or model, or captured from a real pool
    CORROBORATED = "corroborated"  # several independent sources
    REPORTED = "reported"  # one source
    UNCONFIRMED = "unconfirmed"


class CatalogueError(UserFacingError):
    """The catalogue file cannot be used; the detail names the entry."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(
            "The catalogue of errors cannot be used.",
            f"{where}: {problem}.",
            "Install the console again; if you changed the file, correct the place named.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One cause. Exactly one of `code`, `code_pattern`, `http_status` is set, or none for UNKNOWN.

    An entry with `code` and `patterns` speaks for those texts, one without patterns for every
    other text of the code. `operations` and `challenges` prefer an entry and never exclude it.
    """

    id: str
    code: str | None
    aliases: tuple[str, ...]
    patterns: tuple[str, ...]  # regular expressions, searched without regard to case
    code_pattern: str | None  # a family of codes; case matters, as codes are CamelCase
    http_status: tuple[int, int] | None  # a family of answers, both ends included
    operations: frozenset[str]
    challenges: frozenset[str]
    meaning: str
    causes: tuple[str, ...]
    act: tuple[Act, ...]
    next_steps: tuple[str, ...]
    retry: Retry
    counts_towards_lockout: bool | None
    docs: str | None
    confidence: Confidence
    sample: str | None

    def fits(self, labels: frozenset[str], challenge: str | None) -> bool:
        """Whether this entry is meant for such a call; one without preference is for every call."""
        operation_fits = not self.operations or bool(self.operations & labels)
        return operation_fits and (not self.challenges or challenge in self.challenges)


_REQUIRED = frozenset(
    {
        "id",
        "meaning",
        "causes",
        "act",
        "next_steps",
        "retry",
        "counts_towards_lockout",
        "confidence",
    }
)
_OPTIONAL = frozenset(
    {"code", "aliases", "patterns", "code_pattern", "http_status", "operations", "challenges",
     "docs", "sample"}
)  # fmt: skip
_Word = TypeVar("_Word", bound=StrEnum)


class _Reader:
    """The fields of one raw entry; each getter returns the right type or names the fault."""

    def __init__(self, raw: object, position: int) -> None:
        self.where = f"entry number {position}"
        if not isinstance(raw, dict):
            raise CatalogueError(self.where, "not an object")
        self._raw: dict[str, object] = raw
        self.id = self.text("id")
        self.where = f"entry {self.id}"
        if missing := _REQUIRED - raw.keys():
            raise self.fault(f"without {', '.join(sorted(missing))}")
        if unknown := raw.keys() - _REQUIRED - _OPTIONAL:
            raise self.fault(f"has an unknown field {min(unknown)!r}")

    def fault(self, problem: str) -> CatalogueError:
        return CatalogueError(self.where, problem)

    def text(self, key: str) -> str:
        value = self._raw.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{key} is not a text")
        return value

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self._raw else None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.fault(f"{key} is not a list of texts")
        return tuple(value)

    def filled(self, key: str) -> tuple[str, ...]:
        texts = self.texts(key)
        if not texts:
            raise self.fault(f"{key} is empty")
        return texts

    def labels(self, key: str, vocabulary: Collection[str]) -> frozenset[str]:
        texts = frozenset(self.texts(key))
        if strange := texts - frozenset(vocabulary):
            raise self.fault(f"{key} has an unknown word {min(strange)!r}")
        return texts

    def word(self, kind: type[_Word], value: object, key: str) -> _Word:
        if isinstance(value, str) and value in kind.__members__.values():
            return kind(value)
        raise self.fault(f"{key} has an unknown word {value!r}")

    def words(self, kind: type[_Word], key: str) -> tuple[_Word, ...]:
        return tuple(self.word(kind, text, key) for text in self.filled(key))

    def retry(self) -> Retry:
        value = self._raw["retry"]
        if not isinstance(value, dict) or value.keys() != {"when", "after_s"}:
            raise self.fault("retry does not have exactly when and after_s")
        after = value["after_s"]
        if after is not None and (type(after) is not int or after < 0):
            raise self.fault("retry.after_s is neither null nor whole seconds")
        return Retry(when=self.word(RetryWhen, value["when"], "retry.when"), after_s=after)

    def tristate(self, key: str) -> bool | None:
        value = self._raw[key]
        if value is not None and not isinstance(value, bool):
            raise self.fault(f"{key} is none of true, false, null")
        return value

    def span(self, key: str) -> tuple[int, int] | None:
        value = self._raw.get(key)
        if value is None:
            return None
        if (
            not isinstance(value, list)
            or [type(v) for v in value] != [int, int]
            or not 100 <= value[0] <= value[1] <= 599
        ):
            raise self.fault(f"{key} is not a first and a last HTTP status")
        return value[0], value[1]

    def docs(self) -> str | None:
        link = self.optional_text("docs")
        if link is not None and not link.startswith(DOCS_PREFIX):
            raise self.fault(f"docs does not begin with {DOCS_PREFIX}")
        return link


def read_entry(raw: object, position: int) -> Entry:
    """One checked entry. Patterns are not compiled here, to start fast: tests compile them all."""
    reader = _Reader(raw, position)
    entry = Entry(
        id=reader.id,
        code=reader.optional_text("code"),
        aliases=reader.texts("aliases"),
        patterns=reader.texts("patterns"),
        code_pattern=reader.optional_text("code_pattern"),
        http_status=reader.span("http_status"),
        operations=reader.labels("operations", LABELS),
        challenges=frozenset(reader.texts("challenges")),
        meaning=reader.text("meaning"),
        causes=reader.filled("causes"),
        act=reader.words(Act, "act"),
        next_steps=reader.filled("next_steps"),
        retry=reader.retry(),
        counts_towards_lockout=reader.tristate("counts_towards_lockout"),
        docs=reader.docs(),
        confidence=reader.word(Confidence, reader.text("confidence"), "confidence"),
        sample=reader.optional_text("sample"),
    )
    _check_kind(entry, reader)
    return entry


def _check_kind(entry: Entry, reader: _Reader) -> None:
    said = (entry.code, entry.code_pattern, entry.http_status)
    count = sum(value is not None for value in said)
    if count != (0 if entry.id == UNKNOWN_ID else 1):
        raise reader.fault("needs one of code, code_pattern, http_status (UNKNOWN: none)")
    if entry.code is None and (entry.patterns or entry.aliases):
        raise reader.fault("has patterns or aliases without a code")
