"""The SQLite file under the journal: opened safely, kept when damaged, its refusals in words."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from console.core.errors import UserFacingError
from console.core.text import visible
from console.services.files import disk_problem, make_private_directory, set_aside

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE attempts (
    attempt_id TEXT NOT NULL PRIMARY KEY,
    started_at TEXT NOT NULL,  -- UTC with microseconds, so that texts sort as times do
    profile_name TEXT NOT NULL,
    username TEXT NOT NULL,
    ticket TEXT,
    outcome TEXT,  -- NULL: not ended, or the program was
    header TEXT NOT NULL  -- JSON; holds all but id, ticket and events
);
CREATE INDEX attempts_by_time ON attempts (started_at);
CREATE TABLE events (
    attempt_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,  -- JSON
    PRIMARY KEY (attempt_id, seq)
) WITHOUT ROWID;
"""
_PROBES = (
    "SELECT attempt_id, started_at, profile_name, username, ticket, outcome, header FROM attempts",
    "SELECT attempt_id, seq, event FROM events",
)
_DAMAGE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_NO_RIGHT = ("This account may not write it.", "Choose another data directory with --data-dir.")
_REASONS = {
    sqlite3.SQLITE_FULL: ("The disk is full.", "Free some space on it."),
    sqlite3.SQLITE_READONLY: _NO_RIGHT,
    sqlite3.SQLITE_PERM: _NO_RIGHT,
    sqlite3.SQLITE_CANTOPEN: (
        "It cannot be opened.",
        "Check that the data directory may be written, or choose another with --data-dir.",
    ),
    sqlite3.SQLITE_BUSY: (
        "Another program holds it.",
        "Close other windows of the console and programs that back up or scan its data directory.",
    ),
    sqlite3.SQLITE_IOERR: ("The disk reports an error.", "Check the disk."),
    sqlite3.SQLITE_NOTADB: ("It is damaged.", "Keep a copy of the file, then start again."),
    sqlite3.SQLITE_CORRUPT: ("It is damaged.", "Keep a copy of the file, then start again."),
}


class JournalFile:
    """One connection, opened when first needed and again after an error; used on one thread."""

    def __init__(self, path: Path, *, busy_s: float) -> None:
        self._path = path
        self._busy_s = busy_s
        self._connection: sqlite3.Connection | None = None
        self._seen: os.stat_result | None = None  # the file as it was opened
        self.problem: UserFacingError | None = None  # a damaged file was put aside

    def write(self, title: str, work: Work[T]) -> T:
        """`work` in a transaction, committed to the disk before this returns.

        Where the file proves damaged, it is put aside and the work done in a new one. Whatever
        else is refused is raised as UserFacingError(title, …).
        """
        with self._in_words(title):
            try:
                return self._transact(work)
            except sqlite3.DatabaseError as error:
                if _code(error) not in _DAMAGE:
                    raise
                self.close()
                self._put_aside()
                return self._transact(work)

    def read(self, title: str, work: Work[T]) -> T:
        """`work` without a transaction; refusals as UserFacingError(title, …)."""
        with self._in_words(title):
            return work(self._opened())

    def close(self) -> None:
        """Closes the connection, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _transact(self, work: Work[T]) -> T:
        connection = self._opened()
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            raise
        return result

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            make_private_directory(self._path.parent)
            self._make()
            try:
                self._connection = self._connect()
            except sqlite3.DatabaseError as error:
                # SQLITE_ERROR: a table or column that belongs there is missing.
                if _code(error) not in (*_DAMAGE, sqlite3.SQLITE_ERROR):
                    raise
                self._put_aside()
                self._make()
                self._connection = self._connect()
        return self._connection

    def _make(self) -> None:
        """Makes the file, if there is none, for its owner alone; SQLite's side files follow it."""
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        self._seen = self._path.stat()
        if not stat.S_ISREG(self._seen.st_mode):
            raise OSError(errno.EINVAL, "it is not a file")

    def _connect(self) -> sqlite3.Connection:
        self._look()
        connection = sqlite3.connect(self._path, timeout=self._busy_s, isolation_level=None)
        try:
            self._enter_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            _provide_schema(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _look(self) -> None:
        """Through a connection that cannot write: what is not ours stays as it is to the byte."""
        uri = f"{self._path.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=self._busy_s)) as peek:
            version = _version(peek)
            if version > SCHEMA_VERSION:
                raise UserFacingError(
                    "The journal was written by a newer version of this program.",
                    "It is left as it is, and attempts are not kept.",
                    "Use that version, or choose another data directory with --data-dir.",
                )
            tables = peek.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if version or tables:
                for probe in _PROBES:
                    peek.execute(f"{probe} LIMIT 0")

    def _enter_wal(self, connection: sqlite3.Connection) -> None:
        """SQLite does not wait here as it does elsewhere when another process does the same."""
        give_up = time.monotonic() + self._busy_s
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                    raise
                time.sleep(0.01)
            else:
                return

    def _put_aside(self) -> None:
        if self._seen is None or not os.path.samestat(self._seen, self._path.stat()):
            return  # another process did it meanwhile, and this is its new file
        aside = set_aside(self._path)
        for suffix in ("-wal", "-shm"):
            companion = self._path.with_name(self._path.name + suffix)
            if companion.exists():
                companion.rename(aside.with_name(aside.name + suffix))
        self.problem = UserFacingError(
            "The journal of attempts was damaged.",
            f"It is kept as {visible(aside.name)}, and a new one was begun.",
            "Earlier attempts are missing from the history; keep that file if they matter.",
        )

    @contextlib.contextmanager
    def _in_words(self, title: str) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if _code(error) != sqlite3.SQLITE_BUSY:
                with contextlib.suppress(sqlite3.Error):
                    self.close()  # the next work opens the file anew
            raise self._problem(title, error) from error
        except OSError as error:
            raise disk_problem(title, self._path, error) from error

    def _problem(self, title: str, error: sqlite3.Error) -> UserFacingError:
        reason, hint = _REASONS.get(
            _code(error), (f"SQLite says: {visible(str(error), 200)}.", "Start again.")
        )
        return UserFacingError(title, f"{visible(str(self._path), 300)}: {reason}", hint)


def _provide_schema(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")  # two processes may begin the same file
    if _version(connection) == 0:
        for statement in _SCHEMA.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _code(error: sqlite3.Error) -> int:
    """The primary result code, 0 where SQLite gave none."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
