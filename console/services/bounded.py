"""An HTTP response that reads a bounded number of bytes, whatever the other side sends."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from typing import Any, Final

from console.services.replies import REPLY_LIMIT, broken_off, not_http, too_large

HEADER_ALLOWANCE: Final = 128 * 1024  # status line, headers and the framing of chunks


class _BoundedReader:
    """The response's file: counts what is read, and refuses what passes the limit."""

    def __init__(self, file: Any, note: Callable[[int], None], limit: int) -> None:
        self._file = file
        self._note = note
        self._limit = limit
        self._room = limit + HEADER_ALLOWANCE
        self.at_end = False

    def read(self, size: int | None = -1) -> bytes:
        return self._take(self._file.read, -1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self._take(self._file.read1, size)

    def readline(self, size: int = -1) -> bytes:
        return self._take(self._file.readline, size)

    def readinto(self, buffer: Any) -> int:
        count = self._file.readinto(buffer)
        self._count(count or 0)
        return int(count or 0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def _take(self, read: Callable[[int], bytes], size: int) -> bytes:
        most = self._room + 1
        data = read(most if size < 0 else min(size, most))
        self.at_end = not data and size != 0
        self._count(len(data))
        return data

    def _count(self, size: int) -> None:
        self._note(size)
        self._room -= size
        if self._room < 0:
            raise too_large(self._limit)


class BoundedResponse(http.client.HTTPResponse):
    """For `response_class`, the hook that http.client has for it."""

    def __init__(
        self, *args: Any, note: Callable[[int], None], limit: int = REPLY_LIMIT, **kwargs: Any
    ) -> None:
        """`note` is told the size of everything that is read, the header included.

        `limit` is for the body, in bytes.
        """
        super().__init__(*args, **kwargs)
        self._reader = _BoundedReader(self.fp, note, limit)
        self.fp = self._reader  # type: ignore[assignment]

    def begin(self) -> None:
        """Reads the header. http.client takes one that breaks off for one that is whole."""
        super().begin()
        if self._reader.at_end:
            self.close()
            raise broken_off()
        if self.headers.defects:  # behind a line that is none there may be a Content-Length
            self.close()
            raise not_http()
