"""The customer's own failed call, as --at, --request-id and --operation tell of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

from console.core.conversation.flows import ROTATED_REFRESH
from console.core.diagnosis.occurrence import Occurrence
from console.core.errors import UserFacingError
from console.core.request import SignInRequest
from console.core.text import visible

_AROUND: Final = timedelta(minutes=2)  # no one reads the time of a failure off a clock to a second
_AHEAD: Final = timedelta(minutes=2)  # by which the customer's clock may be fast
_KEPT: Final = timedelta(days=90)  # by CloudTrail's event history
_HOUR: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})", re.ASCII)
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{0,127}", re.ASCII)
_ID: Final = re.compile(r"[A-Za-z0-9-]{1,128}", re.ASCII)
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", re.ASCII)
_SHOWN: Final = 80
_FORMS: Final = (
    "Give an ISO 8601 time with its offset, as 2026-03-31T14:05+02:00 or 2026-03-31T12:05Z, "
    "or HH:MM of today by this machine's clock."
)


def customer_call(
    *,
    at: str | None,
    request_ids: Sequence[str],
    operation: str | None,
    challenge: str | None,
    request: SignInRequest,
    now: datetime,
) -> Occurrence | None:
    """What the account's logs are searched for; None where no time was given.

    `operation` is the call that failed, else it is one of those that `request` makes; `challenge`
    was open then. UserFacingError where a value cannot be what it is to be, or where a request id
    has no time.
    """
    if at is None:
        if request_ids:
            raise UserFacingError(
                "--request-id needs --at.",
                "The account's logs can only be searched around a time.",
                _FORMS,
            )
        return None
    moment = _moment(at, now)
    return Occurrence(
        operations=_operations(operation, request),
        began=moment - _AROUND,
        ended=moment + _AROUND,
        request_ids=frozenset(_request_id(each) for each in request_ids),
        auth_flow=request.auth_flow,
        challenges=() if challenge is None else (challenge,),
    )


def note_on(occurrence: Occurrence | None, now: datetime) -> str:
    """Why nothing of it may be found any more; empty where it may."""
    if occurrence is None or now - occurrence.ended <= _KEPT:
        return ""
    return "CloudTrail keeps events for 90 days, so that none of that time is found."


def _operations(operation: str | None, request: SignInRequest) -> tuple[str, ...]:
    if operation is None:
        if request.auth_flow == ROTATED_REFRESH:
            return (ROTATED_REFRESH,)  # the flow has the name of its only operation
        paths = [leg.path for leg in request.legs()]
        return tuple(name for path in paths for name in (path.initiate, path.respond))
    if not _NAME.fullmatch(operation):
        raise UserFacingError(
            "--operation is not the name of an operation.",
            f"{_shown(operation)} is none: it has letters and digits alone.",
            "Give the name that the error tells, as AdminInitiateAuth or InitiateAuth.",
        )
    return (operation,)


def _request_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise UserFacingError(
            "--request-id is not the id of a request.",
            f"{_shown(text)} is none: it has letters, digits and hyphens alone.",
            "It stands beside the error in the app's log, as RequestId or x-amzn-requestid.",
        )
    return text.lower() if _UUID.fullmatch(text) else text


def _moment(text: str, now: datetime) -> datetime:
    """Aware and in UTC."""
    try:
        moment = (_of_today(text, now) or _with_offset(text)).astimezone(UTC)
        latest = now + _AHEAD
        _ = moment - _AROUND, moment + _AROUND  # both are to be times as well
    except (ValueError, OverflowError):
        raise _not_a_time(text, "is not a time that can be read") from None
    if moment > latest:
        raise _not_a_time(text, "has not come yet")
    return moment


def _of_today(text: str, now: datetime) -> datetime | None:
    found = _HOUR.fullmatch(text)
    if found is None:
        return None
    hour, minute = (int(part) for part in found.groups())
    local = now.astimezone()
    # Without a zone, so that a change to or from summer time today is this machine's to know.
    return datetime.combine(local.date(), time(hour, minute)).astimezone()


def _with_offset(text: str) -> datetime:
    moment = datetime.fromisoformat(text[:_SHOWN])
    if moment.tzinfo is None:
        raise _not_a_time(text, "has no offset from UTC, so that it may be meant in any zone")
    return moment


def _not_a_time(text: str, why: str) -> UserFacingError:
    return UserFacingError(
        "--at is not a time that can be searched around.",
        f"{_shown(text)} {why}.",
        _FORMS,
    )


def _shown(text: str) -> str:
    return visible(text, _SHOWN) or "An empty text"
