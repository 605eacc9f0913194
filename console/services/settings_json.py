"""What was read of a pool's and a client's settings, as a profile's row in the file keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from console.core.pool_settings import PasswordPolicy, PoolSettings
from console.services.profile_fields import (
    BrokenError,
    flag,
    items,
    known_keys,
    optional_flag,
    optional_object,
    seconds,
    text,
)

_LONGEST_S = 10**9
_LENGTH_LIMIT = 10_000
_SETTINGS = frozenset(field.name for field in fields(PoolSettings))
_POLICY = frozenset(field.name for field in fields(PasswordPolicy))


def read_known(row: Mapping[str, object], key: str) -> PoolSettings | None:
    """The settings that the profile's `row` has as `key`; BrokenError where one is odd."""
    value = optional_object(row, key)
    if value is None:
        return None
    known_keys(value, _SETTINGS)
    return PoolSettings(
        session_validity_s=_life(value, "session_validity_s"),
        token_revocation=optional_flag(value, "token_revocation"),
        rotates_refresh=optional_flag(value, "rotates_refresh"),
        refresh_validity_s=_life(value, "refresh_validity_s"),
        auth_flows=_texts("auth_flows", items(value, "auth_flows")),
        device_tracking=optional_flag(value, "device_tracking"),
        password_policy=_policy(value),
        attribute_types=tuple(_pair(each) for each in items(value, "attribute_types")),
    )


def _policy(row: Mapping[str, object]) -> PasswordPolicy | None:
    value = optional_object(row, "password_policy")
    if value is None:
        return None
    known_keys(value, _POLICY)
    return PasswordPolicy(
        minimum_length=_length(value, "minimum_length"),
        require_uppercase=flag(value, "require_uppercase"),
        require_lowercase=flag(value, "require_lowercase"),
        require_numbers=flag(value, "require_numbers"),
        require_symbols=flag(value, "require_symbols"),
    )


def _life(row: Mapping[str, object], key: str) -> float | None:
    if row.get(key) is None:
        return None
    value = seconds(row, key, None)
    if not 0 <= value <= _LONGEST_S:
        raise BrokenError(f"Its {key} is no time that a session or a token lives.")
    return value


def _length(row: Mapping[str, object], key: str) -> int:
    value = row.get(key, PasswordPolicy().minimum_length)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LENGTH_LIMIT:
        raise BrokenError(f"Its {key} is not a number of characters.")
    return value


def _pair(value: object) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2:
        raise BrokenError("Its attribute_types are not pairs of texts.")
    name, kind = _texts("attribute_types", value)
    return name, kind


def _texts(key: str, values: list[object]) -> tuple[str, ...]:
    return tuple(text({key: value}, key) for value in values)
