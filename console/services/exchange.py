"""One call at the wire: how it is stopped, what was noted, and what the reply's header said."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from console.core.call import CallRecord, Sent
from console.core.ports import Clock
from console.services.permits import Gate
from console.services.stops import CallStoppedError, Cause
from console.services.wire_notes import WireNotes

_HOW_SENT = (Sent.NO, Sent.MAYBE, Sent.YES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyHeader:
    """What the record keeps of a reply's header."""

    http_status: int
    request_id: str | None = None
    content_type: str | None = None
    server_date: datetime | None = None
    received_at: datetime | None = None


class Exchange:
    """Written by the worker that makes the call; `stop` alone may come from any thread."""

    def __init__(self, clock: Clock, gate: Gate | None = None) -> None:
        self.clock = clock
        self.gate = gate or Gate()
        self.started_at = clock.now()
        self.started_mono = clock.monotonic()
        self.header: ReplyHeader | None = None
        self._lock = threading.Lock()
        self._cause: Cause | None = None
        self._interrupt: Callable[[], None] | None = None
        self._ended = False
        self._left_behind = False
        self._tries: list[WireNotes] = []

    @property
    def at_the_wire(self) -> bool:
        """Whether a request was begun, so that only its worker can tell how it ended."""
        return bool(self._tries)

    def stop(self, cause: Cause) -> None:
        """Ends the call: what the worker waits for is interrupted. Nothing after its end."""
        with self._lock:
            if self._ended or self._cause is not None:
                return
            self._cause = cause
            if self._interrupt is not None:
                self._interrupt()

    def stopped(self) -> CallStoppedError | None:
        """The stop as an exception, if there was one."""
        return CallStoppedError(self._cause) if self._cause is not None else None

    def check(self) -> None:
        """Raises CallStoppedError after a stop. To be called after every wait and every read."""
        if self._cause is not None:
            raise CallStoppedError(self._cause)

    @contextmanager
    def interruptible(self, action: Callable[[], None]) -> Iterator[None]:
        """Within it a stop does `action`, which must not block; afterwards it never does again."""
        with self._lock:
            self.check()
            outer, self._interrupt = self._interrupt, action
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = outer

    def interrupt_by(self, action: Callable[[], None] | None) -> None:
        """As `interruptible`, until the next such call."""
        with self._lock:
            if action is not None:
                self.check()
            self._interrupt = action

    def pause(self, seconds: float) -> None:
        """Waits before a further try; a stop ends it at once, as a CallStoppedError."""
        over = threading.Event()
        with self.interruptible(over.set):
            over.wait(seconds)
        self.check()

    def begin_try(self) -> WireNotes:
        """Notes for the next HTTP request; raises after a stop, so that none begins.

        What the reply to an earlier one said is forgotten with it.
        """
        with self._lock:
            self.check()
            self.header = None
            notes = WireNotes(
                number=len(self._tries) + 1, clock=self.clock, call_started=self.started_mono
            )
            self._tries.append(notes)
        return notes

    def leave_behind(self) -> None:
        """A search for credentials that could not be ended goes on in a thread of its own."""
        self._left_behind = True

    def end(self) -> CallStoppedError | None:
        """The call is over: a later stop does nothing, and one that came before is given."""
        with self._lock:
            self._ended = True
        return self.stopped()

    def record(self) -> CallRecord:
        """The facts so far."""
        header = self.header
        tries = tuple(notes.wire_try() for notes in self._tries)
        return CallRecord(
            started_at=self.started_at,
            duration_ms=(self.clock.monotonic() - self.started_mono) * 1000,
            sent=max((wire.sent for wire in tries), key=_HOW_SENT.index, default=Sent.NO),
            request_id=header.request_id if header else None,
            http_status=header.http_status if header else None,
            content_type=header.content_type if header else None,
            server_date=header.server_date if header else None,
            received_at=header.received_at if header else None,
            tries=tries,
            left_behind=self._left_behind,
        )
