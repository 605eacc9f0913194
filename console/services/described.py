"""What is kept of a pool's and a client's description: listed members, of the right types.

Everything else is dropped where it comes in, the client's secret with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from console.services.replies import NAME_LIMIT, not_cognito

_NUMBER_LIMIT = 10**9  # of minutes, days or characters; Cognito's are far below
_LIST_LIMIT = 200  # a pool has 70 attributes at most, a client a dozen flows

# From a member's name and value to what is kept of it; raises NotBelievableError.
Keeper: TypeAlias = Callable[[str, object], object]
Members: TypeAlias = Mapping[str, Keeper]


def described(content: Mapping[str, Any], member: str, members: Members) -> Mapping[str, object]:
    """The listed members of the object that `content` has as `member`.

    Raises NotBelievableError where it has none, or where a listed one is of a wrong type.
    """
    if not isinstance(content.get(member), dict):
        raise not_cognito(f"The answer has no {member} that can be read.")
    return _object_of(members, member, content[member])


def _object_of(members: Members, name: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _wrong(name)
    return {
        key: keep(key, value[key]) for key, keep in members.items() if value.get(key) is not None
    }


def _object(members: Members) -> Keeper:
    return lambda name, value: _object_of(members, name, value)


def _list(keep: Keeper) -> Keeper:
    def kept(name: str, value: object) -> object:
        if not isinstance(value, list):
            raise _wrong(name)
        return tuple(keep(name, each) for each in value[:_LIST_LIMIT])

    return kept


def _text(name: str, value: object) -> object:
    if not isinstance(value, str) or len(value) > NAME_LIMIT:
        raise _wrong(name)
    return value


def _number(name: str, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _NUMBER_LIMIT:
        raise _wrong(name)
    return value


def _flag(name: str, value: object) -> object:
    if not isinstance(value, bool):
        raise _wrong(name)
    return value


def _wrong(name: str) -> Exception:
    return not_cognito(f"In the answer, {name} is of the wrong type.")


CLIENT: Final[Members] = {
    "ClientId": _text,
    "AuthSessionValidity": _number,
    "EnableTokenRevocation": _flag,
    "ExplicitAuthFlows": _list(_text),
    "RefreshTokenRotation": _object({"Feature": _text, "RetryGracePeriodSeconds": _number}),
    "RefreshTokenValidity": _number,
    "TokenValidityUnits": _object({"AccessToken": _text, "IdToken": _text, "RefreshToken": _text}),
}
POOL: Final[Members] = {
    "Id": _text,
    "DeviceConfiguration": _object(
        {"ChallengeRequiredOnNewDevice": _flag, "DeviceOnlyRememberedOnUserPrompt": _flag}
    ),
    "Policies": _object(
        {
            "PasswordPolicy": _object(
                {
                    "MinimumLength": _number,
                    "RequireUppercase": _flag,
                    "RequireLowercase": _flag,
                    "RequireNumbers": _flag,
                    "RequireSymbols": _flag,
                }
            )
        }
    ),
    "SchemaAttributes": _list(_object({"Name": _text, "AttributeDataType": _text})),
}
