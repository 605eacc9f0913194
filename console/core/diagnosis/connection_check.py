"""One check of a profile's connection, and how it came out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CheckStatus(StrEnum):
    """skipped: not looked at, or not known."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionCheck:
    """`name` is the same at every run. `hint` says what to do, where there is something."""

    name: str
    status: CheckStatus
    detail: str
    hint: str = ""


def check(name: str, status: CheckStatus, detail: str, hint: str = "") -> ConnectionCheck:
    """A check in one line."""
    return ConnectionCheck(name=name, status=status, detail=detail, hint=hint)
