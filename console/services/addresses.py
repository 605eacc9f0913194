"""Where a profile's calls may go, and where its pool serves its public keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from console.core.call import GET_CALLER_IDENTITY, SERVICES, ApiCall
from console.core.profile import NO_POOLS_IN_CHINA, Profile, in_china, profile_problems
from console.services.failures import (
    BAD_ENDPOINT,
    BAD_REGION,
    NO_ACCOUNT,
    NO_IDENTITY,
    NO_POOLS,
)
from console.services.faults import ClientFaultError

_KEY_SET_PATH: Final = "/.well-known/jwks.json"
_REGION: Final = re.compile(r"[a-z]{2,5}(?:-[a-z]{1,16}){1,3}-\d{1,2}", re.ASCII)


def check_endpoint(profile: Profile) -> None:
    """Raises ClientFaultError where the endpoint is missing or not allowed, or none exists."""
    if profile.simulated and profile.endpoint_url is None:
        raise ClientFaultError(
            BAD_ENDPOINT, "The practice pool does not run, and its profile goes nowhere else."
        )
    if profile.endpoint_url is None and in_china(profile.region):
        raise ClientFaultError(NO_POOLS, NO_POOLS_IN_CHINA)
    for problem in profile_problems(profile):
        if problem.field in ("endpoint_url", "use_fips", "use_dualstack"):
            raise ClientFaultError(BAD_ENDPOINT, problem.sentence)


def check_service(profile: Profile, operation: str) -> None:
    """Raises ClientFaultError where the practice pool is to be asked what is another service's."""
    if operation not in SERVICES or not profile.simulated:
        return
    if operation == GET_CALLER_IDENTITY:
        raise ClientFaultError(
            NO_IDENTITY, "The practice pool is in no AWS account, so STS is not asked who calls."
        )
    raise ClientFaultError(
        NO_ACCOUNT, f"The practice pool is in no AWS account, so {operation} is not called."
    )


def region_of(profile: Profile, call: ApiCall) -> str:
    """Where the call goes. Raises ClientFaultError where it names what cannot be a region.

    A region becomes part of the name of a host, and this one was told by a pool's settings.
    """
    if call.region is None:
        return profile.region
    if not _REGION.fullmatch(call.region):
        raise ClientFaultError(
            BAD_REGION, "The region that the call is meant for is not built as a region's name."
        )
    return call.region


def key_set_url(profile: Profile, endpoint: Callable[[str], str]) -> str:
    """The pool's JWKS: below the profile's own endpoint, else below `endpoint` of its region.

    That is the issuer of the pool's tokens, but with FIPS, which may be the only way out.
    """
    place = profile.endpoint_url or endpoint(profile.region)
    return f"{place.rstrip('/')}/{quote(profile.user_pool_id, safe='')}{_KEY_SET_PATH}"
