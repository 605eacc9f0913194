"""The timeline as lines: a call's start and end are one line, its details follow it indented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from console.core.events import Event, EventKind
from console.core.record import Outcome
from console.core.telling import MARKS, State, Telling, tell
from console.core.text import visible

_TEXT_LIMIT = 600
_LONGEST_MS = 3_600_000.0
UNDER_WAY_MARK = "◷"
_UNDER_WAY = "under way…"
_ERROR_RESULTS = frozenset({"refused", "not_sent", "unknown"})
_GOOD_RESULTS = frozenset({"tokens", "challenge", "done"})
_DETAILS = frozenset({EventKind.WIRE_TRY, EventKind.CLOCK_SKEW})
# The words that `kind:` takes in the filter.
KIND_WORDS = {
    EventKind.ATTEMPT_STARTED: "attempt",
    EventKind.CALL_STARTED: "call",
    EventKind.WIRE_TRY: "wire",
    EventKind.CALL_ENDED: "call",
    EventKind.CHALLENGE: "challenge",
    EventKind.ANSWER: "answer",
    EventKind.CLOCK_SKEW: "clock",
    EventKind.TOKENS: "tokens",
    EventKind.PATH_ENDED: "path",
    EventKind.ATTEMPT_ENDED: "attempt",
    EventKind.TOKEN_CHECKED: "tokens",
    EventKind.TOKENS_REVOKED: "tokens",
    EventKind.DEVICE_REMEMBERED: "device",
}
ERROR_WORD, WARNING_WORD = "error", "warning"


@dataclass(slots=True, kw_only=True)
class Row:
    """One line; `number` counts all lines from 0, `parent` is the number of the call above."""

    number: int
    event: Event
    state: State
    strong: str
    text: str
    depth: int
    parent: int | None = None
    ended: Event | None = None
    under_way: bool = False
    tries: tuple[Event, ...] = ()
    details: int = 0
    folded: bool = False
    code: str = ""
    before_ms: float = 0.0  # time spent in calls before this one
    call_number: int = 0
    haystack: str = ""  # folded, for the filter's words
    codes: str = ""  # folded, for the filter's codes
    kinds: tuple[str, ...] = ()  # the words under which the filter finds it

    @property
    def mark(self) -> str:
        """The sign of its state."""
        return UNDER_WAY_MARK if self.under_way else MARKS[self.state]

    @property
    def state_word(self) -> str:
        """Its state for those who cannot see the mark; empty where there is nothing to say."""
        if self.under_way:
            return "under way"
        return "" if self.state is State.PLAIN else str(self.state)

    @property
    def sentence(self) -> str:
        """What happened, on one line."""
        return f"{self.strong} {self.text}".strip()

    @property
    def began_at(self) -> datetime:
        """When it happened. A wire try is told when it is over, so its start is reckoned back."""
        start_ms = self.event.number("start_ms")
        if self.event.kind is not EventKind.WIRE_TRY or start_ms is None:
            return self.event.at
        past_ms = self.event.offset_ms - start_ms
        return self.event.at - timedelta(milliseconds=min(max(0.0, past_ms), _LONGEST_MS))

    @property
    def is_call(self) -> bool:
        """Whether the line stands for a call of the API."""
        return self.event.kind in (EventKind.CALL_STARTED, EventKind.CALL_ENDED)

    @property
    def error(self) -> bool:
        """Whether it is a call that failed."""
        return self.ended is not None and self.ended.text("result") in _ERROR_RESULTS

    @property
    def duration_ms(self) -> float | None:
        """How long the call took; None for everything else."""
        return None if self.ended is None else self.ended.number("duration_ms")

    @property
    def request_id(self) -> str:
        """Cognito's id of the call."""
        return "" if self.ended is None else visible(self.ended.text("request_id"), 128)


