"""The journal's file: opened under its key, moved on to the present form, mended when damaged."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

from console.core.errors import UserFacingError
from console.core.history import Keeping
from console.core.secret import Secret
from console.core.text import visible
from console.services import journal_places as places
from console.services import journal_rebuild as rebuild
from console.services.file_lock import FileLock
from console.services.files import disk_problem, make_private_directory
from console.services.journal_database import Database, FileKind, Kind, SqlError, kind_of
from console.services.journal_key import (
    LOCK_NAME,
    NoKeyError,
    check_value,
    keep_check,
    kept_check,
)
from console.services.journal_names import Names
from console.services.journal_places import FILE_NAME
from console.services.journal_schema import SCHEMA_VERSION, version_of

T = TypeVar("T")
Work = Callable[[Database], T]

_TRIES: Final = 3
_NO_RIGHT: Final = ("This account may not write it.", "Choose another folder with --data-dir.")
_REASONS: Final = {
    Kind.FULL: ("The disk is full.", "Free some space on it."),
    Kind.READ_ONLY: _NO_RIGHT,
    Kind.CANNOT_OPEN: (
        "It cannot be opened.",
        "Check that the data directory may be written, and close what has many files open.",
    ),
    Kind.BUSY: (
        "Another program holds it.",
        "Close other windows of the console and programs that back up or scan its data directory.",
    ),
    Kind.DISK: ("The disk reports an error.", "Check the disk."),
    Kind.DAMAGED: ("It is damaged.", "Keep a copy of the file, then start again."),
    Kind.NO_TABLE: ("Its tables are not a journal's.", "Keep a copy of it, then start again."),
    Kind.NOT_LOADED: ("SQLite cannot be loaded.", "Install the console anew."),
}
_UNREADABLE: Final = (Kind.DAMAGED, Kind.NO_TABLE)
_SHUT: Final = (Kind.READ_ONLY, Kind.CANNOT_OPEN)


class NewerFileError(UserFacingError):
    """A newer version wrote the file: it may be read and is left as it is."""


class JournalFile:
    """One connection, opened when first needed and again after an error; used on one thread."""

    def __init__(self, directory: Path, *, key: Callable[[], Secret | None], busy_s: float) -> None:
        """`key` gives the key, None where there is no keyring, or raises UserFacingError."""
        self._path = directory / FILE_NAME
        self._key = key
        self._busy_s = busy_s
        self._lock = FileLock(directory / LOCK_NAME)
        self._database: Database | None = None
        self._seen: os.stat_result | None = None  # the file as it was opened
        self.keeping = Keeping.NOT_OPENED
        self.names = Names(kept=False)  # how the open file keeps them
        self.generation = 0  # how many files there were: what one had, the next may not have
        self.problem: UserFacingError | None = None  # a damaged file was put aside

    @property
    def is_open(self) -> bool:
        """Whether it is open and may be written."""
        return self._database is not None and self.keeping is not Keeping.READ_ONLY

    def write(self, title: str, work: Work[T]) -> T:
        """`work` in a transaction, committed to the disk before this returns.

        Where the file proves damaged, what can be read of it is copied to a new one, and the work
        done there. Whatever else is refused is raised as UserFacingError(title, …).
        """
        with self._in_words(title):
            return self._tried(lambda: self._transact(work))

    def read(self, title: str, work: Work[T]) -> T:
        """`work` without a transaction; refusals as UserFacingError(title, …)."""
        with self._in_words(title):
            try:
                return self._tried(lambda: work(self._opened()))
            except (OSError, SqlError) as error:
                if isinstance(error, SqlError) and error.kind not in _SHUT:
                    raise
                with contextlib.suppress(OSError, SqlError, UserFacingError):
                    return self._read_as_it_is(work)
                raise

    def outside(self, title: str, work: Work[T]) -> T:
        """`work` with no transaction open, for what SQLite does only so: VACUUM, checkpoints."""
        with self._in_words(title):
            database = self._opened()
            self._refuse_newer()
            return work(database)

    def look(self, title: str) -> None:
        """Looks at the file, without its key, and changes nothing; refusals as UserFacingError."""
        with self._in_words(title):
            kind = kind_of(self._path)
            sealed = kind is FileKind.SEALED and kept_check(self._path.parent) is not None
            if kind is FileKind.MISSING or sealed:
                return
            if self._look(None) > SCHEMA_VERSION:
                self.keeping = Keeping.READ_ONLY
                self._refuse_newer()

    def close(self) -> None:
        """Closes the connection, if there is one."""
        database, self._database = self._database, None
        if database is not None:
            database.close()

    def remove_kept(self, title: str, *, before: datetime | None = None) -> None:
        """Removes the backup and the damaged files that were kept, or those from before then."""
        with self._in_words(title):
            for kept in places.kept_files(self._path):
                if before is None or kept.stat().st_mtime < before.timestamp():
                    places.remove(kept)

    def remove(self, title: str) -> None:
        """Removes the journal itself, whatever it is; the next work begins a new one."""
        with self._in_words(title), self._lock.holding(self._busy_s):
            self.close()
            places.remove(self._path)
            self.keeping = Keeping.NOT_OPENED

    def _tried(self, work: Callable[[], T]) -> T:
        for left in reversed(range(_TRIES)):
            if self._moved():
                self._let_go()
            try:
                return work()
            except SqlError as error:
                if error.kind is not Kind.DAMAGED or not left or not self.is_open:
                    raise
                self._repair()
            except _MovedError:
                self._let_go()
        raise OSError("the file was replaced again and again")

    def _let_go(self) -> None:
        """The file has another name or none: what it had is not in the one to come."""
        self.close()
        self._seen = None
        self.generation += 1

    def _transact(self, work: Work[T]) -> T:
        database = self._opened()
        self._refuse_newer()
        with database.transaction():
            if self._moved():  # from now on nobody can put another in its place
                raise _MovedError
            return work(database)

    def _opened(self) -> Database:
        if self._database is None:
            make_private_directory(self._path.parent)
            key = self._key()
            with self._lock.holding(self._busy_s):
                database = self._open(key)
                try:
                    self._note_file()
                except OSError:
                    database.close()
                    raise
            self._database = database
        return self._database

    def _note_file(self) -> None:
        seen = self._path.stat()
        if self._seen is not None and not os.path.samestat(self._seen, seen):
            self.generation += 1
        self._seen = seen

    def _open(self, key: Secret | None) -> Database:
        places.clear_leftovers(self._path)
        kind = kind_of(self._path)
        if kind is FileKind.MISSING:
            if key is not None:
                keep_check(self._path.parent, key)
            rebuild.begin(self._path, key=key)
            return self._connect(key)
        if kind is FileKind.SEALED:
            self._check_key(key)
        file_key = None if kind is FileKind.PLAIN else key
        try:
            version = self._look(file_key)
            if version > SCHEMA_VERSION:
                self.keeping = Keeping.READ_ONLY
                return self._to_read(file_key)
            if version != SCHEMA_VERSION or file_key is not key:
                file_key = self._moved_on(version, file_key, key)
        except SqlError as error:
            if error.kind not in _UNREADABLE:
                raise
            self._mend(file_key, key)
            file_key = key
        return self._connect(file_key)

    def _check_key(self, key: Secret | None) -> None:
        kept = kept_check(self._path.parent)
        if kept is None:
            return  # it opens with the key, or it is damaged
        if key is None:
            raise NoKeyError(
                "",
                "The journal is encrypted, and there is no system keyring that has its key.",
                "Start the console where the keyring is, or choose another folder with --data-dir.",
            )
        if check_value(key) != kept and not self._opens_with(key):
            raise NoKeyError(
                "",
                "The key in the system keyring is not the one of this journal.",
                "Bring back the keyring that has the key, choose another folder with --data-dir, "
                "or delete the history to begin a new journal. The present one is not changed.",
            )

    def _opens_with(self, key: Secret) -> bool:
        """Then it is the check that is spoiled. Nothing beside the file is touched."""
        try:
            Database(
                self._path, key=key, busy_s=self._busy_s, read_only=True, unchanging=True
            ).close()
        except SqlError:
            return False
        return True

    def _look(self, key: Secret | None) -> int:
        """Through a connection that cannot write: what is not ours stays as it is to the byte.

        But for what a process that died was changing: that has to be undone first.
        """
        try:
            with contextlib.closing(self._to_read(key)) as peek:
                return version_of(peek)
        except SqlError as error:
            unsure = key is not None and kept_check(self._path.parent) is None
            if error.kind is not Kind.READ_ONLY or unsure:  # under a wrong key it would be lost
                raise
        with contextlib.closing(Database(self._path, key=key, busy_s=self._busy_s)) as undoing:
            return version_of(undoing)

    def _to_read(self, key: Secret | None) -> Database:
        return Database(self._path, key=key, busy_s=self._busy_s, read_only=True)

    def _moved_on(self, version: int, key: Secret | None, new_key: Secret | None) -> Secret | None:
        """Puts a file of the present version, and under the key, in its place; that file's key."""
        if new_key is not None:
            keep_check(self._path.parent, new_key)
        try:
            rebuild.migrate(self._path, key=key, new_key=new_key)
        except rebuild.HeldError:
            if version == SCHEMA_VERSION:
                return key  # as it is until nobody else has it open
            raise UserFacingError(
                "",
                "It is of an earlier version, and another window has it open.",
                "Close the other windows of the console.",
            ) from None
        return new_key

    def _connect(self, key: Secret | None) -> Database:
        if key is not None:
            keep_check(self._path.parent, key)
        places.make(self._path)
        database = Database(self._path, key=key, busy_s=self._busy_s)
        try:
            database.enter_wal()
        except BaseException:
            database.close()
            raise
        self.keeping = Keeping.PLAIN if key is None else Keeping.ENCRYPTED
        if self.names.kept is not (key is not None):
            self.names = Names(kept=key is not None)
        return database

    def _repair(self) -> None:
        """The open file proved damaged, unless another process has mended it meanwhile."""
        if self._moved():
            return
        self.close()
        key = self._key()
        with self._lock.holding(self._busy_s):
            if self._moved():
                return
            plain = kind_of(self._path) is FileKind.PLAIN
            self._mend(None if plain else key, key)

    def _mend(self, key: Secret | None, new_key: Secret | None) -> None:
        if new_key is not None:
            keep_check(self._path.parent, new_key)
        aside, count = rebuild.mend(self._path, key=key, new_key=new_key)
        attempts = "No attempt of it" if count == 0 else f"{count} of its attempts"
        self.problem = UserFacingError(
            "The journal of attempts was damaged.",
            f"It is kept as {visible(aside.name)}, and a new one was begun. {attempts} could be "
            "read and copied to it.",
            "Others are missing from the history; keep that file if they matter.",
        )

    def _moved(self) -> bool:
        """Whether the name means another file now than the one that was opened."""
        if self._seen is None:
            return False
        try:
            return not os.path.samestat(self._seen, self._path.stat())
        except FileNotFoundError:
            return True

    def _read_as_it_is(self, work: Work[T]) -> T:
        """From a directory that may not be written, as far as SQLite can."""
        try:
            return self._read_under(None, work)
        except SqlError as error:
            if error.kind is not Kind.DAMAGED:
                raise
        return self._read_under(self._key(), work)

    def _read_under(self, key: Secret | None, work: Work[T]) -> T:
        unchanging = not os.access(self._path.parent, os.W_OK)  # SQLite cannot make side files
        database = Database(
            self._path, key=key, busy_s=self._busy_s, read_only=True, unchanging=unchanging
        )
        with contextlib.closing(database):
            return work(database)

    def _refuse_newer(self) -> None:
        if self.keeping is Keeping.READ_ONLY:
            raise NewerFileError(
                "The journal was written by a newer version of this program.",
                "It is shown and left as it is: attempts are not kept.",
                "Use that version, or choose another data directory with --data-dir.",
            )

    @contextlib.contextmanager
    def _in_words(self, title: str) -> Iterator[None]:
        try:
            yield
        except SqlError as error:
            if error.kind is not Kind.BUSY:
                self.close()  # the next work opens the file anew
            raise self._problem(title, error) from None
        except OSError as error:
            self.close()
            raise disk_problem(title, self._path, error) from error
        except UserFacingError as error:
            raise type(error)(error.title or title, error.detail, error.hint) from None

    def _problem(self, title: str, error: SqlError) -> UserFacingError:
        said = error.text or str(error.kind)
        reason, hint = _REASONS.get(error.kind, (f"SQLite says: {said}.", "Start again."))
        return UserFacingError(title, f"{visible(str(self._path), 300)}: {reason}", hint)


class _MovedError(Exception):
    """Another file has taken the place of the one that is open."""
