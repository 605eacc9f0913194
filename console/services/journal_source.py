"""The attempts of a journal of any version, as they are; of a damaged one what can be read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from console.core.history import Annotations
from console.core.permit import Effect
from console.core.text import visible
from console.services.journal_database import Database, Kind, SqlError, Value
from console.services.journal_rows import UNREADABLE, id_in, record_from
from console.services.journal_schema import microseconds
from console.services.journal_store import annotations_of

_BATCH: Final = 200  # keys a look
_GAP: Final = 200_000  # keys that are tried one by one where a file is damaged
_PAST_DAMAGE: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An attempt as its file has it, readable or not."""

    attempt_id: str
    started_us: int
    profile_name: str
    username: str
    ticket: str | None
    outcome: str | None
    header: str
    events: tuple[tuple[int, str], ...]
    effect: str = str(Effect.TRY)
    budget: str | None = None
    annotations: Annotations = field(default_factory=Annotations)


class Source:
    """The attempts of a file of either version. A tolerant one leaves out what cannot be read."""

    def __init__(self, database: Database, version: int, *, tolerant: bool = False) -> None:
        self._database = database
        self._version = version
        self._key = "rowid" if version == 1 else "key"
        self._tolerant = tolerant

    def attempts(self) -> Iterator[Raw]:
        """All of them, oldest key first."""
        for key in self._keys():
            try:
                raw = self._raw_1(key) if self._version == 1 else self._raw_2(key)
            except SqlError as error:
                self._let_pass(error)
            else:
                if raw is not None:
                    yield raw

    def _keys(self) -> Iterator[int]:
        """From the first key up; behind damage, from the last one down and one by one between."""
        reached = 0
        try:
            while batch := self._batch(f"{self._key} > ? ORDER BY {self._key}", reached):
                yield from batch
                reached = batch[-1]
        except SqlError as error:
            self._let_pass(error)
        else:
            return
        above: list[int] = []
        lowest = 2**62
        try:
            while batch := self._batch(f"{self._key} < ? ORDER BY {self._key} DESC", lowest):
                above += [key for key in batch if key > reached]
                lowest = batch[-1]
                if lowest <= reached:
                    break
        except SqlError as error:
            self._let_pass(error)
        end = min(above) if above else reached + _PAST_DAMAGE
        yield from range(reached + 1, min(end, reached + _GAP))
        yield from reversed(above)

    def _batch(self, condition: str, bound: int) -> list[int]:
        rows = self._database.rows(
            f"SELECT {self._key} FROM attempts WHERE {condition} LIMIT {_BATCH}",  # noqa: S608
            (bound,),
        )
        return [key for (key,) in rows if isinstance(key, int)]

    def _raw_1(self, key: int) -> Raw | None:
        row = self._database.row(
            "SELECT attempt_id, started_at, profile_name, username, ticket, outcome, header "
            "FROM attempts WHERE rowid = ?",
            (key,),
        )
        if row is None:
            return None
        return Raw(
            attempt_id=str(row[0]),
            started_us=_started_us(row[1]),
            profile_name=str(row[2]),
            username=str(row[3]),
            ticket=_text_or_none(row[4]),
            outcome=_text_or_none(row[5]),
            header=str(row[6]),
            events=self._events("attempt_id = ?", row[0]),
        )

    def _raw_2(self, key: int) -> Raw | None:
        row: tuple[Value, ...] | None = None
        header: tuple[Value, ...] | None = None
        annotations = Annotations()
        with self._passing():
            row = self._database.row(
                "SELECT attempt_id, started_us, profile_name, username, ticket, outcome, effect, "
                "budget FROM attempts WHERE key = ?",
                (key,),
            )
        with self._passing():
            header = self._database.row("SELECT header FROM headers WHERE key = ?", (key,))
        with self._passing():
            annotations = annotations_of(self._database, key)
        text = "" if header is None else str(header[0])
        row = row or _columns(text)
        if row is None:
            return None
        return Raw(
            attempt_id=str(row[0]),
            started_us=row[1] if isinstance(row[1], int) else 0,
            profile_name=str(row[2]),
            username=str(row[3]),
            ticket=_text_or_none(row[4]),
            outcome=_text_or_none(row[5]),
            header=text,
            events=self._events("key = ?", key),
            effect=str(row[6]),
            budget=_text_or_none(row[7]),
            annotations=annotations,
        )

    def _events(self, condition: str, value: Value) -> tuple[tuple[int, str], ...]:
        every = f"SELECT seq, event FROM events WHERE {condition} AND seq > ? ORDER BY seq"  # noqa: S608
        found: list[tuple[int, str]] = []
        try:
            return tuple(_event_row(row) for row in self._database.rows(every, (value, -1)))
        except SqlError as error:
            self._let_pass(error)
        with self._passing():  # one by one as far as they can be read
            while row := self._database.row(
                f"{every} LIMIT 1", (value, found[-1][0] if found else -1)
            ):
                found.append(_event_row(row))
        return tuple(found)

    @contextlib.contextmanager
    def _passing(self) -> Iterator[None]:
        try:
            yield
        except SqlError as error:
            self._let_pass(error)

    def _let_pass(self, error: SqlError) -> None:
        if not self._tolerant or error.kind not in (Kind.DAMAGED, Kind.DISK, Kind.NO_TABLE):
            raise error


def _started_us(value: Value) -> int:
    try:
        return microseconds(datetime.fromisoformat(str(value)))
    except (ValueError, TypeError):  # no moment, or one without a zone
        return 0


def _text_or_none(value: Value) -> str | None:
    return None if value is None else str(value)


def _event_row(row: tuple[Value, ...]) -> tuple[int, str]:
    return (row[0] if isinstance(row[0], int) else 0), str(row[1])


def _columns(header: str) -> tuple[Value, ...] | None:
    """What the row of an attempt had, as far as its header tells it."""
    try:
        attempt_id = id_in(header)
        record = record_from(attempt_id=attempt_id, ticket=None, header=header)
        started_us = microseconds(record.started_at)
    except UNREADABLE:
        return None
    outcome = None if record.outcome is None else str(record.outcome)
    shown = (visible(record.profile_name), visible(record.username))
    return (attempt_id, started_us, *shown, None, outcome, str(Effect.TRY), None)
