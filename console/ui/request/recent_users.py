"""Names that were tried last with the profile, offered while a user name is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.core.errors import UserFacingError
from console.core.ports import Journal
from console.core.profile import Profile
from console.ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

_AT_MOST = 20


class RecentUsers(QObject):
    """Reads the journal once a profile and once an attempt; what comes late is not shown."""

    def __init__(
        self,
        *,
        journal: Journal,
        tasks: Tasks,
        show: Callable[[Sequence[str]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._journal = journal
        self._tasks = tasks
        self._show = show
        self._profile: str | None = None
        self._reading: asyncio.Task[None] | None = None

    def follow(self, profile: Profile | None) -> None:
        """Names of this profile from now on."""
        name = None if profile is None else profile.name
        if name != self._profile:
            self._profile = name
            self._show(())
            self.read()

    def read(self) -> None:
        """The journal may know further names."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        if self._profile is not None:
            self._reading = self._tasks.start(self._read(self._profile), name="recent users")

    async def close(self) -> None:
        """Reads nothing any more."""
        import asyncio

        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait({self._reading})

    async def _read(self, profile: str) -> None:
        try:
            names = await self._journal.recent_users(profile, _AT_MOST)
        except UserFacingError:  # the history says that the journal cannot be read
            return
        self._show(names)
