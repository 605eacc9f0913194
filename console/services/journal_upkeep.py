"""What the journal does while nobody asks: makes words findable, and keeps to its bounds."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Final

from console.core.errors import UserFacingError
from console.core.history import Retention
from console.core.ports import Clock
from console.services.journal_delete import forget_some_words, give_back, prune, truncate
from console.services.journal_file import JournalFile
from console.services.journal_search import index_some

# So much a step: a write that comes meanwhile waits for no more than that.
_INDEXED: Final = 50
_PRUNED: Final = 20
_PAGES: Final = 200
_NEXT_S: Final = 0.01
_EVERY_S: Final = 3600.0
_TITLE: Final = "The journal could not be tidied."


class Upkeep:
    """One small step at a time, on the journal's thread."""

    def __init__(self, file: JournalFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._retention = Retention()
        self._pruning = True
        self._pruned_any = False
        # Words of what was pruned or changed may be left in the index; True: not begun.
        self._merge: bool | None = None
        self._next_at = 0.0

    def set_retention(self, retention: Retention) -> None:
        """Other bounds, to be kept to from the next step on."""
        self._retention = retention
        self._pruning = True

    def step(self) -> float | None:
        """Seconds until the next step; None while the file is not open."""
        if not self._file.is_open:
            return None
        try:
            return _NEXT_S if self._worked() else _EVERY_S
        except UserFacingError:
            return _EVERY_S  # the next write tells what the disk refuses

    def index_rest(self) -> bool:
        """Makes what was written last findable; whether there was anything."""
        unfound = "SELECT EXISTS (SELECT 1 FROM attempts WHERE NOT indexed)"
        if not self._file.is_open:
            return False
        if not self._file.read(_TITLE, lambda database: database.number(unfound)):
            return False
        self._file.write(_TITLE, lambda database: index_some(database, _INDEXED))
        return True

    def index_for(self, seconds: float) -> None:
        """Makes findable what it can in that time; the rest comes by itself."""
        end = time.monotonic() + seconds
        while self.index_rest() and time.monotonic() < end:
            pass

    def _worked(self) -> bool:
        if self.index_rest():
            return True
        if time.monotonic() >= self._next_at:
            self._pruning = True
            self._next_at = time.monotonic() + _EVERY_S
        if self._pruning:
            now, retention = self._clock.now(), self._retention
            count = self._file.write(_TITLE, lambda base: prune(base, retention, now, _PRUNED))
            if count == 0:
                self._pruning = False
                self._merge = True
                self._file.remove_kept(_TITLE, before=now - timedelta(days=retention.days))
            self._pruned_any = self._pruned_any or count > 0
            return True
        if self._merge is not None:
            first = self._merge
            more = self._file.write(
                _TITLE, lambda base: forget_some_words(base, _PAGES, first=first)
            )
            self._merge = False if more else None
            return True
        if self._pruned_any:
            self._pruned_any = self._file.write(_TITLE, lambda base: give_back(base, _PAGES))
            if not self._pruned_any:
                self._file.outside(_TITLE, truncate)
            return True
        return False
