"""What a connection knows of the call that uses it, in the worker's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.services.dialing import Grip
from console.services.exchange import Exchange
from console.services.replies import RawReply
from console.services.wire_notes import WireNotes

if TYPE_CHECKING:
    from console.services.wire import WireSession


@dataclass(slots=True, kw_only=True)
class Visit:
    """One request of a call."""

    session: WireSession
    exchange: Exchange
    notes: WireNotes
    grip: Grip | None = None

    def hold(self, grip: Grip) -> None:
        """From here on a stop shuts this connection."""
        grip.hold()
        self.grip = grip
        self.exchange.interrupt_by(grip.shut)

    def end(self) -> None:
        """The connection is free, or closed."""
        self.exchange.interrupt_by(None)
        self.notes.end()
        if self.grip is not None:
            self.grip.let_go()


class _Active(threading.local):
    """A worker makes one call at a time, and botocore's events run in its thread."""

    exchange: Exchange
    judge: Callable[[RawReply], None]
    limit: int
    visit: Visit


active: Final = _Active()
