"""A profile: where the sign-in goes and as whom the console calls."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from console.core.fields import FieldProblem, Severity
from console.core.pool_settings import PoolSettings
from console.core.practice_keys import PRACTICE_REGION, PRACTICE_USER_POOL_ID

PRACTICE_PROFILE_ID = "practice"

# Lengths and patterns of the API model (UserPoolIdType, ClientIdType); botocore checks neither.
_POOL_ID = re.compile(r"[\w-]+_[0-9a-zA-Z]+", re.ASCII)
_CLIENT_ID = re.compile(r"[\w+]+", re.ASCII)
_REGION = re.compile(r"[a-z]{2,5}(-[a-z]+)+-\d{1,2}")
_NAME_LIMIT = 80
NO_POOLS_IN_CHINA = (
    "Cognito user pools do not exist in the China regions (cn-north-1, cn-northwest-1)."
)


class ProfileKind(StrEnum):
    """How much harm a try can do there; an unknown kind counts as production."""

    PRODUCTION = "production"
    STAGING = "staging"
    DEVELOPMENT = "development"
    LAB = "lab"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything about the target but secrets; times in seconds."""

    profile_id: str
    name: str
    kind: ProfileKind = ProfileKind.PRODUCTION
    region: str
    user_pool_id: str
    client_id: str
    has_client_secret: bool = False
    aws_profile: str | None = None
    endpoint_url: str | None = None
    use_fips: bool = False
    use_dualstack: bool = False
    ca_bundle: str | None = None
    proxy: str | None = None
    connect_timeout_s: float = 5.0
    read_timeout_s: float = 15.0
    total_timeout_s: float = 25.0
    known: PoolSettings | None = None  # what was read of the pool and the client, when it was

    @property
    def session_life_s(self) -> float | None:
        """The client's AuthSessionValidity, None where it is not known."""
        return None if self.known is None else self.known.session_validity_s

    @property
    def simulated(self) -> bool:
        """Whether answers come from the practice pool and so are evidence of nothing."""
        return self.kind is ProfileKind.PRACTICE


def practice_profile(
    *,
    client_id: str,
    has_client_secret: bool,
    endpoint_url: str | None,
    name: str = "Practice pool",
    known: PoolSettings | None = None,
) -> Profile:
    """The built-in profile for the practice pool on this machine."""
    return Profile(
        profile_id=PRACTICE_PROFILE_ID,
        name=name,
        kind=ProfileKind.PRACTICE,
        region=PRACTICE_REGION,
        user_pool_id=PRACTICE_USER_POOL_ID,
        client_id=client_id,
        has_client_secret=has_client_secret,
        endpoint_url=endpoint_url,
        known=known,
    )


def is_loopback_url(url: str) -> bool:
    """Whether `url` is http or https to this machine itself, by address or as localhost."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def in_china(region: str) -> bool:
    """Whether the region is one of AWS China, whose Cognito has identity pools alone."""
    return region.startswith("cn-")


def profile_problems(profile: Profile) -> tuple[FieldProblem, ...]:
    """What is wrong with the fields of `profile`, in the order of the form."""
    found: list[FieldProblem] = []
    if not profile.name.strip():
        found.append(FieldProblem(field="name", sentence="Give the profile a name."))
    elif len(profile.name) > _NAME_LIMIT:
        found.append(
            FieldProblem(field="name", sentence=f"A name has at most {_NAME_LIMIT} characters.")
        )
    found += _target_problems(profile)
    found += _endpoint_problems(profile)
    found += _limit_problems(profile)
    return tuple(found)


def _target_problems(profile: Profile) -> list[FieldProblem]:
    found: list[FieldProblem] = []
    region, pool = profile.region, profile.user_pool_id
    if not _REGION.fullmatch(region):
        found.append(FieldProblem(field="region", sentence="A region looks like eu-west-1."))
    elif in_china(region) and profile.endpoint_url is None:
        found.append(FieldProblem(field="region", sentence=NO_POOLS_IN_CHINA))
    if not _POOL_ID.fullmatch(pool) or len(pool) > 55:
        found.append(
            FieldProblem(
                field="user_pool_id",
                sentence="A user pool id looks like eu-west-1_Ab12Cd34E: the region, an "
                "underscore, letters and digits, 55 characters at most.",
            )
        )
    elif _REGION.fullmatch(region) and pool.rpartition("_")[0] != region:
        found.append(
            FieldProblem(
                field="region",
                severity=Severity.WARNING,
                sentence="The region differs from the one that the user pool id begins with.",
            )
        )
    if not _CLIENT_ID.fullmatch(profile.client_id) or len(profile.client_id) > 128:
        found.append(
            FieldProblem(
                field="client_id",
                sentence="A client id has 1 to 128 letters, digits, underscores or plus signs.",
            )
        )
    return found


def _endpoint_problems(profile: Profile) -> list[FieldProblem]:
    if profile.endpoint_url is None:
        return []
    variants = (("use_fips", profile.use_fips), ("use_dualstack", profile.use_dualstack))
    return _url_problems(profile.endpoint_url, profile.kind) + [
        FieldProblem(
            field=name,
            sentence="FIPS and dual-stack choose among AWS's own endpoints: not with an "
            "endpoint_url.",
        )
        for name, chosen in variants
        if chosen
    ]


def _url_problems(url: str, kind: ProfileKind) -> list[FieldProblem]:
    if kind not in (ProfileKind.PRACTICE, ProfileKind.LAB):
        return [
            FieldProblem(
                field="endpoint_url",
                sentence="An endpoint_url is allowed only in a profile of kind practice or lab, so "
                "that a customer's password never goes to another address than Cognito's.",
            )
        ]
    if kind is ProfileKind.PRACTICE and not is_loopback_url(url):
        return [
            FieldProblem(
                field="endpoint_url",
                sentence="The endpoint_url of a practice profile must be on this machine "
                "(http://127.0.0.1:PORT).",
            )
        ]
    if not _is_http_url(url):
        return [
            FieldProblem(
                field="endpoint_url", sentence="An endpoint_url looks like http://127.0.0.1:5000."
            )
        ]
    return []


def _is_http_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _limit_problems(profile: Profile) -> list[FieldProblem]:
    found: list[FieldProblem] = []
    for name in ("connect_timeout_s", "read_timeout_s", "total_timeout_s"):
        value = getattr(profile, name)
        if not 0.1 <= value <= 300:
            found.append(
                FieldProblem(field=name, sentence="A time limit is between 0.1 and 300 seconds.")
            )
    if profile.proxy is not None and not _is_http_url(profile.proxy):
        found.append(
            FieldProblem(
                field="proxy",
                sentence="A proxy looks like http://proxy.example:3128, without a "
                "user name or password.",
            )
        )
    return found
