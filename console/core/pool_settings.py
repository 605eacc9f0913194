"""What is known of a pool and its app client: read with Describe calls, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

AUTH_SESSION_DEFAULT_S = 180.0  # AuthSessionValidity of an app client that sets none
AUTH_SESSION_LONGEST_S = 900.0  # it is 3 to 15 minutes
REFRESH_TOKEN_DEFAULT_S = 30 * 86400  # RefreshTokenValidity of a client that sets none


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """Policies.PasswordPolicy of DescribeUserPool."""

    minimum_length: int = 8
    require_uppercase: bool = False
    require_lowercase: bool = False
    require_numbers: bool = False
    require_symbols: bool = False

    def rules(self) -> tuple[tuple[str, Callable[[str], bool]], ...]:
        """Each rule in words, and whether a password keeps it."""
        least = self.minimum_length
        asked: list[tuple[bool, str, Callable[[str], bool]]] = [
            (True, f"at least {least} characters", lambda text: len(text) >= least),
            (self.require_uppercase, "an upper-case letter", _any("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
            (self.require_lowercase, "a lower-case letter", _any("abcdefghijklmnopqrstuvwxyz")),
            (self.require_numbers, "a digit", _any("0123456789")),
            (self.require_symbols, "a symbol", _has_symbol),
        ]
        return tuple((words, keeps) for wanted, words, keeps in asked if wanted)


# The special characters that Cognito's password policy counts; a blank only inside.
_SYMBOLS = frozenset("^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ")


def _any(letters: str) -> Callable[[str], bool]:
    return lambda text: any(letter in letters for letter in text)


def _has_symbol(text: str) -> bool:
    return any(letter in _SYMBOLS for letter in text.strip(" "))


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """None where it is not known. `attribute_types` has (name, AttributeDataType) pairs."""

    session_validity_s: float | None = None
    token_revocation: bool | None = None
    rotates_refresh: bool | None = None
    refresh_validity_s: float | None = None
    auth_flows: tuple[str, ...] = ()
    device_tracking: bool | None = None
    password_policy: PasswordPolicy | None = None
    attribute_types: tuple[tuple[str, str], ...] = ()

    def type_of(self, attribute: str) -> str | None:
        """String, Number, DateTime or Boolean, where the pool's schema was read."""
        return dict(self.attribute_types).get(attribute)
