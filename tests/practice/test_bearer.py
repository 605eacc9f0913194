from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jwt
import pytest

from console.practice.clients import CLIENTS
from console.practice.pool import PracticePool

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_ALICE = {"USERNAME": "alice", "PASSWORD": "Amber-Kettle-41!"}
_INVALID = ("NotAuthorizedException", "Invalid Access Token")


@pytest.fixture
def won(initiate: Call) -> dict[str, str]:
    """The tokens of alice, on a client that can revoke them."""
    tokens: dict[str, str] = initiate("ADMIN_USER_PASSWORD_AUTH", "revocable", **_ALICE)[
        "AuthenticationResult"
    ]
    return tokens


@pytest.fixture
def use(pool: PracticePool) -> Call:
    def call(token: object) -> dict[str, Any]:
        return pool.handle("ListWebAuthnCredentials", {"AccessToken": token})

    return call


def test_an_access_token_opens_the_users_own_calls(won: dict[str, str], use: Call) -> None:
    assert use(won["AccessToken"]) == {"Credentials": []}


def test_other_texts_open_nothing(won: dict[str, str], use: Call, refused: Refused) -> None:
    head, _, tail = won["AccessToken"].rpartition(".")
    for token in (won["IdToken"], won["RefreshToken"], "x", "a.b.c", f"{head}.{tail[::-1]}"):
        assert refused(use, token) == _INVALID


def test_a_token_that_others_signed_opens_nothing(
    won: dict[str, str], use: Call, refused: Refused
) -> None:
    claims = jwt.decode(won["AccessToken"], options={"verify_signature": False})
    key = "a key that is long enough for this algorithm"
    for forged in (jwt.encode(claims, key, "HS256"), jwt.encode(claims, "", "none")):
        assert refused(use, forged) == _INVALID


def test_the_token_is_held_against_the_model(use: Call, refused: Refused) -> None:
    for bad in (None, "", "with spaces"):
        assert "'accessToken'" in refused(use, bad)[1]


def test_a_token_ends(
    won: dict[str, str], use: Call, refused: Refused, advance: Callable[[float], None]
) -> None:
    advance(3599)
    assert use(won["AccessToken"])
    advance(1)
    assert refused(use, won["AccessToken"]) == (
        "NotAuthorizedException",
        "Access Token has expired",
    )


def test_the_access_tokens_of_a_revoked_family_open_nothing(
    pool: PracticePool, won: dict[str, str], use: Call, initiate: Call, refused: Refused
) -> None:
    refresh = {"REFRESH_TOKEN": won["RefreshToken"]}
    renewed = initiate("REFRESH_TOKEN_AUTH", "revocable", **refresh)["AuthenticationResult"]
    other = initiate("ADMIN_USER_PASSWORD_AUTH", "revocable", **_ALICE)["AuthenticationResult"]
    body = {"ClientId": CLIENTS["revocable"].id, "Token": won["RefreshToken"]}
    assert pool.handle("RevokeToken", body) == {}
    for tokens in (won, renewed):
        assert refused(use, tokens["AccessToken"]) == (
            "NotAuthorizedException",
            "Access Token has been revoked",
        )
    assert use(other["AccessToken"])
