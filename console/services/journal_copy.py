"""Attempts put into a new file as they were in another, with labels for names in a plain one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from console.core.history import folded
from console.core.labelling import USER_LABEL
from console.core.record import AttemptRecord
from console.core.text import visible
from console.services.journal_database import Database, Value
from console.services.journal_names import Names
from console.services.journal_rows import (
    UNREADABLE,
    event_from,
    event_text,
    header_text,
    record_from,
)
from console.services.journal_source import Raw
from console.services.journal_store import add_events, key_of, put_annotations

_INSERT: Final = """
INSERT OR IGNORE INTO attempts (attempt_id, started_us, profile_name, username, folded_name,
                                outcome, classification, effect, budget, ticket)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def put_raw(database: Database, raw: Raw, names: Names) -> bool:
    """Writes an attempt into tables of the present version; False where it is there already."""
    record = _record(raw)
    shown = raw if names.kept else _labelled(raw, record, names)
    classification = None if record is None else record.classification
    values: tuple[Value, ...] = (
        shown.attempt_id,
        shown.started_us,
        shown.profile_name,
        shown.username,
        folded(shown.username),
        shown.outcome,
        None if classification is None else visible(classification.id),
        shown.effect,
        shown.budget,
        shown.ticket,
    )
    if database.run(_INSERT, values) == 0:
        return False
    key = key_of(database, shown.attempt_id)
    if key is None:
        raise AssertionError("a row that was written is not there")
    database.run("INSERT INTO headers (key, header) VALUES (?, ?)", (key, shown.header))
    add_events(database, key, shown.events)
    put_annotations(database, key, shown.annotations)
    return True


def _record(raw: Raw) -> AttemptRecord | None:
    with contextlib.suppress(*UNREADABLE):
        return record_from(attempt_id=raw.attempt_id, ticket=raw.ticket, header=raw.header)
    return None


def _labelled(raw: Raw, record: AttemptRecord | None, names: Names) -> Raw:
    """With labels for names; what cannot be read cannot be labelled, and is left out."""
    if record is None:
        return replace(
            raw, profile_name="", username=USER_LABEL, ticket=None, header="{}", events=()
        )
    shown = names.header(record)
    return replace(
        raw,
        profile_name=visible(shown.profile_name),
        username=shown.username,
        ticket=shown.ticket,
        header=header_text(shown),
        events=tuple(_labelled_events(raw, record.username, names)),
        annotations=names.notes(raw.attempt_id, record.username, raw.annotations),
    )


def _labelled_events(raw: Raw, name: str, names: Names) -> Iterator[tuple[int, str]]:
    for seq, text in raw.events:
        with contextlib.suppress(*UNREADABLE):
            (shown,) = names.events(raw.attempt_id, name, [event_from(text)])
            yield seq, event_text(shown)
