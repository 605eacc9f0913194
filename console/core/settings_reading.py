"""Reads what a pool and its client are set to, with two read-only calls of the operator's wish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from console.core.call import DESCRIBE_USER_POOL, DESCRIBE_USER_POOL_CLIENT, ApiCall, Failure
from console.core.pool_settings import PasswordPolicy, PoolSettings
from console.core.ports import Gateway
from console.core.profile import Profile

# What Cognito lets a client and a pool be set to; anything else is not believed.
_SESSION_MIN = (3, 15)
_REFRESH_S = (3600, 10 * 365 * 86400)
_PASSWORD_LENGTH = (6, 99)
_UNIT_S = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`settings` has what could be read; `failures` are by operation."""

    settings: PoolSettings
    failures: Mapping[str, Failure]


async def read_settings(profile: Profile, gateway: Gateway) -> Reading:
    """DescribeUserPoolClient and DescribeUserPool, at the same time; each may be denied."""
    pool = {"UserPoolId": profile.user_pool_id}
    calls = {
        operation: gateway.begin(ApiCall(operation=operation, params=params))
        for operation, params in (
            (DESCRIBE_USER_POOL_CLIENT, {**pool, "ClientId": profile.client_id}),
            (DESCRIBE_USER_POOL, pool),
        )
    }
    results = {operation: await call.result() for operation, call in calls.items()}
    failures = {name: each for name, each in results.items() if isinstance(each, Failure)}
    details = {
        name: each.details for name, each in results.items() if not isinstance(each, Failure)
    }
    return Reading(
        settings=settings_of(
            client=details.get(DESCRIBE_USER_POOL_CLIENT, {}),
            pool=details.get(DESCRIBE_USER_POOL, {}),
        ),
        failures=failures,
    )


def settings_of(*, client: Mapping[str, object], pool: Mapping[str, object]) -> PoolSettings:
    """From UserPoolClientType and UserPoolType, of which members may be missing or odd."""
    minutes = _within(_SESSION_MIN, _number(client.get("AuthSessionValidity")))
    rotation = _object(client.get("RefreshTokenRotation")).get("Feature")
    tracked = pool.get("DeviceConfiguration")
    return PoolSettings(
        session_validity_s=None if minutes is None else minutes * 60,
        token_revocation=_flag(client.get("EnableTokenRevocation")),
        rotates_refresh=None if not client else rotation == "ENABLED",
        refresh_validity_s=_refresh_validity_s(client),
        auth_flows=_texts(client.get("ExplicitAuthFlows")),
        device_tracking=None if not pool else isinstance(tracked, Mapping),
        password_policy=_policy(_object(_object(pool.get("Policies")).get("PasswordPolicy"))),
        attribute_types=_attribute_types(pool.get("SchemaAttributes")),
    )


def _refresh_validity_s(client: Mapping[str, object]) -> float | None:
    validity = _number(client.get("RefreshTokenValidity"))
    unit = _object(client.get("TokenValidityUnits")).get("RefreshToken", "days")
    if validity is None or not isinstance(unit, str) or unit not in _UNIT_S:
        return None
    return _within(_REFRESH_S, validity * _UNIT_S[unit])


def _policy(policy: Mapping[str, object]) -> PasswordPolicy | None:
    if not policy:
        return None
    least = _within(_PASSWORD_LENGTH, _number(policy.get("MinimumLength", 8)))
    if least is None:
        return None
    return PasswordPolicy(
        minimum_length=int(least),
        require_uppercase=policy.get("RequireUppercase") is True,
        require_lowercase=policy.get("RequireLowercase") is True,
        require_numbers=policy.get("RequireNumbers") is True,
        require_symbols=policy.get("RequireSymbols") is True,
    )


def _attribute_types(schema: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(schema, list | tuple):
        return ()
    pairs = ((_object(each).get("Name"), _object(each).get("AttributeDataType")) for each in schema)
    return tuple(
        (name, kind) for name, kind in pairs if isinstance(name, str) and isinstance(kind, str)
    )


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _within(bounds: tuple[int, int], value: float | None) -> float | None:
    return value if value is not None and bounds[0] <= value <= bounds[1] else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return ()
    return tuple(item for item in value if isinstance(item, str))
