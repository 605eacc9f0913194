"""The messages that the practice pool "sent": they never leave this process."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

_KEPT: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One code on its way to a user. `to` is the user name, so that a reader can find its own."""

    to: str
    medium: str
    code: str = field(repr=False)
    at: datetime

    def to_json(self) -> dict[str, str]:
        """As GET /outbox shows it, with the time in ISO 8601, UTC."""
        return {
            "to": self.to,
            "medium": self.medium,
            "code": self.code,
            "at": self.at.isoformat(timespec="milliseconds"),
        }


class Outbox:
    """The newest thousand messages, oldest first."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._messages: deque[Message] = deque(maxlen=_KEPT)

    def send(self, *, to: str, medium: str, code: str) -> None:
        """Keep a code for `to` as sent just now."""
        self._messages.append(Message(to=to, medium=medium, code=code, at=self._now()))

    def to_json(self) -> list[dict[str, str]]:
        """All kept messages, oldest first."""
        return [message.to_json() for message in self._messages]
