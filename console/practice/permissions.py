"""Whose key signed a call, and what IAM lets that identity do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_LIMITED_ACCESS_KEY_ID,
)
from console.practice.errors import PracticeError
from console.practice.pools import ACCOUNT_ID, pool_arn

_CREDENTIAL: Final = re.compile(r"AWS4-HMAC-SHA256 .*?\bCredential=([^/,\s]+)/", re.ASCII)
_MAY_SIGN_IN: Final = frozenset({"AdminInitiateAuth", "AdminRespondToAuthChallenge"})
# None: everything
_ALLOWED: Final[Mapping[str, frozenset[str] | None]] = {
    PRACTICE_ACCESS_KEY_ID: None,
    PRACTICE_LIMITED_ACCESS_KEY_ID: _MAY_SIGN_IN,
}
_NAMES: Final = {
    PRACTICE_ACCESS_KEY_ID: "practice",
    PRACTICE_LIMITED_ACCESS_KEY_ID: "practice-limited",
}
_ON_ALL_POOLS: Final = frozenset({"ListUserPools"})  # it has no resource type


def identify(authorization: str | None) -> str:
    """The access key id that signed a call, if it is one of the pool's own.

    The signature itself is not verified: a recording proxy that rewrites the Host header may stand
    between, and nothing here is worth protecting. Whose key signed is what can be learnt.
    """
    match = _CREDENTIAL.match(authorization or "")
    if match is None:
        raise PracticeError("MissingAuthenticationTokenException", "Missing Authentication Token")
    if match.group(1) not in _ALLOWED:
        raise PracticeError(
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        )
    return match.group(1)


def authorize(key_id: str, operation: str, body: Mapping[str, object]) -> None:
    """Let the call pass, or refuse it in IAM's words, which name the action and the pool."""
    allowed = _ALLOWED[key_id]
    if allowed is None or operation in allowed:
        return
    action = f"cognito-idp:{operation}"
    on = "*" if operation in _ON_ALL_POOLS else pool_arn(str(body.get("UserPoolId", ""))[:64])
    raise PracticeError(
        "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT_ID}:user/{_NAMES[key_id]} is not authorized to perform:"
        f" {action} on resource: {on} because no identity-based policy allows the {action} action",
    )
