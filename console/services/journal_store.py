"""Attempts in the tables of the journal: written, listed and read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from console.core.events import Event
from console.core.history import Annotations, Row, folded
from console.core.permit import Effect
from console.core.record import AttemptRecord
from console.core.text import visible
from console.services.journal_database import Database, Value
from console.services.journal_rows import (
    UNREADABLE,
    header_text,
    record_from,
    unreadable_record,
)
from console.services.journal_schema import microseconds, moment_of

_INSERT: Final = """
INSERT INTO attempts (started_us, profile_name, username, folded_name, outcome, classification,
                      effect, ticket, attempt_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE: Final = """
UPDATE attempts SET started_us = ?, profile_name = ?, username = ?, folded_name = ?, outcome = ?,
                    classification = ?, effect = ?, ticket = ?, indexed = 0
WHERE attempt_id = ?
"""
_PUT_HEADER: Final = "INSERT OR REPLACE INTO headers (key, header) VALUES (?, ?)"
# An event is written once: what is there already came from the same attempt.
_ADD_EVENT: Final = "INSERT OR IGNORE INTO events (key, seq, event) VALUES (?, ?, ?)"
_LOOKED_THROUGH: Final = 5000  # of a profile's attempts, for its users
ROW_COLUMNS: Final = (
    "a.key, a.attempt_id, a.started_us, a.profile_name, a.username, a.ticket, a.pinned, a.note, "
    "h.header"
)


def key_of(database: Database, attempt_id: str) -> int | None:
    """The attempt's key in all tables, None where there is none."""
    row = database.row("SELECT key FROM attempts WHERE attempt_id = ?", (attempt_id,))
    return row[0] if row and isinstance(row[0], int) else None


def put_header(database: Database, shown: AttemptRecord, effect: Effect) -> int:
    """Writes the header, anew or once more; the attempt's key."""
    classification = shown.classification
    values: tuple[Value, ...] = (
        microseconds(shown.started_at),
        visible(shown.profile_name),  # for lists and search; `header` has it as it is
        visible(shown.username),
        folded(shown.username),
        None if shown.outcome is None else str(shown.outcome),
        None if classification is None else visible(classification.id),
        str(effect),
        None if shown.ticket is None else visible(shown.ticket),
        shown.attempt_id,
    )
    if database.run(_UPDATE, values) == 0:
        database.run(_INSERT, values)
    key = key_of(database, shown.attempt_id)
    if key is None:
        raise AssertionError("a row that was written is not there")
    database.run(_PUT_HEADER, (key, header_text(shown)))
    return key


def effect_of(events: Iterable[Event]) -> Effect:
    """The strongest effect of the calls so far; a sign-in is one before its first call."""
    changes = any(event.text("effect") == Effect.CHANGE for event in events)
    return Effect.CHANGE if changes else Effect.TRY


def add_events(database: Database, key: int, texts: Iterable[tuple[int, str]]) -> None:
    """Adds those events that are not there yet: sequence numbers and texts."""
    database.many(_ADD_EVENT, [(key, seq, text) for seq, text in texts])


def set_ticket(database: Database, key: int, ticket: str | None) -> None:
    """Changes the ticket of an attempt, ended or not."""
    database.run("UPDATE attempts SET ticket = ?, indexed = 0 WHERE key = ?", (ticket, key))


def put_annotations(database: Database, key: int, annotations: Annotations) -> None:
    """Replaces tags, note and pin."""
    database.run(
        "UPDATE attempts SET pinned = ?, note = ?, indexed = 0 WHERE key = ?",
        (int(annotations.pinned), annotations.note, key),
    )
    database.run("DELETE FROM tags WHERE key = ?", (key,))
    rows = [(key, tag, folded(tag)) for tag in annotations.tags]
    database.many("INSERT OR IGNORE INTO tags (key, tag, folded_tag) VALUES (?, ?, ?)", rows)


def annotations_of(database: Database, key: int) -> Annotations:
    """Tags, note and pin of an attempt."""
    row = database.row("SELECT pinned, note FROM attempts WHERE key = ?", (key,)) or (0, "")
    return Annotations(tags=tags_of(database, key), note=str(row[1]), pinned=bool(row[0]))


def tags_of(database: Database, key: int) -> tuple[str, ...]:
    """The tags of an attempt, in order of their letters."""
    rows = database.rows("SELECT tag FROM tags WHERE key = ? ORDER BY folded_tag", (key,))
    return tuple(str(tag) for (tag,) in rows)


def row_from(database: Database, columns: Sequence[Value]) -> Row:
    """A row of the list from ROW_COLUMNS; of an unreadable header what its columns say."""
    key, attempt_id, started_us, profile_name, username, ticket, pinned, note, header = columns
    shown_ticket = None if ticket is None else str(ticket)
    try:
        record = record_from(attempt_id=str(attempt_id), ticket=shown_ticket, header=str(header))
    except UNREADABLE:
        record = unreadable_record(
            attempt_id=str(attempt_id),
            started_at=moment_of(started_us),
            profile_name=str(profile_name),
            username=str(username),
            ticket=shown_ticket,
        )
    tags = tags_of(database, key) if isinstance(key, int) else ()
    return Row(
        header=record,
        annotations=Annotations(tags=tags, note=str(note or ""), pinned=bool(pinned)),
    )


def load(database: Database, attempt_id: str) -> AttemptRecord | None:
    """One attempt with its events, None where there is none; UNREADABLE for a damaged one."""
    found = database.row(
        "SELECT a.key, a.ticket, h.header FROM attempts a LEFT JOIN headers h ON h.key = a.key "
        "WHERE a.attempt_id = ?",
        (attempt_id,),
    )
    if found is None:
        return None
    key, ticket, header = found
    texts = database.rows("SELECT event FROM events WHERE key = ? ORDER BY seq", (key,))
    return record_from(
        attempt_id=attempt_id,
        ticket=None if ticket is None else str(ticket),
        header=str(header),
        events=[str(text) for (text,) in texts],
    )


def recent_users(database: Database, profile_name: str, limit: int) -> tuple[str, ...]:
    """Names that were tried last with the profile, newest first."""
    rows = database.rows(
        "SELECT username FROM attempts WHERE profile_name = ? ORDER BY started_us DESC LIMIT ?",
        (visible(profile_name), _LOOKED_THROUGH),
    )
    names = {folded(str(name)): str(name) for (name,) in reversed(rows)}
    newest_first = dict.fromkeys(folded(str(name)) for (name,) in rows)
    return tuple(names[name] for name in newest_first)[:limit]
