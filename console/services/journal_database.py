"""SQLite with encryption, as the journal uses it; the only file that imports apsw."""

from __future__ import annotations

import contextlib
import errno
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from console.core.secret import Secret
from console.core.text import visible

if TYPE_CHECKING:
    import apsw  # at run time where the first file is opened

Value: TypeAlias = "str | int | float | bytes | None"
Values: TypeAlias = "Sequence[Value]"

SYNCHRONOUS_FULL: Final = 2
_CACHE_KIB: Final = 16_000
_RETRY_S: Final = 0.01
_vfs: str | None = None  # of SQLite itself; tests put one in its place whose disk fails


class Kind(StrEnum):
    """Why SQLite refused."""

    DAMAGED = "damaged"  # or the key is another
    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read_only"
    CANNOT_OPEN = "cannot_open"
    DISK = "disk"
    NO_TABLE = "no_table"  # or no column: the file is none of ours, or the statement is wrong
    NOT_LOADED = "not_loaded"
    OTHER = "other"


class FileKind(StrEnum):
    """What a file is without a key."""

    MISSING = "missing"  # or empty
    PLAIN = "plain"
    SEALED = "sealed"  # encrypted, or damaged


# Primary result codes of SQLite.
_KINDS: Final = {
    1: Kind.NO_TABLE,
    3: Kind.READ_ONLY,
    5: Kind.BUSY,
    6: Kind.BUSY,
    8: Kind.READ_ONLY,
    10: Kind.DISK,
    11: Kind.DAMAGED,
    13: Kind.FULL,
    14: Kind.CANNOT_OPEN,
    23: Kind.READ_ONLY,
    26: Kind.DAMAGED,
}
_NO_ROOM_BESIDE: Final = 4874  # SQLITE_IOERR_SHMSIZE: the disk has no room for the -shm file


class SqlError(Exception):
    """SQLite refused. Neither the statement nor a value is in it."""

    def __init__(self, kind: Kind, text: str = "") -> None:
        super().__init__(text or str(kind))
        self.kind = kind
        self.text = visible(text, 200)


class Database:
    """One connection to one file, for one thread at a time. Methods raise SqlError."""

    def __init__(
        self,
        path: Path,
        *,
        key: Secret | None,
        busy_s: float,
        read_only: bool = False,
        unchanging: bool = False,
    ) -> None:
        """Opens a file that exists; `key` is 32 bytes in hex, None for a plain file.

        `unchanging`: nobody can write the file, so it is read without locks and side files.
        """
        self._busy_s = busy_s
        with _translated():
            self._connection = _connect(path, read_only=read_only, unchanging=unchanging)
        try:
            with _translated():
                self._connection.set_busy_timeout(int(busy_s * 1000))
            if key is not None:
                self.run("PRAGMA cipher = 'chacha20'")
                self.run(f"PRAGMA key = 'raw:{key.reveal()}'")
            self.run("PRAGMA temp_store = MEMORY")
            self.run("PRAGMA secure_delete = ON")
            self.run(f"PRAGMA synchronous = {SYNCHRONOUS_FULL}")
            self.run(f"PRAGMA cache_size = -{_CACHE_KIB}")
            self.rows("SELECT count(*) FROM sqlite_master")  # the first look needs the right key
        except BaseException:
            self.close()
            raise

    def rows(self, statement: str, values: Values = ()) -> list[tuple[Value, ...]]:
        """All rows at once."""
        with _translated():
            return list(self._connection.execute(statement, tuple(values)))

    def row(self, statement: str, values: Values = ()) -> tuple[Value, ...] | None:
        """The first row, or None."""
        found = self.rows(statement, values)
        return found[0] if found else None

    def number(self, statement: str, values: Values = ()) -> int:
        """The whole number that the statement counts; 0 where there is none."""
        found = self.row(statement, values)
        return found[0] if found and isinstance(found[0], int) else 0

    def run(self, statement: str, values: Values = ()) -> int:
        """How many rows were changed."""
        with _translated():
            list(self._connection.execute(statement, tuple(values)))
            return self._connection.changes()

    def many(self, statement: str, rows: Iterable[Values]) -> None:
        """The statement for each of the rows."""
        with _translated():
            for _ in self._connection.executemany(statement, (tuple(row) for row in rows)):
                pass

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Holds the right to write from the first moment; committed to the disk at its end."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            with contextlib.suppress(SqlError):
                if self._connection.in_transaction:
                    self.run("ROLLBACK")
            raise

    def enter_wal(self) -> None:
        """Others may read while one writes, from now on and for whoever opens the file."""
        if not self._journal_mode("wal"):
            raise SqlError(Kind.BUSY)

    def leave_wal(self) -> bool:
        """Everything is in the one file then; False where another process has it open."""
        return self._journal_mode("delete")

    def build_unlogged(self) -> None:
        """For a file that is thrown away where it is not finished."""
        self._journal_mode("memory")

    def _journal_mode(self, mode: str) -> bool:
        """SQLite does not wait here as it does elsewhere."""
        give_up = time.monotonic() + self._busy_s
        while True:
            try:
                return self.row(f"PRAGMA journal_mode = {mode}") == (mode,)
            except SqlError as error:
                if error.kind is not Kind.BUSY:
                    raise
                if time.monotonic() > give_up:
                    return False
                time.sleep(_RETRY_S)

    def close(self) -> None:
        """Closes the file, whatever state it is in."""
        with contextlib.suppress(SqlError), _translated():
            self._connection.close(True)


def kind_of(path: Path) -> FileKind:
    """SqlError where it cannot be opened, OSError where it is no file.

    Looked at through SQLite: whoever else closes a file of which this process has a connection
    takes its locks away, as POSIX has it. Only the first page is read, and nothing recovered.
    """
    try:
        seen = path.stat()
    except FileNotFoundError:
        return FileKind.MISSING
    if not stat.S_ISREG(seen.st_mode):
        raise OSError(errno.EINVAL, "it is not a file")
    if seen.st_size == 0:
        return FileKind.MISSING
    try:
        with _translated():
            connection = _connect(path, read_only=True, unchanging=True)
            try:
                list(connection.execute("PRAGMA user_version"))
            finally:
                connection.close(True)
    except SqlError as error:
        if error.kind is not Kind.DAMAGED:
            raise
        return FileKind.SEALED
    return FileKind.PLAIN


def _connect(path: Path, *, read_only: bool, unchanging: bool) -> apsw.Connection:
    try:
        import apsw
    except ImportError as error:
        raise SqlError(Kind.NOT_LOADED, str(error)) from None
    name = path.absolute().as_uri() + ("?immutable=1" if unchanging else "")
    flags = apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE
    return apsw.Connection(name, flags=flags | apsw.SQLITE_OPEN_URI, vfs=_vfs)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """apsw's own errors hold statements in their tracebacks, and so the key: they end here."""
    try:
        yield
    except SqlError:
        raise
    except Exception as error:
        if type(error).__module__ != "apsw":
            raise
        if getattr(error, "extendedresult", 0) == _NO_ROOM_BESIDE:
            raise SqlError(Kind.FULL, str(error)) from None
        code = getattr(error, "result", 0) & 0xFF
        raise SqlError(_KINDS.get(code, Kind.OTHER), str(error)) from None
