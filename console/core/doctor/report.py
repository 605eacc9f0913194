"""All checks as one object, and as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from console.core.diagnosis.connection_check import ConnectionCheck


def to_json(checks: Iterable[ConnectionCheck]) -> dict[str, Any]:
    """The object of the public interface."""
    return {
        "checks": [
            {
                "name": each.name,
                "status": str(each.status),
                "detail": each.detail,
                "hint": each.hint,
            }
            for each in checks
        ]
    }


def to_lines(check: ConnectionCheck) -> tuple[str, ...]:
    """One check, in words that need no colour and no mark."""
    lines = (f"{check.status:<8}{check.name}: {check.detail}",)
    return (*lines, f"        next: {check.hint}") if check.hint else lines
