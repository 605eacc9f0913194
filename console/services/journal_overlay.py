"""What is held in memory, laid over what the file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from console.core.history import Annotations, Page, Query, Row, matches, place
from console.core.record import AttemptRecord
from console.services.journal_held import Held


def over_page(page: Page, held: Mapping[str, Held], query: Query) -> Page:
    """The page with the attempts that are held, as far as they fit the query."""
    rows = {row.header.attempt_id: row for row in page.rows}
    added = 0
    for attempt_id, each in held.items():
        known = rows.pop(attempt_id, None)
        row = _row(each, known)
        if row is None or not matches(query, row):
            added -= known is not None
        elif query.before is None or place(row) < query.before:
            rows[attempt_id] = row
            added += known is None
    newest_first = sorted(rows.values(), key=place, reverse=True)
    return Page(rows=tuple(newest_first[: max(0, query.limit)]), total=page.total + added)


def with_names(page: Page, names: Mapping[str, str]) -> Page:
    """The page of a plain file, with the names of this run's attempts, which only memory has."""
    rows = (
        replace(row, header=replace(row.header, username=names[row.header.attempt_id]))
        if row.header.attempt_id in names
        else row
        for row in page.rows
    )
    return replace(page, rows=tuple(rows))


def over_record(kept: AttemptRecord | None, held: Held) -> AttemptRecord | None:
    """The attempt as it will be once all is committed."""
    record = held.shown() or kept
    if record is None:
        return None
    if held.record is None and held.ticket is not None:
        record = replace(record, ticket=held.ticket[0])
    events = {event.seq: event for event in (() if kept is None else kept.events)}
    events.update(held.events)
    return replace(record, events=tuple(events[seq] for seq in sorted(events)))


def _row(held: Held, known: Row | None) -> Row | None:
    header = held.shown() or (None if known is None else known.header)
    if header is None:
        return None
    if held.record is None and held.ticket is not None:
        header = replace(header, ticket=held.ticket[0])
    kept = Annotations() if known is None else known.annotations
    return Row(header=header, annotations=held.annotations or kept)
