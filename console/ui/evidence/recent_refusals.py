"""How many sign-ins of a user were refused from here in the last minutes, read from the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.core.errors import UserFacingError
from console.core.profile import Profile
from console.ui.deps import Deps

if TYPE_CHECKING:
    import asyncio

    from console.core.record import AttemptRecord

_HISTORY = 500  # attempts that are looked through
_FRESH_S = 5.0  # while a name is typed, the journal is not read again at each letter


class RecentRefusals(QObject):
    """Of one user at a time; what the journal says comes later, with `changed`."""

    changed = Signal()

    def __init__(self, *, deps: Deps, parent: QObject) -> None:
        super().__init__(parent)
        self._deps = deps
        self._place: tuple[str, str] | None = None  # the pool's id and the user's name
        self._until: datetime | None = None
        self._records: Sequence[AttemptRecord] = ()
        self._read_at: float | None = None
        self._reading: asyncio.Task[None] | None = None
        self._wanted_again = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def count(self) -> int:
        """As far as the journal was read."""
        if self._place is None or not self._records:
            return 0
        from console.core.diagnosis.situations import failures_seen  # not before the first paint

        pool_id, username = self._place
        now = self._until or self._deps.clock.now()
        return failures_seen(self._records, user_pool_id=pool_id, username=username, now=now)

    def follow(self, profile: Profile | None, username: str) -> None:
        """Counts for this user, up to now."""
        pool_id = "" if profile is None else profile.user_pool_id
        self._follow((pool_id, username) if pool_id and username else None, None)

    def follow_record(self, record: AttemptRecord) -> None:
        """Counts for the user of an attempt of the history, as things stood at its end."""
        until = record.ended_at or record.started_at
        self._follow((record.user_pool_id, record.username), until)

    def read(self) -> None:
        """Reads the journal: it may have changed."""
        if self._reading is not None:
            self._wanted_again = True
        elif self._place is not None:
            task = self._reading = self._deps.tasks.start(self._read(), name="count refusals")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def forget(self) -> None:
        """Counts for nobody; a reading under way is given up."""
        self._place, self._records, self._read_at = None, (), None
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    async def close(self) -> None:
        """Forgets, and waits until nothing is under way any more."""
        import asyncio

        self.forget()
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    # Inside

    def _follow(self, place: tuple[str, str] | None, until: datetime | None) -> None:
        if (place, until) == (self._place, self._until):
            return
        self._place, self._until = place, until
        now = self._deps.clock.monotonic()
        if self._read_at is None or now - self._read_at > _FRESH_S:
            self.read()

    async def _read(self) -> None:
        self._wanted_again = True
        while self._wanted_again:
            self._wanted_again = False
            try:
                records = await self._deps.journal.recent(_HISTORY)
            except UserFacingError:  # a journal that cannot be read hides one fact of many
                records = ()
        self._records, self._read_at = records, self._deps.clock.monotonic()
        self._reading = None
        self.changed.emit()
