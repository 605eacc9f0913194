"""Tokens as a pool issues them, signed by nobody: enough for what reads claims alone."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta

from console.core.call import Tokens
from console.core.secret import Secret
from tests.fakes import START, profile

SUB = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"


def token(name: str, *, now: datetime = START, **changes: object) -> Secret:
    """An access or id token of the fakes' profile; a claim of None is left out."""
    target = profile()
    claims: dict[str, object] = {
        "iss": f"https://cognito-idp.{target.region}.amazonaws.com/{target.user_pool_id}",
        "client_id" if name == "access" else "aud": target.client_id,
        "token_use": name,
        "sub": SUB,
        "iat": int(now.timestamp()),
        "auth_time": int(now.timestamp()),
        "exp": int((now + timedelta(hours=1)).timestamp()),
        "origin_jti": "5d0c",
        "username" if name == "access" else "cognito:username": "alice-real",
        **({"scope": "aws.cognito.signin.user.admin"} if name == "access" else {"email": "a@b.c"}),
        **changes,
    }
    kept = {key: value for key, value in claims.items() if value is not None}
    return Secret(".".join((_part({"alg": "RS256", "kid": "k"}), _part(kept), "c2ln")))


def tokens(**changes: object) -> Tokens:
    """Access, id and refresh token; `changes` are of the claims of both JWTs."""
    return Tokens(
        access_token=token("access", **changes),  # type: ignore[arg-type]
        id_token=token("id", **changes),  # type: ignore[arg-type]
        refresh_token=Secret("refresh-token-value"),
        token_type="Bearer",
        expires_in_s=3600,
    )


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
