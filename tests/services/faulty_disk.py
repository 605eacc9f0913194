"""A disk below SQLite, and one below Python, that refuse the n-th call: once, or ever after."""

from __future__ import annotations

import errno
import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import apsw
import pytest

from console.services import journal_database

_NAME = "faulty"
_OF_THE_SYSTEM = (
    "open", "stat", "mkdir", "rename", "replace", "link", "unlink", "fsync", "chmod", "access",
)  # fmt: skip
_THREADS = ("journal", "journal key")


class Faults:
    """Counts calls, and says of each whether it fails."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.heal()

    def heal(self) -> None:
        """From now on nothing fails, and counting begins anew."""
        self.calls = 0
        self.failed: list[str] = []
        self._first: int | None = None
        self._ever = False

    def break_at(self, number: int, *, ever: bool) -> None:
        """The call of this number fails, and with `ever` each one that follows it."""
        self.heal()
        self._first, self._ever = number, ever

    def strike(self, call: str) -> bool:
        """Whether this call fails."""
        with self._lock:
            number = self.calls
            self.calls += 1
            if self._first is None or number < self._first:
                return False
            hit = self._ever or number == self._first
            if hit:
                self.failed.append(call)
            return hit


FAULTS = Faults()


def _refused(call: str) -> apsw.Error:
    """A full disk, no handles, or a disk that reports an error."""
    made: apsw.Error = apsw.IOError("it reports an error")
    code = apsw.SQLITE_IOERR
    if call in ("xWrite", "xTruncate"):
        made, code = apsw.FullError("no space"), apsw.SQLITE_FULL
    if call == "xOpen":
        made, code = apsw.CantOpenError("no handles"), apsw.SQLITE_CANTOPEN
    vars(made)["result"] = code  # as those of SQLite itself have it
    return made


class _File(apsw.VFSFile):
    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        self._strike("xRead")
        return super().xRead(amount, offset)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802
        self._strike("xWrite")
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._strike("xSync")
        super().xSync(flags)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._strike("xTruncate")
        super().xTruncate(size)

    def xFileSize(self) -> int:  # noqa: N802
        self._strike("xFileSize")
        return super().xFileSize()

    def xLock(self, level: int) -> None:  # noqa: N802
        self._strike("xLock")
        super().xLock(level)

    def _strike(self, call: str) -> None:
        if FAULTS.strike(call):
            raise _refused(call)


class _Vfs(apsw.VFS):
    def __init__(self) -> None:
        self._base = "unix" if os.name == "posix" else "win32"
        super().__init__(_NAME, self._base)

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802
        if FAULTS.strike("xOpen"):
            raise _refused("xOpen")
        return _File(self._base, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802  # SQLite's own form
        if FAULTS.strike("xDelete"):
            raise _refused("xDelete")
        super().xDelete(name, sync)

    def xAccess(self, name: str, flags: int) -> bool:  # noqa: N802
        if FAULTS.strike("xAccess"):
            raise _refused("xAccess")
        return super().xAccess(name, flags)


@cache
def _vfs_of_this_process() -> _Vfs:
    """Once and for good: the encryption keeps a pointer to what it has been put upon."""
    return _Vfs()


@contextmanager
def faulty_below_sqlite(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    """The journal's files are on a disk that fails when told."""
    _vfs_of_this_process()
    monkeypatch.setattr(journal_database, "_vfs", f"multipleciphers-{_NAME}")
    FAULTS.heal()
    try:
        yield FAULTS
    finally:
        FAULTS.heal()
        monkeypatch.undo()


@contextmanager
def faulty_below_python(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    """What the journal's threads ask of the system itself fails when told."""
    FAULTS.heal()
    for name in _OF_THE_SYSTEM:
        monkeypatch.setattr(os, name, _striking(name, getattr(os, name)))
    monkeypatch.setattr(io, "open", _striking("io.open", io.open))
    try:
        yield FAULTS
    finally:
        FAULTS.heal()
        monkeypatch.undo()


def _striking(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        mine = threading.current_thread().name in _THREADS
        if mine and FAULTS.strike(name):
            number = errno.EMFILE if "open" in name else errno.ENOSPC
            raise OSError(number, os.strerror(number))
        return real(*args, **kwargs)

    return call