class TimelineRows:
    """Takes events in their order; tells which line is new or has changed. Knows no Qt."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.rows: list[Row] = []
        self.total_ms = 0.0
        self.calls = 0
        self.errors = 0
        # Of the path that decided the attempt: what came after it, or followed the outcome, is out.
        self.last_call: Row | None = None
        self.last_error: Row | None = None
        self.last_failed: Row | None = None  # as last_error, or a call that was cancelled
        self._decided = False
        self._open: dict[int | None, Row] = {}  # calls under way, by step
        self._above: Row | None = None  # the call whose details may follow
        for event in events:
            self.take(event)

    def take(self, event: Event) -> Row:
        """Adds the event: the new line, or the call's line that its end completes."""
        if event.kind is EventKind.CALL_ENDED:
            row = self._open.pop(event.step, None)
            if row is not None:
                return self._complete(row, event)
        self._note_end(event)
        return self._add(event)

    def close(self) -> list[Row]:
        """No end will come any more: calls still under way are told as such."""
        closed = list(self._open.values())
        self._open.clear()
        for row in closed:
            row.under_way = False
            row.state, row.text = State.UNKNOWN, "its end was not recorded"
            _index(row)
        return closed

    def _add(self, event: Event) -> Row:
        telling = _telling(event)
        row = Row(
            number=len(self.rows),
            event=event,
            state=telling.state,
            strong=visible(telling.strong, _TEXT_LIMIT),
            text=visible(telling.text, _TEXT_LIMIT),
            depth=telling.depth,
        )
        self.rows.append(row)
        if event.kind in _DETAILS:
            self._attach(row)
        else:
            self._above = row if row.is_call else None
        if row.is_call:
            self._begin_call(row)
        _index(row)
        return row

    def _attach(self, row: Row) -> None:
        above = self._above
        if above is None or above.event.step != row.event.step:
            self._above = None  # a call's details stand together
            return
        row.parent = above.number
        above.details += 1
        if row.event.kind is EventKind.WIRE_TRY:
            above.tries += (row.event,)

    def _begin_call(self, row: Row) -> None:
        row.before_ms, row.call_number = self.total_ms, self.calls
        self.calls += 1
        if not self._decided:
            self.last_call = row
        if row.event.kind is EventKind.CALL_ENDED:  # its start is missing
            self._complete(row, row.event)
        else:
            row.under_way = True
            self._open[row.event.step] = row

    def _complete(self, row: Row, event: Event) -> Row:
        row.under_way = False
        row.ended = event
        telling = _telling(event)
        row.state = telling.state
        row.strong = visible(telling.strong, _TEXT_LIMIT)
        row.text = visible(telling.text, _TEXT_LIMIT)
        row.code = code_of(event)
        self.total_ms += max(0.0, row.duration_ms or 0.0)
        if row.error:
            self.errors += 1
        if not self._decided:
            self._note_failed(row, event)
        _index(row)
        return row

    def _note_failed(self, row: Row, event: Event) -> None:
        if event.text("result") not in _GOOD_RESULTS:
            self.last_failed = row
        if row.error:
            self.last_error = row

    def _note_end(self, event: Event) -> None:
        """The first path without tokens decides how the attempt ends."""
        if event.kind is EventKind.ATTEMPT_ENDED:
            self._decided = True
        elif event.kind is EventKind.PATH_ENDED and not self._decided:
            if event.text("outcome") == Outcome.SIGNED_IN:
                self.last_error = self.last_failed = None
            else:
                self._decided = True


def code_of(ended: Event) -> str:
    """The exception without the word that all share, or else the HTTP status."""
    code = visible(ended.text("code"), 120)
    if code:
        return code.removesuffix("Exception") or code
    status = ended.number("http_status")
    return "" if status is None else f"{status:.0f}"


def _telling(event: Event) -> Telling:
    telling = tell(event)
    if event.kind is EventKind.CALL_STARTED:
        return Telling(state=State.PLAIN, strong=telling.strong, text=_UNDER_WAY)
    warnings = event.texts("warnings")
    if warnings:
        text = f"{telling.text} · {' '.join(warnings)}"
        return Telling(state=State.WARNING, strong=telling.strong, text=text)
    return telling


def _index(row: Row) -> None:
    parts = [row.strong, row.text, row.code, row.request_id, row.state_word]
    ended = row.ended
    if ended is not None:
        status = ended.number("http_status")
        row.codes = f"{ended.text('code')}\n{'' if status is None else f'{status:.0f}'}".casefold()
        parts += [row.codes, ended.text("message"), ended.text("classification")]
    row.haystack = "\n".join(part for part in parts if part).casefold()
    row.kinds = _kinds(row.event.kind, error=row.error, warning=row.state is State.WARNING)


@cache
def _kinds(kind: EventKind, *, error: bool, warning: bool) -> tuple[str, ...]:
    extra = ((ERROR_WORD, error), (WARNING_WORD, warning))
    return (KIND_WORDS[kind], *(word for word, holds in extra if holds))
