"""Attempts taken out of the journal, so that nothing of them is left in its file."""

from __future__ import annotations

import contextlib
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from console.core.errors import UserFacingError
from console.core.history import Annotations, Retention, folded
from console.core.label_names import name_pattern
from console.core.labelling import USER_LABEL
from console.core.masking import Json
from console.core.text import visible
from console.services.journal_database import Database, Value
from console.services.journal_rows import UNREADABLE
from console.services.journal_schema import microseconds
from console.services.journal_store import (
    annotations_of,
    key_of,
    put_annotations,
    set_ticket,
)

_TABLES: Final = ("attempts", "headers", "events", "tags")
# Words of the API and of ours: a user may be called so, and is not meant.
_OF_THE_API: Final = frozenset({
    "attempt_id", "started_at", "ended_at", "profile_kind", "region", "user_pool_id", "client_id",
    "auth_flow", "path", "outcome", "challenges", "id", "matched", "meaning", "causes", "act",
    "next_steps", "when", "operation", "sent", "request_id", "kind", "at", "flow", "result",
    "effect", "confirmation", "stage", "token", "issuer", "client", "use",
    "expiry", "signature", "algorithm", "token_type", "names", "keys", "medium", "challenge",
    "UserPoolId", "ClientId", "AuthFlow", "ChallengeName",
})  # fmt: skip
_MEGABYTE: Final = 1_000_000
_ROOM: Final = 0.95  # of the size limit, so that it is not reached again at once


def delete_keys(database: Database, keys: Iterable[int]) -> None:
    """Takes attempts out of every table."""
    rows = [(key,) for key in keys]
    for table in _TABLES:
        database.many(f"DELETE FROM {table} WHERE key = ?", rows)  # noqa: S608
    database.many("DELETE FROM words WHERE rowid = ?", rows)


def delete_ids(database: Database, attempt_ids: Iterable[str]) -> int:
    """Takes out the attempts that there are among these; how many."""
    keys = [key for name in attempt_ids if (key := key_of(database, name)) is not None]
    delete_keys(database, keys)
    return len(keys)


def delete_every(database: Database) -> None:
    """Takes out all."""
    for table in _TABLES:
        database.run(f"DELETE FROM {table}")  # noqa: S608
    database.run("INSERT INTO words (words) VALUES ('delete-all')")


def delete_user(database: Database, username: str, attempt_ids: Iterable[str]) -> int:
    """Takes out the user's attempts, and the name where others have it; how many there were.

    `attempt_ids` are the user's too: in a plain file no name tells so.
    """
    rows = database.rows("SELECT key FROM attempts WHERE folded_name = ?", (folded(username),))
    keys = {key for (key,) in rows if isinstance(key, int)}
    keys |= {key for name in attempt_ids if (key := key_of(database, name)) is not None}
    delete_keys(database, keys)
    pattern = re.compile(name_pattern(username, inside=True))
    for key in _mentioning(database, username):
        _take_out(database, key, pattern)
    return len(keys)


def forget_words(database: Database) -> None:
    """Makes the index for words anew: else it only notes which attempts are not to be found."""
    database.run("INSERT INTO words (words) VALUES ('optimize')")


def forget_some_words(database: Database, pages: int, *, first: bool) -> bool:
    """The same, so many pages a step; whether there is more to do."""
    changes = "SELECT total_changes()"
    before = database.number(changes)
    rank = -pages if first else pages  # a negative one begins anew, with the whole index
    database.run("INSERT INTO words (words, rank) VALUES ('merge', ?)", (rank,))
    return database.number(changes) - before >= 2  # fewer: nothing was left to merge


def scrub(database: Database) -> None:
    """Leaves nothing of what was deleted in the file, nor in the one beside it."""
    forget_words(database)
    database.run("VACUUM")
    truncate(database)


def truncate(database: Database) -> None:
    """Empties the file beside the journal; UserFacingError where others keep that from it."""
    busy = database.row("PRAGMA wal_checkpoint(TRUNCATE)")
    if busy is None or busy[0] != 0:
        raise UserFacingError(
            "It is deleted, but not yet from every file.",
            "Another window reads the journal, whose side file still has it.",
            "Close the other windows of the console, then delete once more.",
        )


