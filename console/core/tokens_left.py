"""Until when the tokens of a test stay good, if nobody revokes them."""

from __future__ import annotations

from datetime import datetime, timedelta

from console.core.attempt import Attempt
from console.core.call import Tokens
from console.core.claims import TokenClaims, read_claims
from console.core.pool_settings import REFRESH_TOKEN_DEFAULT_S
from console.core.profile import Profile
from console.core.record import TokensLeft


def claims_of(tokens: Tokens, *, profile: Profile, now: datetime) -> tuple[TokenClaims, ...]:
    """The claims of those of the tokens that are JWTs."""
    pairs = (("access", tokens.access_token), ("id", tokens.id_token))
    found = (
        read_claims(name, token, profile=profile, now=now)
        for name, token in pairs
        if token is not None
    )
    return tuple(claims for claims in found if claims is not None)


def tokens_left(attempt: Attempt, *, now: datetime) -> TokensLeft | None:
    """When the last of the attempt's tokens ends; None where it won none. `now` is aware UTC."""
    if not attempt.won:
        return None
    profile = attempt.plan.profile
    ends: list[datetime] = []
    assumed = False
    for won in attempt.won:
        claims = claims_of(won.tokens, profile=profile, now=now)
        ends += [each.expires_at for each in claims if each.expires_at is not None]
        if won.tokens.expires_in_s is not None:
            ends.append(now + timedelta(seconds=won.tokens.expires_in_s))
        if won.tokens.refresh_token is not None:
            known = None if profile.known is None else profile.known.refresh_validity_s
            assumed = assumed or known is None
            begun = next((each.auth_time for each in claims if each.auth_time is not None), now)
            ends.append(begun + timedelta(seconds=known or REFRESH_TOKEN_DEFAULT_S))
    return TokensLeft(valid_until=max(ends, default=None), assumed=assumed)
