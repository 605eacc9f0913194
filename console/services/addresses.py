"""Where a profile's calls may go, and where its pool serves its public keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from console.core.call import GET_CALLER_IDENTITY
from console.core.profile import Profile, profile_problems
from console.services.failures import BAD_ENDPOINT, NO_IDENTITY, ClientFaultError

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


def check_identity(profile: Profile, operation: str) -> None:
    """Raises ClientFaultError where STS is to be asked of the practice pool, which has none."""
    if operation == GET_CALLER_IDENTITY and profile.simulated:
        raise ClientFaultError(
            NO_IDENTITY, "The practice pool is in no AWS account, so STS is not asked who calls."
        )


def domain_of(core: Any, region: str) -> str:
    """The domain that the region's hosts are in; `core` is a session of botocore."""
    name: str = core.get_partition_for_region(region)
    known: Any = core.get_data("partitions")
    return str(next(p["outputs"]["dnsSuffix"] for p in known["partitions"] if p["id"] == name))


def key_set_url(profile: Profile, suffix: Callable[[str], str]) -> str:
    """The pool's JWKS: below its own endpoint, else below the issuer of its tokens.

    `suffix` gives the domain of the partition that a region belongs to.
    """
    place = profile.endpoint_url or f"https://cognito-idp.{profile.region}.{suffix(profile.region)}"
    return f"{place.rstrip('/')}/{quote(profile.user_pool_id, safe='')}{_KEY_SET_PATH}"