def prune(database: Database, retention: Retention, now: datetime, limit: int) -> int:
    """Takes out at most so many attempts that are too old, or too many; how many."""
    oldest = microseconds(now - timedelta(days=retention.days))
    select = "SELECT key FROM attempts WHERE pinned = 0"
    rows = database.rows(
        f"{select} AND started_us < ? ORDER BY started_us LIMIT ?", (oldest, limit)
    )
    if not rows and size_of(database) > retention.megabytes * _MEGABYTE * _ROOM:
        rows = database.rows(f"{select} ORDER BY started_us LIMIT ?", (max(1, limit // 10),))
    delete_keys(database, [key for (key,) in rows if isinstance(key, int)])
    return len(rows)


def size_of(database: Database) -> int:
    """Bytes that are in use."""
    pages = database.number("PRAGMA page_count") - database.number("PRAGMA freelist_count")
    return pages * database.number("PRAGMA page_size")


def give_back(database: Database, pages: int) -> bool:
    """Makes the file smaller by so many unused pages; whether there are more."""
    database.run(f"PRAGMA incremental_vacuum({pages})")
    return database.number("PRAGMA freelist_count") > 0


def _mentioning(database: Database, username: str) -> list[int]:
    """Attempts of others in which the name stands, and some in which it is a part of a word."""
    found: set[int] = set()
    for form in _forms(username):
        like = "%" + form.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
        for select in (
            "SELECT key FROM headers WHERE header LIKE ?1 ESCAPE '!'",
            "SELECT DISTINCT key FROM events WHERE event LIKE ?1 ESCAPE '!'",
            "SELECT key FROM attempts WHERE note LIKE ?1 ESCAPE '!' OR ticket LIKE ?1 ESCAPE '!'",
            "SELECT key FROM tags WHERE tag LIKE ?1 ESCAPE '!'",
        ):
            found.update(key for (key,) in database.rows(select, (like,)) if isinstance(key, int))
    return sorted(found)


def _forms(username: str) -> set[str]:
    """The ways in which the name may stand in a column; LIKE itself sees no case in ASCII."""
    name = username.strip()
    local, at, _domain = name.rpartition("@")
    names = {name, local} if at else {name, name.lstrip("+")}  # which may be a phone's
    plain = {unicodedata.normalize(form, each) for form in ("NFC", "NFD") for each in names} | names
    plain |= {each for text in plain for each in (text.lower(), text.upper(), text.casefold())}
    shown = {visible(text) for text in plain}
    shown |= {html.escape(text) for text in shown}
    coded = {quote(text.encode("utf-8", "surrogatepass"), safe="") for text in plain}
    escaped = {json.dumps(text)[1:-1] for text in plain | shown}
    return {form for form in (*shown, *coded, *escaped) if form}


def _take_out(database: Database, key: int, name: re.Pattern[str]) -> None:
    """Puts a label in the place of the name, in all that is written of another's attempt."""
    changed = False
    for header, _key in database.rows("SELECT header, key FROM headers WHERE key = ?", (key,)):
        for text in _without(header, name):
            changed |= database.run("UPDATE headers SET header = ? WHERE key = ?", (text, key)) > 0
    change = "UPDATE events SET event = ? WHERE key = ? AND seq = ?"
    for event, seq in database.rows("SELECT event, seq FROM events WHERE key = ?", (key,)):
        for text in _without(event, name):
            changed |= database.run(change, (text, key, seq)) > 0
    notes = annotations_of(database, key)
    shown = Annotations(
        tags=tuple(name.sub(USER_LABEL, tag) for tag in notes.tags),
        note=name.sub(USER_LABEL, notes.note),
        pinned=notes.pinned,
    )
    if shown != notes:
        put_annotations(database, key, shown)
        changed = True
    for (ticket,) in database.rows("SELECT ticket FROM attempts WHERE key = ?", (key,)):
        if ticket is not None and name.search(str(ticket)):
            set_ticket(database, key, name.sub(USER_LABEL, str(ticket)))
            changed = True
    if changed:
        database.run("DELETE FROM words WHERE rowid = ?", (key,))
        database.run("UPDATE attempts SET indexed = 0 WHERE key = ?", (key,))


def _without(text: Value, name: re.Pattern[str]) -> Iterator[str]:
    """The JSON text with a label for the name, where that makes it another."""
    with contextlib.suppress(*UNREADABLE):
        shown = json.dumps(_labelled(json.loads(str(text)), name), separators=(",", ":"))
        if shown != text:
            yield shown


def _labelled(value: Json, name: re.Pattern[str]) -> Json:
    if isinstance(value, dict):
        return {
            key: inner if key in _OF_THE_API or _is_id(key, inner) else _labelled(inner, name)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_labelled(item, name) for item in value]
    return name.sub(USER_LABEL, value) if isinstance(value, str) else value


def _is_id(key: str, value: Json) -> bool:
    """An event has the classification's id, a header all of it."""
    return key == "classification" and isinstance(value, str)
