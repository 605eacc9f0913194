"""The tables of the journal's file: version 2, and how version 1 is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from console.services.journal_database import Database, Kind, SqlError

SCHEMA_VERSION: Final = 2
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

# Lists and filters read `attempts` alone: its rows are short. The index for words keeps no text of
# its own: it is made of the other tables once an attempt rests. Tables come before indexes, so that
# each has its place in the file for good: VACUUM puts them so, and salvage finds them there.
_SCHEMA: Final = (
    """
CREATE TABLE attempts (
    key INTEGER NOT NULL PRIMARY KEY,
    attempt_id TEXT NOT NULL UNIQUE,
    started_us INTEGER NOT NULL,  -- microseconds since 1970, UTC
    profile_name TEXT NOT NULL,
    username TEXT NOT NULL,  -- in a plain file a label
    folded_name TEXT NOT NULL,  -- as names are compared
    outcome TEXT,  -- NULL: not ended, or the program was
    classification TEXT,
    effect TEXT NOT NULL,  -- what the attempt may do to the user
    budget TEXT,  -- the entry of a budget that it counts in
    ticket TEXT,
    pinned INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    indexed INTEGER NOT NULL DEFAULT 0  -- whether its words can be found as they are now
)""",
    """
CREATE TABLE headers (
    key INTEGER NOT NULL PRIMARY KEY,
    header TEXT NOT NULL  -- JSON; holds all but id, ticket and events
)""",
    """
CREATE TABLE events (
    key INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,  -- JSON
    PRIMARY KEY (key, seq)
) WITHOUT ROWID""",
    """
CREATE TABLE tags (
    key INTEGER NOT NULL,
    tag TEXT NOT NULL,
    folded_tag TEXT NOT NULL,
    PRIMARY KEY (key, folded_tag)
) WITHOUT ROWID""",
    """
CREATE VIRTUAL TABLE words USING fts5 (
    body, content = '', contentless_delete = 1, prefix = '1 2 3 4',
    tokenize = 'unicode61 remove_diacritics 2'
)""",
    "INSERT INTO words (words, rank) VALUES ('secure-delete', 1)",
    "CREATE INDEX attempts_by_time ON attempts (started_us, attempt_id)",
    "CREATE INDEX attempts_by_name ON attempts (folded_name, started_us)",
    "CREATE INDEX attempts_by_profile ON attempts (profile_name, started_us, username)",
    "CREATE INDEX attempts_by_outcome ON attempts (outcome, started_us)",
    "CREATE INDEX attempts_by_class ON attempts (classification, started_us)",
    "CREATE INDEX attempts_by_ticket ON attempts (ticket COLLATE NOCASE) WHERE ticket IS NOT NULL",
    "CREATE INDEX attempts_pinned ON attempts (started_us, attempt_id) WHERE pinned = 1",
    "CREATE INDEX attempts_to_index ON attempts (key) WHERE NOT indexed",
    "CREATE INDEX tags_by_tag ON tags (folded_tag, key)",
)
_PROBES: Final = {
    1: (
        """SELECT attempt_id, started_at, profile_name, username, ticket, outcome, header
        FROM attempts LIMIT 0""",
        "SELECT attempt_id, seq, event FROM events LIMIT 0",
    ),
    2: (
        """SELECT key, attempt_id, started_us, profile_name, username, folded_name, outcome,
        classification, effect, budget, ticket, pinned, note, indexed FROM attempts LIMIT 0""",
        "SELECT key, header FROM headers LIMIT 0",
        "SELECT key, seq, event FROM events LIMIT 0",
        "SELECT key, tag, folded_tag FROM tags LIMIT 0",
        "SELECT rowid FROM words LIMIT 0",
    ),
}


def version_of(database: Database) -> int:
    """The file's version, 0 for one that is empty; SqlError where it holds other tables."""
    version = database.number("PRAGMA user_version")
    if version == 0 and database.number("SELECT count(*) FROM sqlite_master") > 0:
        raise SqlError(Kind.NO_TABLE, "its tables are of another program")
    for probe in _PROBES.get(version, ()):
        database.rows(probe)
    return version


def provide_schema(database: Database) -> None:
    """Makes the tables, where there are none yet."""
    database.run("PRAGMA auto_vacuum = INCREMENTAL")  # of no effect once there is a table
    with database.transaction():
        if database.number("PRAGMA user_version") == 0:
            for statement in _SCHEMA:
                database.run(statement)
            database.run(f"PRAGMA user_version = {SCHEMA_VERSION}")


def microseconds(moment: datetime) -> int:
    """The form in which a moment is kept."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(value: object) -> datetime:
    """The moment that `microseconds` was made of; the first of all for anything else."""
    try:
        return _EPOCH + timedelta(microseconds=value if isinstance(value, int) else 0)
    except OverflowError:
        return _EPOCH
