"""Deletes from every file of the journal: the open one, its side file, and those that were kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from console.core.history import folded
from console.services.journal_database import Database
from console.services.journal_delete import (
    delete_every,
    delete_ids,
    delete_user,
    forget_words,
    scrub,
    truncate,
)
from console.services.journal_file import JournalFile, NewerFileError
from console.services.journal_held import HeldAttempts
from console.services.journal_keeper import Keeper
from console.services.journal_key import JournalKey, NoKeyError

_TITLE: Final = "It could not be deleted."


class Eraser:
    """Lives on the journal's thread. Methods raise UserFacingError where anything is left."""

    def __init__(
        self, *, file: JournalFile, held: HeldAttempts, keeper: Keeper, key: JournalKey
    ) -> None:
        self._file = file
        self._held = held
        self._keeper = keeper
        self._key = key

    def attempts(self, attempt_ids: Sequence[str]) -> int:
        """Takes these attempts out; how many there were, on the disk or on their way to it."""
        held = self._held.all().keys() & set(attempt_ids)

        def work(database: Database) -> int:
            count = delete_ids(database, attempt_ids)
            if count:
                forget_words(database)
            return count

        there = self._file.write(_TITLE, work)
        self._keeper.forget(attempt_ids)
        self._file.outside(_TITLE, truncate)
        return max(there, len(held))

    def everything(self) -> None:
        """Takes all out. A file that cannot be opened for want of its key goes as it is."""
        given = list(self._held.all())
        try:
            self._file.write(_TITLE, delete_every)
            self._file.outside(_TITLE, scrub)
        except (NoKeyError, NewerFileError):
            self._file.remove(_TITLE)
            self._key.forget()
        self._keeper.forget(given)
        self._file.remove_kept(_TITLE)

    def customer(self, username: str) -> int:
        """Takes a user's attempts out, and the name wherever it stands; how many there were."""
        name = folded(username)
        own = [key for key, each in self._held.names().items() if folded(each) == name]

        def work(database: Database) -> int:
            return delete_user(database, username, own)

        there = self._file.write(_TITLE, work)
        held = self._held.all().keys() & set(own)
        self._keeper.forget(own)
        self._file.outside(_TITLE, scrub)
        self._file.remove_kept(_TITLE)
        return max(there, len(held))
