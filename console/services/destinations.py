"""Addresses of users as Cognito itself shows them: enough to know one again, no more."""

from __future__ import annotations

_SHOWN_DIGITS = 4
_LONGEST = 16  # characters of a phone number, its plus sign among them


def masked(attribute: str, value: str) -> str | None:
    """The value of an `email` or `phone_number` masked; None for any other attribute."""
    if attribute == "email":
        return _masked_email(value)
    return _masked_phone(value) if attribute == "phone_number" else None


def _masked_email(address: str) -> str:
    """`alice@example.com` is `a***@e***`; of what is no address nothing is shown."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain[:1]}***" if at else "***"


def _masked_phone(number: str) -> str:
    """`+12025550134` is `+*******0134`; of what is too short to be one nothing is shown."""
    if not 2 * _SHOWN_DIGITS <= len(number) <= _LONGEST:
        return "+***"
    return "+" + "*" * (len(number) - 1 - _SHOWN_DIGITS) + number[-_SHOWN_DIGITS:]
