"""What a Lambda function's log lines say, in the forms that the runtimes write.

Functions log what they like, their whole event with a password in it too: such text is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from console.core.diagnosis.evidence import LogKind, LogLine
from console.core.diagnosis.evidence_reading import Details, moment, objects
from console.core.masking import LiveSecrets
from console.core.secret import WITHHELD
from console.core.text import ELLIPSIS, visible

_TEXT_LIMIT = 500
_READ_LIMIT = 8 * 1024  # characters of one line that are looked at
_TYPE_LIMIT = 128
_MOST = 100  # lines of one function
_BREAKS = re.compile(r"\s*[\r\n]+\s*")

# What Lambda itself writes about a call that went well.
_PLATFORM = re.compile(
    r"\s*(?:(?:START|END|REPORT) RequestId:|XRAY TraceId:"
    r"|(?:INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT) "
    r"|(?:EXTENSION|LOGS|TELEMETRY)\s{1,4}Name:|\{[^{]{0,512}\"type\":\s?\"platform\.)"
)
_STATUS = re.compile(
    r"(?:\bStatus:\s|\"status\":\s?\")(?P<status>timeout|error|failure)\b"
    r"(?:\s{1,4}Error Type:\s(?P<type>[\w.]{1,128}))?",
    re.ASCII,
)

_TIMEOUT = re.compile(r"Task timed out after|Sandbox\.Timedout")
_EXIT = re.compile(
    r"Runtime exited|Runtime\.ExitError|signal: killed|OutOfMemory|heap out of memory"
)
_EXIT_TYPE = re.compile(
    r"(?P<type>Runtime\.(?:ExitError|OutOfMemory)|(?:java\.lang\.)?OutOfMemoryError)"
)
_CLASS = r"(?P<type>[A-Za-z_][\w.$]{0,127})"
_DOTTED = r"(?P<type>(?:[A-Za-z_]\w{0,63}\.){1,8}[A-Z]\w{0,63}(?:Exception|Error))(?![\w.])"
_END = r"(?=[\r\n]|\s{0,4}$)"
_ERRORS = tuple(
    re.compile(words, re.ASCII)
    for words in (
        rf"\[ERROR\] {_CLASS}(?:(?=:)|{_END})",  # Python
        rf"errorType\\?\":\s?\\?\"(?:Function<)?{_CLASS}",  # Node, Ruby, Go, all JSON forms
        rf"Traceback \(most recent call last\)[\s\S]{{0,8192}}[\r\n]{_CLASS}(?:(?=:)|{_END})",
        rf"(?:^|[\r\n\t]|\bexception\. |Caused by: ){_DOTTED}(?:(?=:)|{_END})",  # Java, .NET
        rf": {_DOTTED}{_END}",  # Java's first line
    )
)

# Beside the shapes of secrets: what the triggers of a custom challenge are given has plain names,
# and functions print a code by itself.
_ANSWER = re.compile(
    r"(?:answer|challenge_?parameters)[\"'\\]{0,4}\s{0,4}[:=]\s{0,4}[\"'\\{\[]{0,4}[\w-]"
    r"|(?:code|otp|pin)[^\w\r\n]{0,6}(?:(?:is|was)[^\w\r\n]{1,4})?\d{4,10}(?!\w)"
    r"|(?:^|[\r\n\t])\s{0,4}\d{4,10}\s{0,4}(?:$|[\r\n])",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEvent:
    """A line as it came, and what it says."""

    at: datetime | None
    kind: LogKind
    message: str = field(repr=False)
    error_type: str | None = None
    report: bool = False  # Lambda's own, of a call that ended badly


def read_page(page: Details) -> list[LogEvent]:
    """Events of FilterLogEvents, without what Lambda itself writes of a call that went well."""
    events: list[LogEvent] = []
    for each in objects(page, "events"):
        message, at = each.get("Message"), moment(each.get("Timestamp"))
        if not isinstance(message, str) or not message.strip():
            continue
        message = message[:_READ_LIMIT]
        if not _PLATFORM.match(message):
            events.append(_said(at, message))
        elif (ended := _reported(at, message)) is not None:
            events.append(ended)
    return events


def worth_showing(events: Iterable[LogEvent]) -> tuple[LogEvent, ...]:
    """Those of one function that tell most, oldest first.

    A report that a call was cut off counts where no other line tells of it.
    """
    found = sorted(events, key=_age)
    if any(not event.report and event.kind is not LogKind.OTHER for event in found):
        found = [event for event in found if not event.report]
    by_worth = sorted(range(len(found)), key=lambda at: found[at].kind is LogKind.OTHER)
    return tuple(found[at] for at in sorted(by_worth[:_MOST]))


def line_of(event: LogEvent, trigger: str, live: LiveSecrets) -> LogLine:
    """The line without secrets: those of `live`, and whatever has a secret's shape."""
    error_type = event.error_type
    return LogLine(
        at=event.at,
        trigger=trigger,
        kind=event.kind,
        error_type=None if error_type is None or live.hit(error_type) else error_type,
        text=_shown(event.message, live),
    )


def _shown(message: str, live: LiveSecrets) -> str:
    """Looked at as a whole, then cut: a secret's first half would not be known again."""
    if _ANSWER.search(message) or live.hit(message):
        return WITHHELD
    text = visible(_BREAKS.sub(" | ", message.strip()))
    return text if len(text) <= _TEXT_LIMIT else text[: _TEXT_LIMIT - 1] + ELLIPSIS


def _said(at: datetime | None, message: str) -> LogEvent:
    if _TIMEOUT.search(message):
        return LogEvent(at=at, message=message, kind=LogKind.TIMEOUT)
    if _EXIT.search(message):
        found = _EXIT_TYPE.search(message)
        kind, error_type = LogKind.EXIT, found and found["type"]
        return LogEvent(at=at, message=message, kind=kind, error_type=error_type)
    for form in _ERRORS:
        if found := form.search(message):
            name = found["type"][:_TYPE_LIMIT].rstrip(".")
            return LogEvent(at=at, message=message, kind=LogKind.ERROR, error_type=name)
    return LogEvent(at=at, message=message, kind=LogKind.OTHER)


def _reported(at: datetime | None, message: str) -> LogEvent | None:
    """How the call ended, of a report that says so and not that all went well."""
    found = _STATUS.search(message)
    if found is None:
        return None
    error_type = found["type"]
    kind = LogKind.EXIT if (error_type or "").startswith("Runtime.") else LogKind.ERROR
    if found["status"] == "timeout":
        kind = LogKind.TIMEOUT
    return LogEvent(at=at, message=message, kind=kind, error_type=error_type, report=True)


def _age(event: LogEvent | LogLine) -> datetime:
    return event.at or datetime.min.replace(tzinfo=UTC)


def in_order(lines: Iterable[LogLine]) -> tuple[LogLine, ...]:
    """Oldest first; those without a time before all others."""
    return tuple(sorted(lines, key=_age))


def lines_of(
    trigger: str, lines: Sequence[LogLine], functions: Mapping[str, str]
) -> tuple[LogLine, ...]:
    """Those of the function that serves `trigger`, as that trigger's: it may serve others too."""
    function = functions.get(trigger)
    return tuple(
        replace(line, trigger=trigger)
        for line in lines
        if line.trigger == trigger
        or (function is not None and functions.get(line.trigger) == function)
    )
