"""What a token says of itself, checked against what was asked; personal claims are named only."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from console.core.profile import Profile
from console.core.secret import Secret
from console.core.text import whole

_LIST_LIMIT = 50
_TEXT_LIMIT = 200
_LATEST = 32503680000  # the year 3000: a claim beyond it is no time
# Shown with their values; of all others the name alone.
SHOWN_CLAIMS = ("iss", "aud", "client_id", "token_use", "exp", "iat", "auth_time", "scope", "sub")
GROUPS = "cognito:groups"
# Of AWS's partitions; China is left out, since it has no user pools.
DOMAINS = (
    "amazonaws.com", "amazonaws.eu", "c2s.ic.gov", "sc2s.sgov.gov", "cloud.adc-e.uk",
    "csp.hci.ic.gov",
)  # fmt: skip


class Check(StrEnum):
    """What became of one check."""

    OK = "ok"
    WRONG = "wrong"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What the library said of a token's signature; `reason` where it is not OK."""

    check: Check
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenClaims:
    """The readable claims of one token, and whether they are what they must be.

    `checks` are of issuer, client, use and expiry. `names` are the claims that are there.
    """

    use: str  # access or id
    algorithm: str
    checks: Mapping[str, Check]
    issued_at: datetime | None
    expires_at: datetime | None
    auth_time: datetime | None
    sub: str | None
    scopes: tuple[str, ...]
    groups: tuple[str, ...]
    names: tuple[str, ...]
    revocable: bool  # origin_jti is there only where the client has EnableTokenRevocation
    username: str | None  # never part of an event: the hash of a refresh is made over it


def read_claims(name: str, token: Secret, *, profile: Profile, now: datetime) -> TokenClaims | None:
    """The claims of the access or id token; None where it is no JWT. `now` is aware UTC."""
    parts = token.reveal().split(".")
    if len(parts) != 3:
        return None
    header, claims = _object(parts[0]), _object(parts[1])
    if header is None or claims is None:
        return None
    expires_at = _time(claims.get("exp"))
    client = claims.get("aud" if name == "id" else "client_id")
    checks = {
        "issuer": _checked(claims.get("iss") in _issuers(profile)),
        "client": _checked(client == profile.client_id),
        "use": _checked(claims.get("token_use") == name),
        "expiry": _checked(expires_at is not None and expires_at > now),
    }
    return TokenClaims(
        use=name,
        algorithm=_text(header.get("alg")) or "none",
        checks=checks,
        issued_at=_time(claims.get("iat")),
        expires_at=expires_at,
        auth_time=_time(claims.get("auth_time")),
        sub=_text(claims.get("sub")),
        scopes=_texts(_words(claims.get("scope"))),
        groups=_texts(claims.get(GROUPS)),
        names=tuple(sorted(whole(key, _TEXT_LIMIT) for key in list(claims)[:_LIST_LIMIT])),
        revocable=isinstance(claims.get("origin_jti"), str),
        username=_whole_text(claims.get("cognito:username" if name == "id" else "username")),
    )


def _issuers(profile: Profile) -> tuple[str, ...]:
    """A pool's `iss`, by its IssuerConfiguration and the partition of its region."""
    return tuple(
        f"https://{host}.{profile.region}.{domain}/{profile.user_pool_id}"
        for host in ("cognito-idp", "issuer-cognito-idp")
        for domain in DOMAINS
    )


def _object(part: str) -> Mapping[str, object] | None:
    try:
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _checked(right: bool) -> Check:
    return Check.OK if right else Check.WRONG


def _time(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < _LATEST:
        return None
    return datetime.fromtimestamp(value, UTC)


def _whole_text(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) <= _TEXT_LIMIT else None


def _text(value: object) -> str | None:
    return whole(value, _TEXT_LIMIT) if isinstance(value, str) else None


def _words(value: object) -> list[str]:
    return value.split() if isinstance(value, str) else []


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(whole(item, _TEXT_LIMIT) for item in value[:_LIST_LIMIT] if isinstance(item, str))
