from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from console.practice.accounts import ACCOUNTS, Account
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.tokens import ISSUER, RefreshTokens, TokenMint, new_grant, subject

_NOW = datetime.now(UTC).replace(microsecond=0)
_CLIENT = CLIENTS["revocable"]


def _account(username: str) -> Account:
    return next(account for account in ACCOUNTS if account.username == username)


@pytest.fixture(scope="module")
def mint() -> TokenMint:
    return TokenMint()


@pytest.fixture
def claims(mint: TokenMint) -> Callable[..., dict[str, Any]]:
    """Verify a token against the mint's own JWKS and give its claims."""

    def read(token: object, **options: Any) -> dict[str, Any]:
        assert isinstance(token, str)
        keys = jwt.PyJWKSet.from_dict(mint.jwks())
        key = keys[jwt.get_unverified_header(token)["kid"]]
        return jwt.decode(token, key, algorithms=["RS256"], issuer=ISSUER, **options)

    return read


def test_jwks_is_one_public_rs256_key_of_2048_bits(mint: TokenMint) -> None:
    (key,) = mint.jwks()["keys"]
    assert set(key) == {"alg", "e", "kid", "kty", "n", "use"}
    assert (key["alg"], key["kty"], key["use"], key["e"]) == ("RS256", "RSA", "sig", "AQAB")
    assert len(key["n"]) == 342  # 2048 bits of Base64
    assert mint.jwks() == {"keys": [key]}


def test_id_token_has_cognitos_claims(
    mint: TokenMint, claims: Callable[..., dict[str, Any]]
) -> None:
    erin = _account("erin")
    grant = new_grant(erin, _CLIENT, _NOW)
    result = mint.tokens(erin, _CLIENT, grant, _NOW)
    read = claims(result["IdToken"], audience=_CLIENT.id)
    issued = int(_NOW.timestamp())
    uuid.UUID(read.pop("jti"))
    assert read == {
        "sub": subject("erin"),
        "iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_PRACTICE1",
        "aud": _CLIENT.id,
        "cognito:username": "erin",
        "token_use": "id",
        "auth_time": issued,
        "iat": issued,
        "exp": issued + 3600,
        "origin_jti": grant.origin_jti,
        "event_id": grant.event_id,
        "email": "erin@example.com",
        "email_verified": True,
        "name": "Erin",
        "phone_number": "+12025550134",
        "phone_number_verified": True,
    }


def test_access_token_has_cognitos_claims(
    mint: TokenMint, claims: Callable[..., dict[str, Any]]
) -> None:
    alice = _account("alice")
    grant = new_grant(alice, _CLIENT, _NOW)
    result = mint.tokens(alice, _CLIENT, grant, _NOW + timedelta(minutes=5))
    assert (result["TokenType"], result["ExpiresIn"]) == ("Bearer", 3600)
    assert "RefreshToken" not in result
    # PyJWT refuses an iat that lies ahead, so the time claims are read as plain numbers here.
    read = claims(result["AccessToken"], options={"verify_iat": False})
    issued = int(_NOW.timestamp()) + 300
    uuid.UUID(read.pop("jti"))
    assert read == {
        "sub": subject("alice"),
        "iss": ISSUER,
        "client_id": _CLIENT.id,
        "username": "alice",
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "auth_time": issued - 300,
        "iat": issued,
        "exp": issued + 3600,
        "origin_jti": grant.origin_jti,
        "event_id": grant.event_id,
    }


def test_another_pools_key_does_not_verify(mint: TokenMint) -> None:
    alice = _account("alice")
    token = mint.tokens(alice, _CLIENT, new_grant(alice, _CLIENT, _NOW), _NOW)["AccessToken"]
    assert isinstance(token, str)
    (other,) = jwt.PyJWKSet.from_dict(TokenMint().jwks()).keys
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, other, algorithms=["RS256"], issuer=ISSUER)


def test_subject_is_a_stable_uuid_of_the_user() -> None:
    assert str(uuid.UUID(subject("alice"))) == subject("alice")
    assert subject("alice") != subject("bob")


def test_refresh_token_is_bound_to_its_client() -> None:
    tokens = RefreshTokens()
    grant = new_grant(_account("alice"), _CLIENT, _NOW)
    token = tokens.issue(grant)
    assert tokens.find(token, client=_CLIENT, now=_NOW) == grant
    for asked, client in ((token, CLIENTS["confidential"]), ("nonsense", _CLIENT)):
        with pytest.raises(PracticeError, match="Invalid Refresh Token") as caught:
            tokens.find(asked, client=client, now=_NOW)
        assert caught.value.code == "NotAuthorizedException"


def test_a_refresh_token_ends_after_thirty_days() -> None:
    tokens = RefreshTokens()
    grant = new_grant(_account("alice"), _CLIENT, _NOW)
    token = tokens.issue(grant)
    last = _NOW + timedelta(days=30)
    assert tokens.find(token, client=_CLIENT, now=last - timedelta(seconds=1)) == grant
    with pytest.raises(PracticeError, match="Refresh Token has expired"):
        tokens.find(token, client=_CLIENT, now=last)


def test_a_rotated_token_is_good_no_more_and_its_successor_is() -> None:
    tokens = RefreshTokens()
    grant = new_grant(_account("alice"), _CLIENT, _NOW)
    first = tokens.issue(grant)
    second = tokens.rotate(first)
    with pytest.raises(PracticeError) as caught:
        tokens.find(first, client=_CLIENT, now=_NOW)
    assert caught.value.code == "RefreshTokenReuseException"
    assert tokens.find(second, client=_CLIENT, now=_NOW) == grant


def test_revocation_ends_a_whole_family_and_is_its_clients_alone() -> None:
    tokens = RefreshTokens()
    family, other = (new_grant(_account("alice"), _CLIENT, _NOW) for _ in range(2))
    first, foreign = tokens.issue(family), tokens.issue(other)
    second = tokens.rotate(first)
    tokens.revoke(second, client_id=CLIENTS["confidential"].id)
    assert tokens.find(second, client=_CLIENT, now=_NOW) == family
    tokens.revoke("nonsense", client_id=_CLIENT.id)
    tokens.revoke(first, client_id=_CLIENT.id)
    for token in (first, second):
        with pytest.raises(PracticeError, match="Refresh Token has been revoked"):
            tokens.find(token, client=_CLIENT, now=_NOW)
    assert tokens.find(foreign, client=_CLIENT, now=_NOW) == other


def test_refresh_tokens_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.practice.tokens._KEPT", 2)
    tokens = RefreshTokens()
    grant = new_grant(_account("alice"), _CLIENT, _NOW)
    first, second, third = (tokens.issue(grant) for _ in range(3))
    with pytest.raises(PracticeError):
        tokens.find(first, client=_CLIENT, now=_NOW)
    assert tokens.find(second, client=_CLIENT, now=_NOW) == grant
    assert tokens.find(third, client=_CLIENT, now=_NOW) == grant
