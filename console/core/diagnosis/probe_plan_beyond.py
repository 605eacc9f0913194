"""The read-only calls to CloudTrail, CloudWatch Logs and SNS, each with its parameters."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from console.core.call import (
    ADMIN_INITIATE_AUTH,
    ADMIN_RESPOND,
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT,
    FILTER_LOG_EVENTS,
    GET_SMS_ATTRIBUTES,
    GET_SMS_SANDBOX_ACCOUNT_STATUS,
    INITIATE_AUTH,
    LIST_ORIGINATION_NUMBERS,
    LIST_SMS_SANDBOX_PHONE_NUMBERS,
    LOOKUP_EVENTS,
    RESPOND,
    ApiCall,
    ParamValue,
)
from console.core.diagnosis.evidence import PoolFacts
from console.core.diagnosis.occurrence import Occurrence
from console.core.diagnosis.trigger_order import may_have_run
from console.core.profile import Profile
from console.core.secret import Secret

# In the order in which they are shown, after what Cognito tells.
BEYOND: Final = (
    LOOKUP_EVENTS,
    FILTER_LOG_EVENTS,
    GET_SMS_SANDBOX_ACCOUNT_STATUS,
    LIST_SMS_SANDBOX_PHONE_NUMBERS,
    GET_SMS_ATTRIBUTES,
    LIST_ORIGINATION_NUMBERS,
    CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT,
)
OF_SMS: Final = BEYOND[2:]
SPEND_LIMIT: Final = "MonthlySpendLimit"
LOCKOUT: Final = timedelta(minutes=15)  # quiet minutes after which Cognito counts from none

REGION: Final = re.compile(r"[a-z]{2,5}(-[a-z]{1,16}){1,3}-[0-9]{1,2}", re.ASCII)

_SIGN_IN = (ADMIN_INITIATE_AUTH, ADMIN_RESPOND, INITIATE_AUTH, RESPOND)
_TRAIL_AFTER = timedelta(minutes=2)
_LOG_BEFORE, _LOG_AFTER = timedelta(seconds=5), timedelta(seconds=30)
# The most that the services give in one answer, and as many lines as a person reads.
_SIZES: dict[str, tuple[str, int]] = {
    LOOKUP_EVENTS: ("MaxResults", 50),
    FILTER_LOG_EVENTS: ("limit", 100),
    LIST_SMS_SANDBOX_PHONE_NUMBERS: ("MaxResults", 100),
    LIST_ORIGINATION_NUMBERS: ("MaxResults", 30),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A time in which to look."""

    start: datetime
    end: datetime


def trail_window(occurrence: Occurrence) -> Window:
    """From before what may have counted towards a lock, until its last event is there for sure."""
    return Window(start=occurrence.began - LOCKOUT, end=occurrence.ended + _TRAIL_AFTER)


def log_window(occurrence: Occurrence) -> Window:
    """A function may still write when the sign-in has long ended."""
    return Window(start=occurrence.began - _LOG_BEFORE, end=occurrence.ended + _LOG_AFTER)


def traced(occurrence: Occurrence) -> tuple[str, ...]:
    """Those of its calls that are looked for in CloudTrail."""
    return tuple(each for each in _SIGN_IN if each in occurrence.operations)


def functions_of(
    pool: PoolFacts, occurrence: Occurrence, challenges: Collection[str] = ()
) -> dict[str, str]:
    """Functions that the sign-in can have run, each with the first trigger that it serves."""
    found: dict[str, str] = {}
    for trigger in may_have_run(occurrence.auth_flow, (*occurrence.challenges, *challenges)):
        if trigger in pool.functions:
            found.setdefault(pool.functions[trigger], trigger)
    return found


def log_group(function: str) -> str:
    """Where a function logs unless it was told otherwise."""
    return f"/aws/lambda/{function}"


def trail_call(event_name: str, occurrence: Occurrence) -> ApiCall:
    """The events of one operation around the sign-in, newest first."""
    window = trail_window(occurrence)
    attribute = {"AttributeKey": "EventName", "AttributeValue": event_name}
    return _call(
        LOOKUP_EVENTS,
        {
            "LookupAttributes": (attribute,),
            "StartTime": int(window.start.timestamp()),
            "EndTime": int(window.end.timestamp()),
        },
    )


def log_call(function: str, occurrence: Occurrence) -> ApiCall:
    """What a function logged around the sign-in."""
    window = log_window(occurrence)
    return _call(
        FILTER_LOG_EVENTS,
        {
            "logGroupName": log_group(function),
            "startTime": int(window.start.timestamp() * 1000),
            "endTime": int(window.end.timestamp() * 1000),
        },
    )


def sms_call(operation: str, region: str, number: Secret | None = None) -> ApiCall:
    """One of OF_SMS, in the region from which the pool sends; the last needs the `number`."""
    params: dict[str, ParamValue] = {}
    if operation == GET_SMS_ATTRIBUTES:
        params["attributes"] = (SPEND_LIMIT,)
    if operation == CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT and number is not None:
        params["phoneNumber"] = number
    return _call(operation, params, region)


def sms_region(pool: PoolFacts, profile: Profile) -> str:
    """Where the pool sends text messages from: it may name another region than its own."""
    named = pool.sns_region
    return named if named is not None and REGION.fullmatch(named) else profile.region


def _call(operation: str, params: dict[str, ParamValue], region: str | None = None) -> ApiCall:
    if operation in _SIZES:
        name, size = _SIZES[operation]
        params[name] = size
    return ApiCall(operation=operation, params=params, region=region)
