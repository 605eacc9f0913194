"""A journal built anew from another one: of an earlier version, a plain one, or a damaged one.

The old file stays as it is, in its place, until the new one is whole and checked.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from console.core.secret import Secret
from console.services import journal_places as places
from console.services.journal_copy import put_raw
from console.services.journal_database import Database, Kind, SqlError
from console.services.journal_names import Names
from console.services.journal_salvage import readable
from console.services.journal_schema import provide_schema, version_of
from console.services.journal_source import Raw, Source

_BUSY_S: Final = 5.0
_BATCH: Final = 1000  # attempts a commit
# Without its constraints: whatever the old file holds has a place in the backup.
_VERSION_1: Final = (
    """CREATE TABLE attempts (
        attempt_id, started_at, profile_name, username, ticket, outcome, header
    )""",
    "CREATE TABLE events (attempt_id, seq, event)",
    "PRAGMA user_version = 1",
)


class HeldError(Exception):
    """Another process has the file open."""


def begin(path: Path, *, key: Secret | None) -> None:
    """An empty journal."""
    _build(path, key, ())
    places.put_in_place(places.new_path(path), path)


def migrate(path: Path, *, key: Secret | None, new_key: Secret | None) -> None:
    """The file in the present version, under `new_key`. HeldError where it is open elsewhere.

    A backup of one that changes its version is kept where it can be encrypted. Otherwise the old
    file is the backup, until the new one takes its place: it has names, and so none may stay.
    """
    with contextlib.closing(Database(path, key=key, busy_s=0.2)) as old:
        if not old.leave_wal():
            raise HeldError
        version = version_of(old)
        if version == 1 and new_key is not None:
            _back_up(old, places.backup_path(path), new_key)
        source = Source(old, version)
        _build(path, new_key, source.attempts() if version else ())
    places.put_in_place(places.new_path(path), path)


def mend(path: Path, *, key: Secret | None, new_key: Secret | None) -> tuple[Path, int]:
    """What can be read of a damaged file is in a new one; the old one's new name, how many."""
    count = _build(path, new_key, readable(path, key))
    return places.put_aside(path, places.new_path(path)), count


def _build(path: Path, key: Secret | None, attempts: Iterable[Raw]) -> int:
    new = places.new_path(path)
    try:
        with contextlib.closing(_made(new, key)) as target:
            provide_schema(target)
            count = _fill(target, attempts, Names(kept=key is not None))
            there = target.number("SELECT count(*) FROM attempts")
            target.enter_wal()  # from its first moment in its place, so that none can be half done
    except BaseException:
        with contextlib.suppress(OSError):
            places.remove(new)
        raise
    if there != count:
        raise SqlError(Kind.DISK, "not everything that was written is there")
    return count


def _fill(target: Database, attempts: Iterable[Raw], names: Names) -> int:
    count = 0
    following = iter(attempts)
    while batch := list(islice(following, _BATCH)):
        with target.transaction():
            count += sum(put_raw(target, raw, names) for raw in batch)
    return count


def _back_up(old: Database, backup: Path, key: Secret) -> None:
    """The rows of version 1 as they are, encrypted."""
    new = places.new_path(backup)
    with contextlib.closing(_made(new, key)) as target, target.transaction():
        for statement in _VERSION_1:
            target.run(statement)
        reached = 0
        attempts = (
            "SELECT attempt_id, started_at, profile_name, username, ticket, outcome, header, "
            "rowid FROM attempts WHERE rowid > ? ORDER BY rowid LIMIT 500"
        )
        while rows := old.rows(attempts, (reached,)):
            target.many("INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?)", [r[:7] for r in rows])
            for row in rows:
                events = "SELECT attempt_id, seq, event FROM events WHERE attempt_id IS ?"
                target.many("INSERT INTO events VALUES (?, ?, ?)", old.rows(events, row[:1]))
            reached = int(str(rows[-1][7]))
    places.remove(backup)
    places.put_in_place(new, backup)


def _made(path: Path, key: Secret | None) -> Database:
    """A file for this process alone, whose own journal is in memory: it is built whole or not."""
    places.remove(path)
    places.make(path)
    made = Database(path, key=key, busy_s=_BUSY_S)
    made.build_unlogged()
    return made
