"""How a call is ended from outside."""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """Who ended a call from outside."""

    STOPPED = "stopped"
    DEADLINE = "deadline"


class CallStoppedError(Exception):
    """Raised in the worker at the first point where it notices that its call was ended."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(str(cause))
        self.cause = cause
