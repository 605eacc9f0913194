"""What a sign-in wins: RS256 tokens with Cognito's claims, and opaque refresh tokens."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from console.core.practice_keys import PRACTICE_REGION, PRACTICE_USER_POOL_ID
from console.practice.accounts import Account
from console.practice.clients import Client
from console.practice.errors import PracticeError, not_authorized

ISSUER: Final = f"https://cognito-idp.{PRACTICE_REGION}.amazonaws.com/{PRACTICE_USER_POOL_ID}"
_SCOPE: Final = "aws.cognito.signin.user.admin"
_KEPT: Final = 10_000


def subject(username: str) -> str:
    """The user's `sub`: a UUID that stays the same between runs."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{ISSUER}/{username}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One completed sign-in; refreshed tokens carry its ids and its time on."""

    username: str
    client_id: str
    auth_time: int
    origin_jti: str
    event_id: str


def new_grant(account: Account, client: Client, now: datetime) -> Grant:
    """A grant for a sign-in that was completed at `now`."""
    return Grant(
        username=account.username,
        client_id=client.id,
        auth_time=int(now.timestamp()),
        origin_jti=str(uuid.uuid4()),
        event_id=str(uuid.uuid4()),
    )


def _claim(name: str, value: str) -> object:
    """Attributes are texts in the pool; in a token the verified marks are booleans."""
    return value == "true" if name.endswith("_verified") else value


class TokenMint:
    """Signs id and access tokens with a key of its own, made at first need."""

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def _key_id(self) -> str:
        return secrets.token_urlsafe(32)

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public key, as a pool serves it at .well-known/jwks.json."""
        numbers = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        key = {"alg": "RS256", "kid": self._key_id, "kty": "RSA", "use": "sig"}
        return {"keys": [key | {"e": numbers["e"], "n": numbers["n"]}]}

    def tokens(
        self, account: Account, client: Client, grant: Grant, now: datetime
    ) -> dict[str, object]:
        """AuthenticationResult without a refresh token."""
        issued = int(now.timestamp())
        shared: dict[str, object] = {
            "sub": subject(account.username),
            "iss": ISSUER,
            "origin_jti": grant.origin_jti,
            "event_id": grant.event_id,
            "auth_time": grant.auth_time,
            "iat": issued,
            "exp": issued + client.token_validity_s,
        }
        attributes = {name: _claim(name, value) for name, value in account.attributes.items()}
        identity = attributes | {
            "cognito:username": account.username,
            "aud": client.id,
            "token_use": "id",
        }
        access = {
            "username": account.username,
            "client_id": client.id,
            "token_use": "access",
            "scope": _SCOPE,
        }
        return {
            "AccessToken": self._sign(shared | access),
            "ExpiresIn": client.token_validity_s,
            "TokenType": "Bearer",
            "IdToken": self._sign(shared | identity),
        }

    def _sign(self, claims: Mapping[str, object]) -> str:
        payload: dict[str, Any] = {**claims, "jti": str(uuid.uuid4())}
        return jwt.encode(payload, self._key, algorithm="RS256", headers={"kid": self._key_id})


class RefreshTokens:
    """Refresh tokens: random strings that only this pool can read."""

    def __init__(self) -> None:
        self._grants: dict[str, Grant] = {}
        self._rotated: set[str] = set()
        self._revoked: set[str] = set()  # by the origin_jti that a family of tokens shares

    def issue(self, grant: Grant) -> str:
        """A new token for `grant`."""
        token = secrets.token_urlsafe(768)
        self._grants[token] = grant
        if len(self._grants) > _KEPT:
            self._forget(next(iter(self._grants)))
        return token

    def find(self, token: str, *, client: Client, now: datetime) -> Grant:
        """The grant behind `token`, if that client won it and it is still good."""
        grant = self._grants.get(token)
        if grant is None or grant.client_id != client.id:
            raise not_authorized("Invalid Refresh Token")
        if grant.origin_jti in self._revoked:
            raise not_authorized("Refresh Token has been revoked")
        if now.timestamp() >= grant.auth_time + client.refresh_validity_s:
            raise not_authorized("Refresh Token has expired")
        if token in self._rotated:
            # No text of Cognito's own is known for this code.
            raise PracticeError("RefreshTokenReuseException", "Refresh token was already used.")
        return grant

    def rotate(self, token: str) -> str:
        """The successor of `token`, which is good no more."""
        self._rotated.add(token)
        return self.issue(self._grants[token])

    def revoke(self, token: str, *, client_id: str) -> None:
        """End the family of a token that this client won."""
        grant = self._grants.get(token)
        if grant is not None and grant.client_id == client_id:
            self._revoked.add(grant.origin_jti)

    def _forget(self, token: str) -> None:
        grant = self._grants.pop(token)
        self._rotated.discard(token)
        family = grant.origin_jti
        if family in self._revoked and all(
            kept.origin_jti != family for kept in self._grants.values()
        ):
            self._revoked.discard(family)
