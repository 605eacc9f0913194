"""From SNS's answers to what stands in the way of a text message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite

from console.core.diagnosis.evidence_reading import Details, objects
from console.core.diagnosis.probe_plan_beyond import SPEND_LIMIT
from console.core.secret import Secret

_DIGITS = 32


def read_in_sandbox(details: Details) -> bool | None:
    """GetSMSSandboxAccountStatus."""
    return _flag(details, "IsInSandbox")


def read_opted_out(details: Details) -> bool | None:
    """CheckIfPhoneNumberIsOptedOut."""
    return _flag(details, "isOptedOut")


def read_monthly_limit(details: Details) -> float | None:
    """GetSMSAttributes: in US dollars; None where it was never set."""
    told = details.get(SPEND_LIMIT)
    if not isinstance(told, str) or len(told) > _DIGITS:
        return None
    try:
        limit = float(told)
    except ValueError:
        return None
    return limit if isfinite(limit) and limit >= 0 else None


def count_numbers(pages: Iterable[Details]) -> int:
    """ListOriginationNumbers: those that are not known to be out of use."""
    return sum(_in_use(each) for page in pages for each in _entries(page))


def _entries(details: Details) -> tuple[object, ...]:
    found = details.get("PhoneNumbers")
    return tuple(found) if isinstance(found, list | tuple) else ()


def _in_use(entry: object) -> bool:
    status = entry.get("Status") if isinstance(entry, Mapping) else None
    return not isinstance(status, str) or status.upper() == "ACTIVE"


def is_verified(pages: Iterable[Details], number: Secret) -> bool:
    """ListSMSSandboxPhoneNumbers: whether `number` is among the verified ones."""
    return any(
        each.get("Status") == "Verified" and each.get("PhoneNumber") == number
        for page in pages
        for each in objects(page, "PhoneNumbers")
    )


def _flag(details: Details, name: str) -> bool | None:
    value = details.get(name)
    return value if isinstance(value, bool) else None
