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


@pytest.fixture
def tokens(initiate: Call, secret_hash: Callable[..., str]) -> Callable[[str], dict[str, str]]:
    """What a sign-in of alice with that client wins."""

    def win(client: str) -> dict[str, str]:
        hashed = {}
        if CLIENTS[client].secret is not None:
            hashed["SECRET_HASH"] = secret_hash("alice", client)
        reply = initiate("ADMIN_USER_PASSWORD_AUTH", client, **_ALICE, **hashed)
        result: dict[str, str] = reply["AuthenticationResult"]
        return result

    return win


@pytest.fixture
def call(pool: PracticePool) -> Call:
    def send(operation: str, client: str, **body: object) -> dict[str, Any]:
        return pool.handle(operation, {"ClientId": CLIENTS[client].id} | body)

    return send


def _claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def test_a_rotating_client_gets_a_new_refresh_token_each_time(
    tokens: Callable[[str], dict[str, str]], call: Call, refused: Refused
) -> None:
    won = tokens("rotating")
    first = won["RefreshToken"]
    refresh = "GetTokensFromRefreshToken"
    renewed = call(refresh, "rotating", RefreshToken=first)["AuthenticationResult"]
    assert renewed["RefreshToken"] != first
    assert _claims(renewed["IdToken"])["origin_jti"] == _claims(won["IdToken"])["origin_jti"]
    assert refused(call, refresh, "rotating", RefreshToken=first)[0] == (
        "RefreshTokenReuseException"
    )
    again = call(refresh, "rotating", RefreshToken=renewed["RefreshToken"])
    assert "RefreshToken" in again["AuthenticationResult"]


def test_a_rotating_client_has_no_refresh_flow(
    tokens: Callable[[str], dict[str, str]], initiate: Call, refused: Refused
) -> None:
    token = tokens("rotating")["RefreshToken"]
    assert refused(initiate, "REFRESH_TOKEN_AUTH", "rotating", REFRESH_TOKEN=token) == (
        "InvalidParameterException",
        "Auth flow not enabled for this client",
    )


def test_another_client_keeps_its_refresh_token(
    tokens: Callable[[str], dict[str, str]], call: Call
) -> None:
    token = tokens("public")["RefreshToken"]
    for _ in range(2):
        renewed = call("GetTokensFromRefreshToken", "public", RefreshToken=token)
        assert "RefreshToken" not in renewed["AuthenticationResult"]


def test_a_confidential_client_sends_the_secret_itself(
    tokens: Callable[[str], dict[str, str]], call: Call, refused: Refused
) -> None:
    client = "rotating-confidential"
    token = tokens(client)["RefreshToken"]
    for secret in ({}, {"ClientSecret": "x" * 30}):
        refusal = refused(call, "GetTokensFromRefreshToken", client, RefreshToken=token, **secret)
        assert refusal[0] == "NotAuthorizedException"
        assert refused(call, "RevokeToken", client, Token=token, **secret)[0] == (
            "UnauthorizedException"
        )
    right = {"ClientSecret": CLIENTS[client].secret}
    renewed = call("GetTokensFromRefreshToken", client, RefreshToken=token, **right)
    assert "RefreshToken" in renewed["AuthenticationResult"]


def test_a_revoked_token_refreshes_nothing_more(
    tokens: Callable[[str], dict[str, str]], initiate: Call, call: Call, refused: Refused
) -> None:
    token = tokens("revocable")["RefreshToken"]
    assert call("RevokeToken", "revocable", Token=token) == {}
    assert call("RevokeToken", "revocable", Token=token) == {}
    revoked = ("NotAuthorizedException", "Refresh Token has been revoked")
    assert refused(initiate, "REFRESH_TOKEN_AUTH", "revocable", REFRESH_TOKEN=token) == revoked
    assert refused(call, "GetTokensFromRefreshToken", "revocable", RefreshToken=token) == revoked


def test_a_client_without_token_revocation_revokes_nothing(
    tokens: Callable[[str], dict[str, str]], initiate: Call, call: Call, refused: Refused
) -> None:
    won = tokens("public")
    token = won["RefreshToken"]
    assert refused(call, "RevokeToken", "public", Token=token)[0] == (
        "UnsupportedOperationException"
    )
    assert initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)["AuthenticationResult"]
    for kind in ("AccessToken", "IdToken"):
        assert not {"jti", "origin_jti"} & _claims(won[kind]).keys()
        assert {"jti", "origin_jti"} <= _claims(tokens("revocable")[kind]).keys()


def test_only_refresh_tokens_can_be_revoked(
    tokens: Callable[[str], dict[str, str]], call: Call, refused: Refused
) -> None:
    for kind in ("AccessToken", "IdToken"):
        token = tokens("revocable")[kind]
        assert refused(call, "RevokeToken", "revocable", Token=token)[0] == (
            "UnsupportedTokenTypeException"
        )
    assert call("RevokeToken", "revocable", Token="nonsense") == {}


def test_the_input_is_held_against_the_model(call: Call, refused: Refused) -> None:
    for operation, member in (
        ("RevokeToken", "token"),
        ("GetTokensFromRefreshToken", "refreshToken"),
    ):
        code, text = refused(call, operation, "public")
        assert (code, f"at '{member}'" in text) == ("InvalidParameterException", True)
    assert refused(call, "RevokeToken", "deleted", Token="x")[0] == "ResourceNotFoundException"
