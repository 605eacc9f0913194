"""Brings what is held to the disk, again and again until it is there, and says how that stands."""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from console.core.errors import UserFacingError
from console.core.history import JournalState, Keeping
from console.services.journal_database import Database
from console.services.journal_file import JournalFile
from console.services.journal_held import Held, HeldAttempts
from console.services.journal_rows import event_text
from console.services.journal_store import (
    add_events,
    effect_of,
    key_of,
    put_annotations,
    put_header,
    set_ticket,
)

NOT_KEPT: Final = "The attempt could not be kept in the journal."
_PAUSES_S: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
_REMEMBERED: Final = 10_000
_PLAIN_REASON: Final = (
    "There is no system keyring, so the journal is not encrypted: labels stand for names in it."
)
_PLAIN_HINT: Final = "Set up the system's keyring; from the next start on it is encrypted."


@dataclass(slots=True)
class _Put:
    """Attempts whose row was written, whose row is gone, and that have and bring none."""

    begun: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)


class Keeper:
    """`settle` and `idle` are for the journal's thread; the rest for any."""

    def __init__(self, file: JournalFile, held: HeldAttempts, told: Callable[[], None]) -> None:
        """`told` is called after each change of how things stand."""
        self._file = file
        self._held = held
        self._told = told
        self._failure: UserFacingError | None = None
        self._failed_at = 0.0
        self._failures = 0
        self._begun: OrderedDict[str, None] = OrderedDict()  # in the present file by this run
        self._gone: OrderedDict[str, None] = OrderedDict()  # deleted: what comes is not kept
        self._generation = 0

    def state(self) -> JournalState:
        """How attempts are kept at this moment."""
        keeping, reason, hint = self._file.keeping, "", ""
        failure = self._failure
        if keeping is Keeping.PLAIN:
            reason, hint = _PLAIN_REASON, _PLAIN_HINT
        if failure is not None:
            keeping = Keeping.READ_ONLY if keeping is Keeping.READ_ONLY else Keeping.NOT_KEPT
            reason = failure.detail if failure.title == NOT_KEPT else failure.sentence()
            hint = failure.hint if failure.title == NOT_KEPT else ""
        return JournalState(
            keeping=keeping,
            reason=reason,
            hint=hint,
            waiting=self._held.waiting,
            lost=self._held.lost,
        )

    def settle(self, attempt_id: str | None = None, *, asked_at: float | None = None) -> None:
        """Commits all that is held; UserFacingError where that cannot be done now.

        Of those who asked before a try that failed, none tries once more. Unknown: `attempt_id`
        has no row for what was given of it.
        """
        if self._failure is not None and asked_at is not None and asked_at < self._failed_at:
            raise self._failure
        if attempt_id in self._commit():
            raise unknown_attempt()
        self.raise_damage()

    def idle(self) -> float | None:
        """Tries again what could not be written; seconds until it wants to be called again."""
        left = self._pause()
        if left is None or left > 0:
            return left
        with contextlib.suppress(UserFacingError):
            self._commit()
        return self._pause()

    def _pause(self) -> float | None:
        if self._failure is None:
            return None
        pause = _PAUSES_S[min(self._failures, len(_PAUSES_S)) - 1]
        return max(0.0, self._failed_at + pause - time.monotonic())

    def _commit(self) -> set[str]:
        if self._held.waiting == 0 and self._failure is None:
            return set()
        taken = self._held.take()
        try:
            put = self._file.write(NOT_KEPT, lambda database: self._put_all(database, taken))
        except UserFacingError as error:
            self._held.give_back()
            self.note_failure(error)
            raise
        except BaseException:
            self._held.give_up()  # a mistake of ours must not keep others from the disk
            self._told()
            raise
        for attempt_id in put.begun:
            _remember(self._begun, attempt_id)
        for attempt_id in put.gone:
            _remember(self._gone, attempt_id)
        self._held.done()
        self.note_success()
        return put.unknown

    def note_failure(self, error: UserFacingError) -> None:
        """The file could not be written."""
        self._failure, self._failed_at = error, time.monotonic()
        self._failures += 1
        self._told()

    def note_success(self) -> None:
        """The file was written."""
        self._failure, self._failures = None, 0
        self._told()

    def forget(self, attempt_ids: Iterable[str]) -> None:
        """These attempts are deleted; what still comes of them is not kept."""
        gone = list(attempt_ids)
        self._held.drop(gone)
        for attempt_id in gone:
            _remember(self._gone, attempt_id)
        self._told()

    def raise_damage(self) -> None:
        """Says once that a damaged file was put aside."""
        damage, self._file.problem = self._file.problem, None
        if damage is not None:
            raise damage

    def _put_all(self, database: Database, taken: dict[str, Held]) -> _Put:
        """What is true of it once it is committed."""
        if self._generation != self._file.generation:
            self._generation = self._file.generation
            self._begun.clear()
        put = _Put()
        for attempt_id, held in taken.items():
            if attempt_id not in self._gone:
                self._put(database, attempt_id, held, put)
        return put

    def _put(self, database: Database, attempt_id: str, held: Held, put: _Put) -> None:
        names, key = self._file.names, key_of(database, attempt_id)
        if key is None and attempt_id in self._begun:
            put.gone.add(attempt_id)  # deleted by another process
            return
        if held.record is not None:
            effect = effect_of(held.events.values())
            key = put_header(database, names.header(held.record), effect)
            put.begun.add(attempt_id)
        if key is None:
            put.unknown.add(attempt_id)
            return
        name = self._held.name_of(attempt_id)
        self._put_events(database, key, attempt_id, held, name)
        if held.ticket is not None:
            set_ticket(database, key, names.ticket(attempt_id, name, held.ticket[0]))
        if held.annotations is not None:
            put_annotations(database, key, names.notes(attempt_id, name, held.annotations))

    def _put_events(
        self, database: Database, key: int, attempt_id: str, held: Held, name: str | None
    ) -> None:
        names = self._file.names
        if not held.events or (name is None and not names.kept):
            return  # in a plain file only with labels; the attempt's end brings all of them
        if held.whole:
            there = database.number("SELECT count(*) FROM events WHERE key = ?", (key,))
            if there >= len(held.events):
                return
        shown = names.events(attempt_id, name or "", held.events.values())
        add_events(database, key, ((event.seq, event_text(event)) for event in shown))


def unknown_attempt() -> UserFacingError:
    """There is no such attempt."""
    return UserFacingError(
        "This attempt is not in the journal.",
        "It was deleted, or it belongs to another data directory.",
        "Open the history again.",
    )


def _remember(where: OrderedDict[str, None], attempt_id: str) -> None:
    where[attempt_id] = None
    while len(where) > _REMEMBERED:
        where.popitem(last=False)
