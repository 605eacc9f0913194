"""Names as the journal keeps them: as they are where it is encrypted, as labels elsewhere."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from console.core.events import Event
from console.core.history import Annotations
from console.core.labelled_events import labelled_event
from console.core.labelled_record import labelled_record
from console.core.labelling import Labels
from console.core.record import AttemptRecord

_REMEMBERED: Final = 50  # attempts whose labels go on from one event to the next


class Names:
    """What of an attempt may be kept."""

    def __init__(self, *, kept: bool) -> None:
        """`kept`: the file is encrypted."""
        self.kept = kept
        self._labels: OrderedDict[str, Labels] = OrderedDict()

    def header(self, record: AttemptRecord) -> AttemptRecord:
        """The record, whose events play no part."""
        if self.kept:
            return record
        labels = self._labels_of(record.attempt_id, record.username)
        shown = labelled_record(replace(record, events=()), labels)
        return replace(shown, attempt_id=record.attempt_id)

    def events(self, attempt_id: str, name: str, events: Iterable[Event]) -> list[Event]:
        """Events of an attempt with this user."""
        if self.kept:
            return list(events)
        labels = self._labels_of(attempt_id, name)
        return [labelled_event(event, labels) for event in events]

    def ticket(self, attempt_id: str, name: str | None, ticket: str | None) -> str | None:
        """A ticket; `name` is None where the user is not known."""
        if self.kept or ticket is None:
            return ticket
        return self._labels_of(attempt_id, name or "").text(ticket)

    def notes(self, attempt_id: str, name: str | None, notes: Annotations) -> Annotations:
        """What the operator wrote; `name` is None where the user is not known."""
        if self.kept:
            return notes
        labels = self._labels_of(attempt_id, name or "")
        return Annotations(
            tags=tuple(labels.text(tag) for tag in notes.tags),
            note="\n".join(labels.text(line) for line in notes.note.split("\n")),
            pinned=notes.pinned,
        )

    def _labels_of(self, attempt_id: str, name: str) -> Labels:
        labels = self._labels.get(attempt_id)
        if labels is None:
            labels = self._labels[attempt_id] = Labels(name)
            if len(self._labels) > _REMEMBERED:
                self._labels.popitem(last=False)
        elif name:
            labels.learn(name)
        return labels
