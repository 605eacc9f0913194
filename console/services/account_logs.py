"""What is kept of CloudTrail's events and of a function's log lines: no address, no name, no ARN.

An event of CloudTrail is JSON within JSON; what it says of an error and a log line are texts of
others, kept to a length and with whatever they hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from console.core.call import FILTER_LOG_EVENTS, LOOKUP_EVENTS
from console.services.keepers import (
    Members,
    Reader,
    a_list,
    an_object,
    code,
    members_of,
    page_token,
    sentences,
    text,
    time,
    time_in_ms,
    whole,
    wrong_type,
)
from console.services.replies import NotBelievableError, json_object

TRAIL: Final = "CloudTrail"
LOGS: Final = "CloudWatch Logs"
# Bytes of a page of log lines. CloudWatch ends one at 1 MiB of text, which is longer in JSON.
LINES_LIMIT: Final = 2 * 1024 * 1024

_LINES_MOST: Final = 1000
_EVENT_LIMIT: Final = 256 * 1024  # characters; CloudTrail's own limit of an event, in bytes
_ERROR_LIMIT: Final = 1024
_LINE_LIMIT: Final = 2048
_SUB: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_EVENT: Final[Members] = {"EventName": text, "EventTime": time}
_TOLD: Final[Members] = {
    "requestID": text,
    "errorCode": code,
    "errorMessage": sentences(_ERROR_LIMIT),
    "additionalEventData": an_object({"sub": text}),
}
_LINE: Final[Members] = {"timestamp": time_in_ms, "message": sentences(_LINE_LIMIT)}


def _event(name: str, value: object) -> Mapping[str, object]:
    """Keeps of an event what it was, when, how it ended, and the `sub` of its user."""
    kept = members_of({**_EVENT, "CloudTrailEvent": _told}, name, value)
    told = kept.get("CloudTrailEvent")
    plain = {key: each for key, each in kept.items() if key in _EVENT}
    return {**plain, **told} if isinstance(told, Mapping) else plain


def _told(name: str, value: object) -> Mapping[str, object]:
    """Keeps the listed members of an event's own JSON, under CloudTrail's way of names."""
    if not isinstance(value, str) or len(value) > _EVENT_LIMIT:
        raise wrong_type(name)
    try:
        content = json_object(value)
    except NotBelievableError:
        raise wrong_type(name) from None
    kept = members_of(_TOLD, name, content)
    more = kept.get("additionalEventData")
    sub = more.get("sub") if isinstance(more, Mapping) else None
    found = {
        "RequestId": kept.get("requestID"),
        "ErrorCode": kept.get("errorCode"),
        "ErrorMessage": kept.get("errorMessage"),
        "Sub": sub if isinstance(sub, str) and _SUB.fullmatch(sub) else None,
    }
    return {key: each for key, each in found.items() if each}


def _line(name: str, value: object) -> Mapping[str, object]:
    """Keeps when a line was written, and its beginning; neither its stream nor its ids."""
    kept = members_of(_LINE, name, value)
    return {key.capitalize(): each for key, each in kept.items()}


LOGGED: Final[Mapping[str, Reader]] = {
    LOOKUP_EVENTS: whole(
        {"Events": a_list(_event), "NextToken": page_token}, "Events", sender=TRAIL
    ),
    FILTER_LOG_EVENTS: whole(
        {"events": a_list(_line, _LINES_MOST), "nextToken": page_token}, "events", sender=LOGS
    ),
}
