"""Reads the outbox of a practice pool over loopback HTTP."""

from __future__ import annotations

import asyncio
import http.client
import json
from urllib.parse import urlsplit

from console.core.errors import UserFacingError
from console.core.secret import Secret

_LIMIT = 1024 * 1024
_TIMEOUT_S = 5.0


class PracticeOutbox:
    """Satisfies ports.CodeSource for the pool at `endpoint_url`."""

    def __init__(self, endpoint_url: str) -> None:
        self._endpoint_url = endpoint_url

    async def newest_code(self, username: str) -> Secret | None:
        """The newest code sent to `username`; UserFacingError where the outbox cannot be read."""
        return await asyncio.to_thread(self._read, username)

    def _read(self, username: str) -> Secret | None:
        try:
            messages = json.loads(self._fetch())
            codes = [message["code"] for message in messages if message["to"] == username]
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
            raise UserFacingError(
                "The practice pool's outbox could not be read.",
                f"{type(error).__name__} from its endpoint.",
                "Check that the practice pool still runs.",
            ) from error
        return Secret(str(codes[-1])) if codes else None

    def _fetch(self) -> bytes:
        parts = urlsplit(self._endpoint_url)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=_TIMEOUT_S)
        try:
            connection.request("GET", "/outbox")
            return connection.getresponse().read(_LIMIT)
        finally:
            connection.close()
