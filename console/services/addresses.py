"""Where a profile's calls may go, and where its pool serves its public keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from console.core.profile import Profile, profile_problems
from console.services.failures import BAD_ENDPOINT, ClientFaultError

_KEY_SET_PATH: Final = "/.well-known/jwks.json"


def check_endpoint(profile: Profile) -> None:
    """Raises ClientFaultError where the profile's endpoint is missing or not allowed."""
    if profile.simulated and profile.endpoint_url is None:
        raise ClientFaultError(
            BAD_ENDPOINT, "The practice pool does not run, and its profile goes nowhere else."
        )
    for problem in profile_problems(profile):
        if problem.field == "endpoint_url":
            raise ClientFaultError(BAD_ENDPOINT, problem.sentence)


def key_set_url(profile: Profile, suffix: Callable[[str], str]) -> str:
    """The pool's JWKS: below its own endpoint, else below the issuer of its tokens.

    `suffix` gives the domain of the partition that a region belongs to.
    """
    place = profile.endpoint_url or f"https://cognito-idp.{profile.region}.{suffix(profile.region)}"
    return f"{place.rstrip('/')}/{quote(profile.user_pool_id, safe='')}{_KEY_SET_PATH}"
