"""The history's questions as SQL, and the words that can be found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from console.core.history import Page, Query, Row, folded, searched_texts, words_of
from console.core.text import visible
from console.services.journal_database import Database, Value
from console.services.journal_schema import microseconds
from console.services.journal_store import ROW_COLUMNS, row_from

_FROM: Final = "FROM attempts a LEFT JOIN headers h ON h.key = a.key"
_ORDER: Final = "ORDER BY a.started_us DESC, a.attempt_id DESC"
_WORDS_LIMIT: Final = 200_000  # characters of one attempt that can be found
_MANY: Final = 20_000  # so many hits are looked up from the side of the list

Conditions = list[tuple[str, tuple[Value, ...]]]


def search(database: Database, query: Query) -> Page:
    """The page that the query asks for; words of attempts that are not indexed are not found."""
    found = _match(query.text)
    wanted = _conditions(query)
    if found is None:
        total = _count(database, wanted)
    elif not wanted:
        total = database.number("SELECT count(*) FROM words WHERE words MATCH ?", (found,))
    else:
        total = _count(database, [*wanted, _among(found)])
    if query.before is not None:
        moment, attempt_id = query.before
        wanted.append(("(a.started_us, a.attempt_id) < (?, ?)", (microseconds(moment), attempt_id)))
    if found is not None:
        # Many hits: walking the list and asking for each finds a page sooner than sorting them.
        wanted.append(_each(found) if total > _MANY else _among(found))
    where, values = _where(wanted)
    rows = database.rows(
        f"SELECT {ROW_COLUMNS} {_FROM} {where} {_ORDER} LIMIT ?", (*values, max(0, query.limit))
    )
    return Page(rows=tuple(row_from(database, row) for row in rows), total=total)


def index_some(database: Database, limit: int) -> int:
    """Makes the words of at most so many attempts findable, newest first; how many there were."""
    keys = database.rows(
        "SELECT key FROM attempts WHERE NOT indexed ORDER BY key DESC LIMIT ?", (limit,)
    )
    for (key,) in keys:
        columns = database.rows(f"SELECT {ROW_COLUMNS} {_FROM} WHERE a.key = ?", (key,))[0]
        body = words_text(database, row_from(database, columns), key)
        database.run("INSERT OR REPLACE INTO words (rowid, body) VALUES (?, ?)", (key, body))
        database.run("UPDATE attempts SET indexed = 1 WHERE key = ?", (key,))
    return len(keys)


def words_text(database: Database, row: Row, key: Value) -> str:
    """Everything of an attempt that can be found."""
    texts = list(searched_texts(row))
    for (event,) in database.rows("SELECT event FROM events WHERE key = ? ORDER BY seq", (key,)):
        texts += _event_texts(str(event))
    return visible(" ".join(dict.fromkeys(texts)))[:_WORDS_LIMIT]


def _event_texts(event: str) -> list[str]:
    try:
        row = json.loads(event)
        return list(_texts(row["data"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _match(text: str) -> str | None:
    """The query in FTS5's own language: every word, or the beginning of one."""
    words = words_of(text)
    if not words:
        return None
    return " AND ".join('"' + word.replace('"', '""') + '"*' for word in words)


def _among(found: str) -> tuple[str, tuple[Value, ...]]:
    return "a.key IN (SELECT rowid FROM words WHERE words MATCH ?)", (found,)


def _each(found: str) -> tuple[str, tuple[Value, ...]]:
    """The same, but for each row of the list in turn: the sign keeps SQLite from sorting hits."""
    condition, values = _among(found)
    return f"+{condition}", values


def _conditions(query: Query) -> Conditions:
    found: Conditions = []
    for condition, value in (
        ("a.profile_name = ?", visible(query.profile) if query.profile else None),
        ("a.folded_name = ?", folded(query.user) if query.user else None),
        ("a.outcome = ?", None if query.outcome is None else str(query.outcome)),
        ("a.classification = ?", query.classification or None),
        ("a.started_us >= ?", None if query.since is None else microseconds(query.since)),
        ("a.started_us < ?", None if query.until is None else microseconds(query.until)),
    ):
        if value is not None:
            found.append((condition, (value,)))
    if query.ticket:
        ticket = visible(query.ticket.strip())
        found.append(("a.ticket = ? COLLATE NOCASE AND a.ticket IS NOT NULL", (ticket,)))
    if query.tag:
        tagged = "a.key IN (SELECT key FROM tags WHERE folded_tag = ?)"
        found.append((tagged, (folded(query.tag),)))
    if query.pinned:
        found.append(("a.pinned = 1", ()))
    return found


def _count(database: Database, wanted: Conditions) -> int:
    where, values = _where(wanted)
    return database.number(f"SELECT count(*) FROM attempts a {where}", values)  # noqa: S608


def _where(wanted: Conditions) -> tuple[str, tuple[Value, ...]]:
    if not wanted:
        return "", ()
    values = tuple(value for _condition, given in wanted for value in given)
    return "WHERE " + " AND ".join(condition for condition, _given in wanted), values
