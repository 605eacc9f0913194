"""Brings a timeline's events to the window in batches, so that many at once never stall it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from console.core.events import Event
from console.core.timeline import Timeline, Unsubscribe

INTERVAL_MS = 33
BATCH = 500
_BACKLOG_MS = 4  # between the batches of a long record: room for input and painting


class _Subscription:
    """Held apart from the widget, so that it can be ended when the widget is gone."""

    def __init__(self) -> None:
        self._end: Unsubscribe | None = None

    def begin(self, end: Unsubscribe) -> None:
        self.end()
        self._end = end

    def end(self, *_args: object) -> None:
        if self._end is not None:
            self._end()
            self._end = None


class EventFeed(QObject):
    """Queues events and emits them as lists, at most every 33 ms."""

    batch_ready = Signal(object)  # list[Event]

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: deque[Event] = deque()
        self._subscription = _Subscription()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)
        self.destroyed.connect(self._subscription.end)

    def follow(self, timeline: Timeline) -> None:
        """Queues each event from now on, and drops what was queued before."""
        self.stop()
        self._subscription.begin(timeline.subscribe(self._on_event))

    def queue(self, events: Iterable[Event]) -> None:
        """Queues the events of a long record."""
        self._queue.extend(events)
        if self._queue and not self._timer.isActive():
            self._timer.start(_BACKLOG_MS)

    def unsubscribe(self) -> None:
        """Hears of nothing more; what is queued still comes."""
        self._subscription.end()

    def stop(self) -> None:
        """Hears of nothing more, and drops what is queued."""
        self.unsubscribe()
        self._timer.stop()
        self._queue.clear()

    @property
    def waiting(self) -> int:
        """How many events are queued."""
        return len(self._queue)

    def _on_event(self, event: Event) -> None:
        self._queue.append(event)
        if not self._timer.isActive():
            self._timer.start(INTERVAL_MS)

    def _on_timeout(self) -> None:
        batch = list(self._take())
        if self._queue:
            self._timer.start(_BACKLOG_MS)
        if batch:
            self.batch_ready.emit(batch)

    def _take(self) -> Iterator[Event]:
        for _ in range(min(BATCH, len(self._queue))):
            yield self._queue.popleft()
