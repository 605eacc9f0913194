"""The journal: every attempt in one SQLite file of the data directory, safe across a crash."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from console.core.errors import UserFacingError
from console.core.events import Event
from console.core.history import (
    Annotations,
    JournalState,
    Page,
    Query,
    Retention,
    checked,
)
from console.core.ports import Clock, Vault
from console.core.record import AttemptRecord
from console.services.clock import SystemClock
from console.services.journal_database import Database, FileKind, kind_of
from console.services.journal_erase import Eraser
from console.services.journal_file import JournalFile
from console.services.journal_held import HeldAttempts
from console.services.journal_keeper import NOT_KEPT, Keeper, unknown_attempt
from console.services.journal_key import JournalKey
from console.services.journal_overlay import over_page, over_record, with_names
from console.services.journal_places import FILE_NAME
from console.services.journal_rows import UNREADABLE
from console.services.journal_search import search
from console.services.journal_store import annotations_of, key_of, load, recent_users
from console.services.journal_upkeep import Upkeep
from console.services.worker import Worker

T = TypeVar("T")

BUSY_S: Final = 5.0  # window and headless commands write at the same time
_WAIT_S: Final = 8.0  # for a commit: longer than others may hold the file
_INDEXED_S: Final = 0.1  # so long a search may make what was written last findable
_NOT_READ: Final = "The journal could not be read."


class SqliteJournal:
    """All SQLite work is done on one thread of its own; the methods can be awaited on any loop.

    What is given is held in memory until it is committed. A method that writes returns after the
    commit, or raises; what could not be committed is tried again, by itself and with each further
    write. A damaged file is put aside and work goes on in a new one, with what could be read of the
    old. The method that finds the damage does its work there, and then says so, once, as a
    UserFacingError.
    """

    def __init__(
        self,
        directory: Path,
        *,
        vault: Vault,
        clock: Clock | None = None,
        busy_s: float = BUSY_S,
        wait_s: float = _WAIT_S,
    ) -> None:
        """Opens nothing yet, and asks no keyring: the first method that is awaited does."""
        path = directory / FILE_NAME
        self._wait_s = wait_s
        self._watchers: list[Callable[[], object]] = []
        self._key = JournalKey(
            directory,
            vault,
            may_make=lambda: kind_of(path) is not FileKind.SEALED,
            on_answer=lambda: self._worker.post(self._catch_up),
        )
        self._file = JournalFile(directory, key=self._key.get, busy_s=busy_s)
        self._held = HeldAttempts()
        self._keeper = Keeper(self._file, self._held, self._tell)
        self._upkeep = Upkeep(self._file, clock or SystemClock())
        self._eraser = Eraser(file=self._file, held=self._held, keeper=self._keeper, key=self._key)
        self._worker = Worker("journal", idle=self._idle)

    async def begin(self, record: AttemptRecord) -> None:
        """Commits the attempt's header to the disk before it returns."""
        self._held.put_record(record, whole=False)
        await self._settled(record.attempt_id)

    async def append(self, attempt_id: str, events: Sequence[Event]) -> None:
        """Commits further events."""
        if events:
            self._held.put_events(attempt_id, events)
            await self._settled(attempt_id)

    async def finish(self, record: AttemptRecord) -> None:
        """Commits the header's last state, and those events that could not be kept before."""
        self._held.put_record(record, whole=True)
        await self._settled(record.attempt_id)

    async def set_ticket(self, attempt_id: str, ticket: str | None) -> None:
        """Changes the ticket of an attempt, ended or not."""
        self._held.put_ticket(attempt_id, ticket)
        await self._settled(attempt_id)

    async def annotate(self, attempt_id: str, annotations: Annotations) -> None:
        """Replaces tags, note and pin; UserFacingError where one holds a secret's shape."""
        self._held.put_annotations(attempt_id, checked(annotations))
        await self._settled(attempt_id)

    async def annotations(self, attempt_id: str) -> Annotations:
        """Tags, note and pin of an attempt."""

        def work() -> Annotations:
            held = self._held.all().get(attempt_id)
            if held is not None and held.annotations is not None:
                return held.annotations

            def found(database: Database) -> Annotations | None:
                key = key_of(database, attempt_id)
                return None if key is None else annotations_of(database, key)

            kept = self._file.read(_NOT_READ, found)
            if kept is None and held is None:
                raise unknown_attempt()
            return kept or Annotations()

        return await self._worker.run(work)

    async def recent(self, limit: int) -> tuple[AttemptRecord, ...]:
        """Headers without events, newest first; of unreadable ones what their columns say."""
        page = await self.search(Query(limit=limit))
        return tuple(row.header for row in page.rows)

    async def search(self, query: Query) -> Page:
        """Also finds what is not committed yet, by its headers."""

        def work() -> Page:
            with contextlib.suppress(UserFacingError):
                self._keeper.settle()
                if query.text:
                    self._upkeep.index_for(_INDEXED_S)
            held = self._held.all()
            try:
                page = self._file.read(_NOT_READ, lambda database: search(database, query))
            except UserFacingError:
                page = over_page(Page(rows=(), total=0), held, query)
                if not page.rows:
                    raise
            else:
                if not self._file.names.kept:
                    page = with_names(page, self._held.names())
                page = over_page(page, held, query)
            self._keeper.raise_damage()
            return page

        return await self._worker.run(work)

    async def recent_users(self, profile_name: str, limit: int) -> tuple[str, ...]:
        """Names that were tried last with the profile, newest first; none from a plain file."""

        def work() -> tuple[str, ...]:
            names = self._file.read(
                _NOT_READ, lambda database: recent_users(database, profile_name, limit)
            )
            return names if self._file.names.kept else ()

        return await self._worker.run(work)

    async def load(self, attempt_id: str) -> AttemptRecord:
        """One attempt with its events."""

        def work() -> AttemptRecord:
            held = self._held.all().get(attempt_id)
            kept: AttemptRecord | None = None
            try:
                kept = self._file.read(_NOT_READ, lambda database: load(database, attempt_id))
            except UNREADABLE:
                raise _unreadable() from None
            except UserFacingError:
                if held is None or held.record is None:
                    raise
            record = kept if held is None else over_record(kept, held)
            if record is None:
                raise unknown_attempt()
            return record

        return await self._worker.run(work)

    async def delete(self, attempt_ids: Sequence[str]) -> int:
        """Removes these attempts; how many there were."""
        wanted = tuple(attempt_ids)
        return await self._worker.run(lambda: self._eraser.attempts(wanted))

    async def delete_all(self) -> None:
        """Removes every attempt and every kept file of earlier journals."""
        await self._worker.run(self._eraser.everything)

    async def delete_customer(self, username: str) -> int:
        """Removes the user's attempts and the name; kept files of earlier journals as a whole."""
        return await self._worker.run(lambda: self._eraser.customer(username))

    async def set_retention(self, days: int, megabytes: int) -> None:
        """Other bounds for age and size, kept to in the background."""
        bounds = Retention(days=days, megabytes=megabytes)
        await self._worker.run(lambda: self._upkeep.set_retention(bounds))

    def state(self) -> JournalState:
        """How attempts are kept at this moment."""
        return self._keeper.state()

    def is_saved(self, attempt_id: str) -> bool:
        """Whether all that was given of this attempt is committed."""
        return not self._held.has(attempt_id)

    def watch(self, told: Callable[[], object]) -> Callable[[], None]:
        """`told` is called on the journal's thread; what comes back ends that."""
        self._watchers.append(told)

        def end() -> None:
            with contextlib.suppress(ValueError):
                self._watchers.remove(told)

        return end

    def close(self) -> None:
        """Closes the file after everything that was given to it, and ends the thread."""
        self._worker.close(self._last)

    async def _settled(self, attempt_id: str) -> None:
        """Waits for the commit, but no longer than a sign-in may be kept waiting."""
        import asyncio

        asked_at = time.monotonic()
        try:
            async with asyncio.timeout(self._wait_s):
                await self._worker.run(lambda: self._keeper.settle(attempt_id, asked_at=asked_at))
        except TimeoutError:
            raise UserFacingError(
                NOT_KEPT,
                "The journal is busy: it is being read, moved or held by another program.",
                "It is held in memory, and saved as soon as that can be done.",
            ) from None

    def _idle(self) -> float | None:
        """On the journal's thread, while nobody asks."""
        pause = self._keeper.idle()
        return self._upkeep.step() if pause is None else pause

    def _catch_up(self) -> None:
        with contextlib.suppress(UserFacingError):
            self._keeper.settle()

    def _last(self) -> None:
        try:
            with contextlib.suppress(UserFacingError):
                self._keeper.settle()
                self._upkeep.index_rest()
        finally:
            self._file.close()

    def _tell(self) -> None:
        for told in list(self._watchers):
            told()


def _unreadable() -> UserFacingError:
    return UserFacingError(
        "This attempt cannot be read from the journal.",
        "Its record is damaged, or was written by a newer version.",
        "Other attempts are not touched by that.",
    )
