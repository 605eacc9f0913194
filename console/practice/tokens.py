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
from console.practice.pools import POOLS

_SERVICE: Final = f"https://cognito-idp.{PRACTICE_REGION}.amazonaws.com/"
ISSUER: Final = _SERVICE + PRACTICE_USER_POOL_ID
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
    device_key: str | None = None  # without it a client with device tracking can never refresh
    user_pool_id: str = PRACTICE_USER_POOL_ID


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What the pool reads in an access token of its own; `expires` is in seconds of the epoch."""

    username: str
    client_id: str
    expires: int
    event_id: str  # of the sign-in
    origin_jti: str | None
    device_key: str | None


def new_grant(
    account: Account,
    client: Client,
    now: datetime,
    *,
    device_key: str | None = None,
    user_pool_id: str = PRACTICE_USER_POOL_ID,
) -> Grant:
    """A grant for a sign-in that was completed at `now`."""
    return Grant(
        username=account.username,
        client_id=client.id,
        auth_time=int(now.timestamp()),
        origin_jti=str(uuid.uuid4()),
        event_id=str(uuid.uuid4()),
        device_key=device_key,
        user_pool_id=user_pool_id,
    )


def _pre_token_generation(account: Account, claims: Mapping[str, object]) -> dict[str, object]:
    """The claims as the pool's trigger leaves them: some added or overridden, some taken away."""
    made = {**claims, **account.claims}
    return {name: value for name, value in made.items() if value is not None}


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
            "iss": _SERVICE + grant.user_pool_id,
            "event_id": grant.event_id,
            "auth_time": grant.auth_time,
            "iat": issued,
            "exp": issued + client.token_validity_s,
        }
        if client.revokes_tokens:
            shared["origin_jti"] = grant.origin_jti
        groups = {"cognito:groups": list(account.groups)} if account.groups else {}
        attributes: dict[str, object] = {
            name: _claim(name, value) for name, value in account.attributes.items()
        }
        access: dict[str, object] = {
            "username": account.username,
            "client_id": client.id,
            "token_use": "access",
            "scope": _SCOPE,
        }
        if client.has_custom_triggers:
            attributes = _pre_token_generation(account, attributes)
            if client.has_essentials:  # the trigger's second version, for access tokens
                access = _pre_token_generation(account, access)
        identity = attributes | {
            "cognito:username": account.username,
            "aud": client.id,
            "token_use": "id",
        }
        if grant.device_key is not None:
            access["device_key"] = grant.device_key
        return {
            "AccessToken": self._sign(shared | groups | access),
            "ExpiresIn": client.token_validity_s,
            "TokenType": "Bearer",
            "IdToken": self._sign(shared | groups | identity),
        }

    def read_access(self, token: str) -> Access | None:
        """What an access token of this mint says, however old it is; None for any other text."""
        try:
            claims = jwt.decode(
                token,
                self._key.public_key(),
                algorithms=["RS256"],
                issuer=[_SERVICE + pool_id for pool_id in POOLS],
                # The pool has a clock of its own, and an access token has no audience.
                options={"verify_exp": False, "verify_iat": False, "verify_aud": False},
            )
        except jwt.InvalidTokenError:
            return None
        if claims["token_use"] != "access":  # noqa: S105 - a kind
            return None
        return Access(
            username=claims["username"],
            client_id=claims["client_id"],
            expires=claims["exp"],
            event_id=claims["event_id"],
            origin_jti=claims.get("origin_jti"),
            device_key=claims.get("device_key"),
        )

    def _sign(self, claims: Mapping[str, object]) -> str:
        payload: dict[str, Any] = dict(claims)
        if "origin_jti" in claims:  # Cognito names single tokens where it can revoke them alone
            payload["jti"] = str(uuid.uuid4())
        return jwt.encode(payload, self._key, algorithm="RS256", headers={"kid": self._key_id})


class RefreshTokens:
    """Refresh tokens: random strings that only this pool can read."""

    def __init__(self) -> None:
        self._grants: dict[str, Grant] = {}
        self._rotated: set[str] = set()
        self._signed_out: set[str] = set()  # by the event_id of the sign-in
        self._revoked: set[str] = set()  # by the origin_jti that a family of tokens shares

    def issue(self, grant: Grant) -> str:
        """A new token for `grant`."""
        token = secrets.token_urlsafe(768)
        self._grants[token] = grant
        if len(self._grants) > _KEPT:
            self._forget(next(iter(self._grants)))
        return token

    def keep(self, token: str, grant: Grant, *, revoked: bool) -> None:
        """Know a token that was given out before the pool began."""
        self._grants[token] = grant
        if revoked:
            self._revoked.add(grant.origin_jti)

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

    def is_revoked(self, origin_jti: str) -> bool:
        """Whether the family of tokens with that id was ended."""
        return origin_jti in self._revoked

    def revoke_user(self, username: str) -> None:
        """End every family of tokens of that user."""
        for grant in self._grants.values():
            if grant.username == username:
                self._revoked.add(grant.origin_jti)
                self._signed_out.add(grant.event_id)

    def is_signed_out(self, event_id: str) -> bool:
        """Whether the sign-in with that id was ended by the user, on every device."""
        return event_id in self._signed_out

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
            self._signed_out.discard(grant.event_id)
