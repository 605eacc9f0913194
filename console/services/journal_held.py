"""What is on its way to the journal's file: held in memory until it is committed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from console.core.events import Event
from console.core.history import Annotations
from console.core.record import AttemptRecord
from console.core.text import visible

ATTEMPTS_LIMIT: Final = 2_000
EVENTS_LIMIT: Final = 50_000
_NAMES_LIMIT: Final = 10_000


@dataclass(slots=True)
class Held:
    """What is new of one attempt. Of a record its own events are in `events`."""

    record: AttemptRecord | None = None
    events: dict[int, Event] = field(default_factory=dict)
    ticket: tuple[str | None] | None = None  # a ticket, or none, that came after the record
    annotations: Annotations | None = None
    whole: bool = False  # the record's last state: `events` are all that there are

    def renew(self, newer: Held) -> None:
        """Takes in what came later."""
        if newer.record is not None:
            self.record, self.ticket = newer.record, None
        self.events.update(newer.events)
        self.ticket = newer.ticket or self.ticket
        self.annotations = newer.annotations or self.annotations
        self.whole = self.whole or newer.whole

    def shown(self) -> AttemptRecord | None:
        """The attempt as it would be read, without its events."""
        if self.record is None or self.ticket is None:
            return self.record
        return replace(self.record, ticket=self.ticket[0])


class HeldAttempts:
    """Given on any thread, taken and given back by the journal's own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given: OrderedDict[str, Held] = OrderedDict()
        self._taken: dict[str, Held] = {}
        self._names: OrderedDict[str, str] = OrderedDict()  # of this run's attempts
        self._lost: OrderedDict[str, None] = OrderedDict()

    def put_record(self, record: AttemptRecord, *, whole: bool) -> None:
        """The attempt as it stands; `whole` when it has all its events."""
        events = {event.seq: event for event in record.events}
        self._put(
            record.attempt_id,
            Held(record=replace(record, events=()), events=events, whole=whole),
            name=record.username,
        )

    def put_events(self, attempt_id: str, events: Sequence[Event]) -> None:
        """Further events of the attempt."""
        self._put(attempt_id, Held(events={event.seq: event for event in events}))

    def put_ticket(self, attempt_id: str, ticket: str | None) -> None:
        """Another ticket, or none."""
        self._put(attempt_id, Held(ticket=(None if ticket is None else visible(ticket),)))

    def put_annotations(self, attempt_id: str, annotations: Annotations) -> None:
        """Other annotations."""
        self._put(attempt_id, Held(annotations=annotations))

    def take(self) -> dict[str, Held]:
        """Everything that was given, to be written; it is shown until it is `done`."""
        with self._lock:
            self._taken = dict(self._given)
            self._given.clear()
            return dict(self._taken)

    def done(self) -> None:
        """What was taken is committed."""
        with self._lock:
            for attempt_id, held in self._taken.items():
                if held.whole:
                    self._lost.pop(attempt_id, None)
            self._taken = {}

    def give_back(self) -> None:
        """What was taken could not be written."""
        with self._lock:
            newer, self._given = self._given, OrderedDict(self._taken)
            self._taken = {}
            for attempt_id, held in newer.items():
                self._renew(attempt_id, held)
            self._bound()

    def give_up(self) -> None:
        """What was taken can never be written."""
        with self._lock:
            for attempt_id in self._taken:
                self._lose(attempt_id)
            self._taken = {}

    def drop(self, attempt_ids: Iterable[str]) -> None:
        """Forgets attempts that are deleted."""
        with self._lock:
            for attempt_id in attempt_ids:
                self._given.pop(attempt_id, None)
                self._names.pop(attempt_id, None)

    def all(self) -> Mapping[str, Held]:
        """What is not committed yet."""
        with self._lock:
            found = {attempt_id: _copy(held) for attempt_id, held in self._taken.items()}
            for attempt_id, held in self._given.items():
                found.setdefault(attempt_id, Held()).renew(held)
            return found

    def has(self, attempt_id: str) -> bool:
        """Whether something of this attempt is not committed."""
        with self._lock:
            return any(attempt_id in where for where in (self._given, self._taken, self._lost))

    def names(self) -> Mapping[str, str]:
        """The user names of this run's last attempts, by attempt."""
        with self._lock:
            return dict(self._names)

    def name_of(self, attempt_id: str) -> str | None:
        """The user name of an attempt of this run."""
        with self._lock:
            return self._names.get(attempt_id)

    @property
    def waiting(self) -> int:
        """How many attempts have something that is not committed."""
        with self._lock:
            return len(self._given.keys() | self._taken.keys())

    @property
    def lost(self) -> int:
        """How many could not be held; of many only the last are counted."""
        return len(self._lost)

    def _put(self, attempt_id: str, held: Held, *, name: str | None = None) -> None:
        with self._lock:
            if name is not None:
                self._names[attempt_id] = name
                while len(self._names) > _NAMES_LIMIT:
                    self._names.popitem(last=False)
            self._renew(attempt_id, held)
            self._bound()

    def _renew(self, attempt_id: str, held: Held) -> None:
        if attempt_id in self._given:
            self._given[attempt_id].renew(held)
        else:
            self._given[attempt_id] = held

    def _bound(self) -> None:
        """The oldest attempts go first; what is given at this moment stays."""
        events = sum(len(held.events) for held in self._given.values())
        while len(self._given) > 1 and (len(self._given) > ATTEMPTS_LIMIT or events > EVENTS_LIMIT):
            attempt_id, held = self._given.popitem(last=False)
            events -= len(held.events)
            self._lose(attempt_id)

    def _lose(self, attempt_id: str) -> None:
        self._lost[attempt_id] = None
        while len(self._lost) > _NAMES_LIMIT:
            self._lost.popitem(last=False)


def _copy(held: Held) -> Held:
    made = Held()
    made.renew(held)
    return made
