"""What the account's own logs and settings tell of an attempt, as plain values for the screen.

For the operator's eyes: a function's own text may name persons, and goes into no copy or case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import inf

from console.core.diagnosis.evidence import (
    Evidence,
    LogKind,
    LogLine,
    SmsFacts,
    TrailEvent,
    TrailFacts,
)
from console.core.telling import MARKS, State
from console.core.text import visible

_TEXT_LIMIT = 2048
_NAME_LIMIT = 128
_TRAIL = "CloudTrail"
_DONE = "answered"
_EXCEPTION = "Exception"
_KINDS = {
    LogKind.TIMEOUT: ("timed out", State.UNKNOWN),
    LogKind.ERROR: ("error", State.REFUSED),
    LogKind.EXIT: ("crashed", State.REFUSED),
    LogKind.OTHER: ("log line", State.PLAIN),
}
_NO_LINE = "The logs of the triggers’ functions have no line of that time."
_NO_EVENT = "CloudTrail has no event with a request id of this attempt."
_NOT_WHOLE = "Not every page of CloudTrail was read: there may be more."
_PRIVATE = "What a function writes may name persons: it goes into no copy, ticket or export."
_DEFAULT_LIMIT_USD = 1.0
# What runtimes put before a line: its time, which is shown anyway, and the id of the run.
_LEAD = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]{8,15}Z(?:\\t|\s)+(?:[0-9a-f-]{36}|undefined)(?:\\t|\s)+(?=\S)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One line. `what` is its kind or the error's name, `text` what was written, if anything."""

    at: datetime | None
    source: str
    what: str
    state: State
    text: str = ""

    @property
    def time(self) -> str:
        """By this machine's zone, as the timeline shows it."""
        return "" if self.at is None else f"{self.at.astimezone():%H:%M:%S}"

    @property
    def marked(self) -> str:
        """Shape and words."""
        return f"{MARKS[self.state]} {self.what}".strip()

    @property
    def brief(self) -> str:
        """The same as the timeline says it, for where there is little room."""
        return self.marked.removesuffix(_EXCEPTION)

    @property
    def shown(self) -> str:
        """What was written, from where it tells something: there is room for few words."""
        return _LEAD.sub("", self.text, count=1) if _LEAD.match(self.text) else self.text

    def to_text(self) -> str:
        """All of it on one line."""
        parts = (self.time, self.source, self.marked, self.text)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLogs:
    """Lines in the order of time, what else there is to say, and how text messages are set up."""

    rows: tuple[LogRow, ...] = ()
    notes: tuple[str, ...] = ()
    sms: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows or self.notes or self.sms)


NO_LOGS = AccountLogs()


def account_logs(evidence: Evidence) -> AccountLogs:
    """Empty where nothing of it was read."""
    trail, lines = evidence.trail, evidence.log_lines
    rows = [_of_event(event) for event in (() if trail is None else trail.own)]
    rows += [_of_line(line) for line in lines or ()]
    return AccountLogs(
        rows=tuple(sorted(rows, key=lambda row: inf if row.at is None else row.at.timestamp())),
        notes=(*_trail_notes(trail), *_line_notes(lines)),
        sms=tuple(_sms(evidence.sms)) if evidence.sms is not None else (),
    )


def _of_event(event: TrailEvent) -> LogRow:
    refused = event.error_code is not None
    return LogRow(
        at=event.at,
        source=f"{visible(event.event_name, _NAME_LIMIT)} · {_TRAIL}",
        what=visible(event.error_code or _DONE, _NAME_LIMIT),
        state=State.REFUSED if refused else State.DONE,
        text=visible(event.error_text, _TEXT_LIMIT),
    )


def _of_line(line: LogLine) -> LogRow:
    word, state = _KINDS[line.kind]
    name = visible(line.error_type or "", _NAME_LIMIT)
    return LogRow(
        at=line.at,
        source=visible(line.trigger, _NAME_LIMIT),
        what=_what(line.kind, word, name),
        state=state,
        text=visible(line.text, _TEXT_LIMIT),
    )


def _what(kind: LogKind, word: str, name: str) -> str:
    """An error's own name says what it is."""
    if not name:
        return word
    return name if kind is LogKind.ERROR else f"{word}: {name}"


def _trail_notes(trail: TrailFacts | None) -> Iterator[str]:
    if trail is None:
        return
    if not trail.own:
        yield _NO_EVENT
    if trail.refusals is not None:
        calls = "1 refused call" if trail.refusals == 1 else f"{trail.refusals} refused calls"
        counted = calls if trail.refusals else "no refused call"
        yield (
            f"CloudTrail counts {counted} of this user in the 15 minutes before the end, "
            "those of the app and of other workstations included."
        )
    if not trail.whole:
        yield _NOT_WHOLE


def _line_notes(lines: tuple[LogLine, ...] | None) -> Iterator[str]:
    if lines is not None:
        yield _PRIVATE if lines else _NO_LINE


def _sms(sms: SmsFacts) -> Iterator[tuple[str, str]]:
    yield "Sends from", visible(sms.region, _NAME_LIMIT)
    if sms.in_sandbox is not None:
        only = "yes: only numbers verified there get messages"
        yield "Sandbox", only if sms.in_sandbox else "no"
    if sms.verified_in_sandbox is not None and sms.in_sandbox is not False:
        yield "User’s number", "verified there" if sms.verified_in_sandbox else "not verified there"
    if sms.opted_out is not None:
        stopped = "yes: it gets no message until it opts in again"
        yield "Opted out", stopped if sms.opted_out else "no"
    if sms.monthly_limit_usd is not None:
        default = ", the account’s default" if sms.monthly_limit_usd == _DEFAULT_LIMIT_USD else ""
        yield "Spending limit", f"{sms.monthly_limit_usd:g} USD a month{default}"
    if sms.origination_numbers is not None:
        yield "Own numbers", str(sms.origination_numbers) if sms.origination_numbers else "none"
