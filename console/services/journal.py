"""The journal: every attempt in one SQLite file of the data directory, safe across a crash."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from pathlib import Path
from typing import TypeVar

from console.core.errors import UserFacingError
from console.core.events import Event
from console.core.record import AttemptRecord
from console.core.text import visible
from console.services.journal_file import JournalFile
from console.services.journal_rows import (
    UNREADABLE,
    event_text,
    header_text,
    record_from,
    unreadable_record,
)
from console.services.worker import Worker

T = TypeVar("T")

FILE_NAME = "journal.sqlite3"
BUSY_S = 5.0  # window and headless commands write at the same time
_NOT_KEPT = "The attempt could not be kept in the journal."
_NOT_READ = "The journal could not be read."

_UPSERT = """
INSERT INTO attempts (attempt_id, started_at, profile_name, username, ticket, outcome, header)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (attempt_id) DO UPDATE SET
    started_at = excluded.started_at, profile_name = excluded.profile_name,
    username = excluded.username, ticket = excluded.ticket, outcome = excluded.outcome,
    header = excluded.header
"""
# An event is written once: what is there already came from the same attempt.
_ADD_EVENT = "INSERT OR IGNORE INTO events (attempt_id, seq, event) VALUES (?, ?, ?)"
_RECENT = """
SELECT attempt_id, started_at, profile_name, username, ticket, header
FROM attempts ORDER BY started_at DESC, rowid DESC LIMIT ?
"""


class SqliteJournal:
    """All SQLite work is done on one thread of its own; the methods can be awaited on any loop.

    A damaged file is put aside and work goes on in a new one. The method that finds the damage does
    its work there, and then says so, once, as a UserFacingError.
    """

    def __init__(self, directory: Path, *, busy_s: float = BUSY_S) -> None:
        """Opens nothing yet: the first method that is awaited does."""
        self._file = JournalFile(directory / FILE_NAME, busy_s=busy_s)
        self._worker = Worker("journal")

    async def begin(self, record: AttemptRecord) -> None:
        """Commits the attempt's header to the disk before it returns."""
        await self._write(lambda connection: _put_header(connection, record))

    async def append(self, attempt_id: str, events: Sequence[Event]) -> None:
        """Commits further events."""
        kept = tuple(events)
        await self._write(lambda connection: _add_events(connection, attempt_id, kept))

    async def finish(self, record: AttemptRecord) -> None:
        """Commits the header's last state, and those events that could not be kept before."""

        def work(connection: sqlite3.Connection) -> None:
            _put_header(connection, record)
            found = "SELECT count(*) FROM events WHERE attempt_id = ?"
            (count,) = connection.execute(found, (record.attempt_id,)).fetchone()
            if count < len(record.events):
                _add_events(connection, record.attempt_id, record.events)

        await self._write(work)

    async def set_ticket(self, attempt_id: str, ticket: str | None) -> None:
        """Changes the ticket of an attempt, ended or not."""
        shown = None if ticket is None else visible(ticket)
        change = "UPDATE attempts SET ticket = ? WHERE attempt_id = ?"

        def work(connection: sqlite3.Connection) -> int:
            return connection.execute(change, (shown, attempt_id)).rowcount

        if await self._write(work) == 0:
            raise _unknown()

    async def recent(self, limit: int) -> tuple[AttemptRecord, ...]:
        """Headers without events, newest first; of unreadable ones what their columns say."""

        def work(connection: sqlite3.Connection) -> tuple[AttemptRecord, ...]:
            return tuple(_header(*row) for row in connection.execute(_RECENT, (limit,)))

        found = await self._worker.run(lambda: self._file.read(_NOT_READ, work))
        self._raise_damage()
        return found

    async def load(self, attempt_id: str) -> AttemptRecord:
        """One attempt with its events."""
        return await self._worker.run(
            lambda: self._file.read(_NOT_READ, lambda connection: _load(connection, attempt_id))
        )

    def close(self) -> None:
        """Closes the file after everything that was given to it, and ends the thread."""
        self._worker.close(self._file.close)

    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        result = await self._worker.run(lambda: self._file.write(_NOT_KEPT, work))
        self._raise_damage()
        return result

    def _raise_damage(self) -> None:
        damage, self._file.problem = self._file.problem, None
        if damage is not None:
            raise damage


def _header(*columns: object) -> AttemptRecord:
    attempt_id, started_at, profile_name, username, ticket, header = (
        None if column is None else str(column) for column in columns
    )
    try:
        return record_from(attempt_id=attempt_id or "", ticket=ticket, header=header or "")
    except UNREADABLE:
        return unreadable_record(
            attempt_id=attempt_id or "",
            started_at=started_at or "",
            profile_name=profile_name or "",
            username=username or "",
            ticket=ticket,
        )


def _put_header(connection: sqlite3.Connection, record: AttemptRecord) -> None:
    connection.execute(
        _UPSERT,
        (
            record.attempt_id,
            record.started_at.astimezone(UTC).isoformat(timespec="microseconds"),
            visible(record.profile_name),  # for lists and search; `header` has it as it is
            visible(record.username),
            None if record.ticket is None else visible(record.ticket),
            None if record.outcome is None else str(record.outcome),
            header_text(record),
        ),
    )


def _add_events(connection: sqlite3.Connection, attempt_id: str, events: Iterable[Event]) -> None:
    rows = ((attempt_id, event.seq, event_text(event)) for event in events)
    connection.executemany(_ADD_EVENT, rows)


def _load(connection: sqlite3.Connection, attempt_id: str) -> AttemptRecord:
    header = "SELECT ticket, header FROM attempts WHERE attempt_id = ?"
    row = connection.execute(header, (attempt_id,)).fetchone()
    if row is None:
        raise _unknown()
    events = "SELECT event FROM events WHERE attempt_id = ? ORDER BY seq"
    texts = [text for (text,) in connection.execute(events, (attempt_id,))]
    try:
        return record_from(attempt_id=attempt_id, ticket=row[0], header=row[1], events=texts)
    except UNREADABLE:
        raise UserFacingError(
            "This attempt cannot be read from the journal.",
            "Its record is damaged, or was written by a newer version.",
            "Other attempts are not touched by that.",
        ) from None


def _unknown() -> UserFacingError:
    return UserFacingError(
        "This attempt is not in the journal.",
        "It was deleted, or it belongs to another data directory.",
        "Open the history again.",
    )
