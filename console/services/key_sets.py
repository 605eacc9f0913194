"""A pool's public keys as they are served: judged, bounded, and read into plain values."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from console.services.replies import (
    NAME_LIMIT,
    NotBelievableError,
    RawReply,
    check_length,
    json_object,
    not_cognito,
)

KEY_SET_LIMIT: Final = 256 * 1024  # bytes; a pool's two keys take one thousand
_KEYS_LIMIT = 100
_MODULUS_LIMIT = 2800  # characters of base64: 16,384 bits, the most that OpenSSL takes
_EXPONENT_LIMIT = 16

# The members of a JWK that a signature is checked with, and all keys by their ids.
Key: TypeAlias = Mapping[str, str]
KeySet: TypeAlias = Mapping[str, Key]
_MEMBERS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "kty": NAME_LIMIT,
        "alg": NAME_LIMIT,
        "use": NAME_LIMIT,
        "n": _MODULUS_LIMIT,
        "e": _EXPONENT_LIMIT,
    }
)


def judge_key_set(reply: RawReply) -> None:
    """Raises NotBelievableError where the reply is no key set; its sentence quotes nothing."""
    if 300 <= reply.status < 400:
        raise not_cognito(
            f"The address of the pool's public keys answered with a redirect (HTTP {reply.status}),"
            " which is not followed."
        )
    if reply.status != 200:
        raise not_cognito(f"The address of the pool's public keys answered HTTP {reply.status}.")
    check_length(reply)
    read_key_set(reply.body)


def read_key_set(body: bytes) -> KeySet:
    """The keys by id; NotBelievableError where the body is no key set.

    A key of another kind than RSA is kept with what it has: it is told apart from a missing one.
    """
    try:
        keys = json_object(body).get("keys")
    except NotBelievableError:
        raise _unreadable() from None
    if not isinstance(keys, list) or not 0 < len(keys) <= _KEYS_LIMIT:
        raise _unreadable()
    found: dict[str, Key] = {}
    for key in keys:
        name = key.get("kid") if isinstance(key, dict) else key
        if name is None:
            continue  # no token can name it
        if not isinstance(key, dict) or not isinstance(name, str) or name in found:
            raise _unreadable()
        found[name] = {
            member: value
            for member, limit in _MEMBERS.items()
            if isinstance(value := key.get(member), str) and len(value) <= limit
        }
    return found


def _unreadable() -> NotBelievableError:
    return not_cognito("What was served as the pool's public keys is no set of keys.")
