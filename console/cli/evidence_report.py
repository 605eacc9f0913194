"""What CloudTrail, the triggers' logs and SNS told: as JSON, and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from console.core.diagnosis.evidence import Evidence, LogLine, SmsFacts, TrailFacts
from console.core.diagnosis.occurrence import Occurrence
from console.core.text import visible

_TEXT_LIMIT = 500  # characters of a function's own line that a person is shown
_NAME_LIMIT = 120


def evidence_json(evidence: Evidence) -> dict[str, object]:
    """`trail`, `log_lines` and `sms`, each null where it was not read.

    The text of a log line is the function's own and may name persons: it is not among them.
    """
    return {
        "trail": None if evidence.trail is None else _trail_json(evidence.trail),
        "log_lines": None
        if evidence.log_lines is None
        else [_log_json(line) for line in evidence.log_lines],
        "sms": None if evidence.sms is None else _sms_json(evidence.sms),
    }


def evidence_lines(evidence: Evidence, occurrence: Occurrence | None = None) -> Iterator[str]:
    """The same for a person, with the text of each log line; `occurrence` was looked for."""
    if evidence.trail is not None:
        yield from _trail_lines(evidence.trail, occurrence)
    if evidence.log_lines is not None:
        yield from _log_lines(evidence.log_lines)
    if evidence.sms is not None:
        yield from _sms_lines(evidence.sms)


def _trail_json(trail: TrailFacts) -> dict[str, object]:
    return {
        "own": [
            {
                "at": _moment(event.at),
                "event_name": event.event_name,
                "error_code": event.error_code,
            }
            for event in trail.own
        ],
        "refusals": trail.refusals,
        "whole": trail.whole,
    }


def _log_json(line: LogLine) -> dict[str, object]:
    return {
        "at": _moment(line.at),
        "trigger": line.trigger,
        "kind": str(line.kind),
        "error_type": line.error_type,
    }


def _sms_json(sms: SmsFacts) -> dict[str, object]:
    return {
        "region": sms.region,
        "in_sandbox": sms.in_sandbox,
        "verified_in_sandbox": sms.verified_in_sandbox,
        "monthly_limit_usd": sms.monthly_limit_usd,
        "origination_numbers": sms.origination_numbers,
        "opted_out": sms.opted_out,
    }


def _trail_lines(trail: TrailFacts, occurrence: Occurrence | None) -> Iterator[str]:
    yield "CloudTrail:"
    for event in trail.own:
        said = visible(event.error_code or "succeeded", _NAME_LIMIT)
        yield f"   {_moment(event.at) or '-'}  {visible(event.event_name, _NAME_LIMIT)}  {said}"
    if occurrence is not None and not occurrence.request_ids:
        yield "   the call itself can be found by its --request-id alone"
    elif not trail.own:
        yield "   no event with a request id of this sign-in; events come up to 15 minutes late"
    if trail.refusals is not None:
        yield f"   refusals of this user in the 15 minutes before: {trail.refusals}"
    if not trail.whole:
        yield "   there were more events than were read"


def _log_lines(lines: tuple[LogLine, ...]) -> Iterator[str]:
    yield "Logs of the triggers:"
    for line in lines:
        name = "" if line.error_type is None else f" {visible(line.error_type, _NAME_LIMIT)}"
        text = visible(line.text.strip(), _TEXT_LIMIT)
        yield f"   {_moment(line.at) or '-'}  {line.trigger}  {line.kind}{name}  {text}".rstrip()
    if not lines:
        yield "   no line in that time"


def _sms_lines(sms: SmsFacts) -> Iterator[str]:
    yield f"SNS in {visible(sms.region, _NAME_LIMIT)}:"
    limit = sms.monthly_limit_usd
    for label, told in (
        ("in the SMS sandbox", _word(sms.in_sandbox)),
        ("the user's number verified there", _word(sms.verified_in_sandbox)),
        ("monthly limit", None if limit is None else f"{limit:g} USD"),
        ("origination numbers", sms.origination_numbers),
        ("the user's number opted out", _word(sms.opted_out)),
    ):
        if told is not None:
            yield f"   {label}: {told}"


def _word(flag: bool | None) -> str | None:
    return None if flag is None else "yes" if flag else "no"


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
