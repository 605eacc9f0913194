"""The pool's password policy, with the reasons that Cognito gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from console.practice.errors import PracticeError

MIN_LENGTH: Final = 8
_SYMBOLS: Final = frozenset("^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ")

_RULES: Final[tuple[tuple[Callable[[str], bool], str], ...]] = (
    (lambda p: len(p) >= MIN_LENGTH, "Password not long enough"),
    (lambda p: any("a" <= c <= "z" for c in p), "Password must have lowercase characters"),
    (lambda p: any("A" <= c <= "Z" for c in p), "Password must have uppercase characters"),
    (lambda p: any("0" <= c <= "9" for c in p), "Password must have numeric characters"),
    # A blank counts as a symbol, but not at the edges.
    (lambda p: not _SYMBOLS.isdisjoint(p.strip(" ")), "Password must have symbol characters"),
)


def check_policy(password: str) -> None:
    """Raise InvalidPasswordException with the first reason against `password`."""
    for holds, reason in _RULES:
        if not holds(password):
            raise PracticeError(
                "InvalidPasswordException", f"Password does not conform to policy: {reason}"
            )
