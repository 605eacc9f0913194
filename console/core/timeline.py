"""The append-only list of an attempt's events, and who wants to hear of new ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from console.core.events import Event, EventKind, admit
from console.core.masking import LiveSecrets

Listener = Callable[[Event], None]
Unsubscribe = Callable[[], None]


class Timeline:
    """Used on one thread only. Every event passes the allowlist on its way in."""

    def __init__(self, live: LiveSecrets | None = None, events: Iterable[Event] = ()) -> None:
        self._live = live if live is not None else LiveSecrets()
        self._events: list[Event] = list(events)
        self._listeners: list[Listener] = []

    def __len__(self) -> int:
        return len(self._events)

    @property
    def events(self) -> tuple[Event, ...]:
        """All events so far, oldest first."""
        return tuple(self._events)

    def since(self, seq: int) -> tuple[Event, ...]:
        """The events after number `seq` (they are numbered from 1)."""
        return tuple(self._events[seq:])

    def append(
        self,
        kind: EventKind,
        raw: Mapping[str, object],
        *,
        at: datetime,
        offset_ms: float,
        step: int | None = None,
    ) -> Event:
        """Makes the event and tells the listeners, in the order of their subscription."""
        data, withheld = admit(kind, raw, self._live)
        event = Event(
            seq=len(self._events) + 1,
            kind=kind,
            at=at,
            offset_ms=offset_ms,
            step=step,
            data=data,
            withheld=withheld,
        )
        self._events.append(event)
        for listener in tuple(self._listeners):
            listener(event)
        return event

    def subscribe(self, listener: Listener) -> Unsubscribe:
        """Calls `listener` with each event from now on, until the returned function is called."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def withheld(self) -> dict[str, int]:
        """What all events withheld, by kind."""
        return withheld_of(self._events)


def withheld_of(events: Iterable[Event]) -> dict[str, int]:
    """What `events` withheld, by kind, in alphabetical order."""
    total: Counter[str] = Counter()
    for event in events:
        total.update(event.withheld)
    return dict(sorted(total.items()))
