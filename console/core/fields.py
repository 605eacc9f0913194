"""Field problems as data: what is wrong with one field, in one sentence, never with its value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps the request from being sent; a warning is only shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One sentence about one field; `field` is the name that form and recipe use for it."""

    field: str
    sentence: str
    severity: Severity = Severity.ERROR


def errors(problems: tuple[FieldProblem, ...]) -> tuple[FieldProblem, ...]:
    """Only those that keep the request from being sent."""
    return tuple(p for p in problems if p.severity is Severity.ERROR)
