"""What is asked of the journal's history, what it answers, and how well it is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from console.core.diagnosis.secret_shapes import find as find_secret_shape
from console.core.errors import UserFacingError
from console.core.record import AttemptRecord, Outcome
from console.core.text import visible, visible_lines

TAGS_LIMIT: Final = 20
TAG_LIMIT: Final = 60  # characters
NOTE_LIMIT: Final = 4000  # characters


class Keeping(StrEnum):
    """How attempts are being kept."""

    NOT_OPENED = "not_opened"  # nothing was asked of the journal yet
    ENCRYPTED = "encrypted"
    PLAIN = "plain"  # no keyring: labels stand for names
    READ_ONLY = "read_only"  # written by a newer version: shown, and not added to
    NOT_KEPT = "not_kept"  # in memory, until the disk or the keyring allows it


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalState:
    """`reason` and `hint` are sentences. `waiting` attempts are not on the disk as they stand.

    `lost` attempts could not be held in memory until they could be kept.
    """

    keeping: Keeping
    reason: str = ""
    hint: str = ""
    waiting: int = 0
    lost: int = 0

    @property
    def saving(self) -> bool:
        """Whether what happens now comes to the disk."""
        return self.keeping in (Keeping.ENCRYPTED, Keeping.PLAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """For how long attempts are kept, and how large their file may be. Pinned ones stay."""

    days: int = 180
    megabytes: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to list, newest first. What is None or empty is not asked for.

    `text`: every word of it, or the beginning of one, stands somewhere in the attempt. `since` is
    the first moment and `until` the first one after the last. `before` is the last row of the page
    before: its start and id.
    """

    text: str = ""
    profile: str | None = None  # its name
    user: str | None = None
    outcome: Outcome | None = None
    classification: str | None = None  # its id
    ticket: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    tag: str | None = None
    pinned: bool = False
    limit: int = 200
    before: tuple[datetime, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """What the operator adds to an attempt."""

    tags: tuple[str, ...] = ()
    note: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An attempt in the list; its record has no events."""

    header: AttemptRecord
    annotations: Annotations = Annotations()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows, and how many there are in all that fit the query, on whatever page."""

    rows: tuple[Row, ...]
    total: int


def folded(text: str) -> str:
    """The form in which names, tags and tickets are compared."""
    return visible(unicodedata.normalize("NFC", text.strip()).casefold())


def words_of(text: str) -> tuple[str, ...]:
    """The words of a search that have a letter or digit to look for."""
    words = (visible(word) for word in text.split())
    return tuple(word for word in words if any(char.isalnum() for char in word))


def place(row: Row) -> tuple[datetime, str]:
    """Where a row stands in the list: `before` of the page after it."""
    return row.header.started_at.astimezone(UTC), row.header.attempt_id


def checked(annotations: Annotations) -> Annotations:
    """The annotations as they may be kept: visible, each tag once. UserFacingError otherwise."""
    tags = tuple(dict.fromkeys(visible(tag.strip()) for tag in annotations.tags if tag.strip()))
    note = visible_lines(annotations.note.strip())
    if len(tags) > TAGS_LIMIT or any(len(tag) > TAG_LIMIT for tag in tags):
        raise UserFacingError(
            "The tags were not kept.",
            f"An attempt has at most {TAGS_LIMIT} tags of at most {TAG_LIMIT} characters.",
            "Use fewer or shorter ones; a note can be longer.",
        )
    if len(note) > NOTE_LIMIT:
        raise UserFacingError(
            "The note was not kept.",
            f"It has more than {NOTE_LIMIT} characters.",
            "Shorten it, and leave the rest to the ticket.",
        )
    if any(find_secret_shape(text) is not None for text in (note, *tags)):
        raise UserFacingError(
            "The note or a tag was not kept.",
            "It holds what looks like a password, a token, a session or a key.",
            "Take that out: the journal never holds secrets.",
        )
    return Annotations(tags=tags, note=note, pinned=annotations.pinned)


def matches(query: Query, row: Row) -> bool:
    """Whether a row fits the query, whatever its page."""
    header = row.header
    classification = header.classification
    wanted = (
        not query.profile or query.profile == header.profile_name,
        not query.user or folded(query.user) == folded(header.username),
        query.outcome in (None, header.outcome),
        not query.classification
        or (classification is not None and query.classification == classification.id),
        not query.ticket or folded(query.ticket) == folded(header.ticket or ""),
        query.since is None or header.started_at >= query.since,
        query.until is None or header.started_at < query.until,
        not query.tag or folded(query.tag) in map(folded, row.annotations.tags),
        not query.pinned or row.annotations.pinned,
    )
    return all(wanted) and _holds(query.text, searched_texts(row))


def searched_texts(row: Row) -> tuple[str, ...]:
    """The texts of a row in which `Query.text` is looked for, without its events'."""
    header, notes = row.header, row.annotations
    classification = header.classification
    said = () if classification is None else (classification.code, classification.message)
    ids = () if classification is None else (classification.id,)
    return tuple(
        visible(text)
        for text in (
            header.attempt_id,
            header.username,
            header.profile_name,
            str(header.profile_kind),
            header.region,
            header.user_pool_id,
            header.client_id,
            header.endpoint or "",
            header.auth_flow,
            header.ticket or "",
            "" if header.outcome is None else header.outcome.replace("_", " "),
            header.reason,
            *header.challenges,
            *ids,
            *said,
            *(step.operation for step in (*header.steps, *header.after)),
            *(step.request_id or "" for step in (*header.steps, *header.after)),
            *notes.tags,
            notes.note,
        )
        if text
    )


def _holds(text: str, texts: Iterable[str]) -> bool:
    whole = " ".join(texts).casefold()
    return all(word.casefold() in whole for word in words_of(text))
