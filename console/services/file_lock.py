"""A lock between processes: a file that one of them holds, and that none keeps when it dies."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_RETRY_S: Final = 0.01
_HELD: Final = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class FileLock:
    """The file stays when the lock is given back: what counts is who holds it, not that it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle is not None

    def take(self, wait_s: float = 0.0) -> bool:
        """False where another process holds it for longer than that. OSError from the disk."""
        give_up = time.monotonic() + wait_s
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            while not _try(handle):
                if time.monotonic() >= give_up:
                    os.close(handle)
                    return False
                time.sleep(_RETRY_S)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle
        return True

    def give_back(self) -> None:
        """Closing the file ends the lock."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    @contextlib.contextmanager
    def holding(self, wait_s: float) -> Iterator[None]:
        """The lock for a while; TimeoutError (an OSError) where another process keeps it."""
        if not self.take(wait_s):
            raise TimeoutError(errno.ETIMEDOUT, "another window of the console holds it")
        try:
            yield
        finally:
            self.give_back()


if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> bool:
        """The first byte, which need not be there."""
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _HELD:
                return False
            raise
        return True

else:
    import fcntl

    def _try(handle: int) -> bool:
        """Of the open file, not of the process: two windows of one process exclude each other."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _HELD:
                return False
            raise
        return True
