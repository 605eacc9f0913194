"""What botocore reads of AWS's files and variables, and where it found credentials."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from console.core.call import Failure
from console.core.doctor.facts import Bundle, ConfigFacts
from console.core.profile import Profile

_ENDPOINTS: Final = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER")
_VARIANTS: Final = ("use_fips_endpoint", "use_dualstack_endpoint")  # the profile alone is heard
_IN_SERVICES: Final = "cognito_identity_provider"
_REGION: Final = "AWS_DEFAULT_REGION"
_BUNDLE: Final = "AWS_CA_BUNDLE"
_BUNDLE_OF_REQUESTS: Final = "REQUESTS_CA_BUNDLE"
_FILES: Final = (("config_file", "config"), ("credentials_file", "credentials"))


class Sight(Protocol):
    """What a client was made with: botocore's session, the clients, and their keys."""

    @property
    def core(self) -> Any: ...
    @property
    def keys(self) -> Any: ...
    @property
    def endpoint(self) -> Callable[[str], str]: ...


def config_facts(sight: Sight, profile: Profile, region: str | None) -> ConfigFacts:
    """`region` is the one that was chosen; None: the configuration's own counts."""
    core = sight.core
    section: Mapping[str, Any] = core.get_scoped_config()
    configured = os.environ.get(_REGION) or _text(section.get("region"))
    at = region or configured
    return ConfigFacts(
        files=tuple(
            name for variable, name in _FILES if _exists(core.get_config_variable(variable))
        ),
        profile=core.profile,
        region=configured,
        endpoint_url=None if at is None else profile.endpoint_url or sight.endpoint(at),
        ignored=(*_ignored_variables(), *_ignored_settings(section, core.full_config)),
        bundle=_bundle(profile, core.get_config_variable),
    )


def facts_without_client(profile: Profile, failure: Failure) -> ConfigFacts:
    """What the environment alone says, where no client could be made."""
    return ConfigFacts(
        region=os.environ.get(_REGION),
        ignored=_ignored_variables(),
        bundle=_bundle(profile, {"ca_bundle": os.environ.get(_BUNDLE)}.get),
        failure=failure,
    )


def source_of(sight: Sight) -> tuple[str | None, datetime | None]:
    """botocore's name of where the keys came from, and until when they are good."""
    source = sight.keys.source
    expires_at = getattr(source, "_expiry_time", None)  # there is no public name for it
    if not isinstance(expires_at, datetime) or expires_at.tzinfo is None:
        expires_at = None
    return _text(getattr(source, "method", None)), expires_at and expires_at.astimezone(UTC)


def _ignored_variables() -> tuple[str, ...]:
    variants = (f"AWS_{name.upper()}" for name in _VARIANTS)
    found = [name for name in (*_ENDPOINTS, *variants) if os.environ.get(name)]
    if os.environ.get("AWS_REGION") and not os.environ.get(_REGION):
        found.append("AWS_REGION")
    return tuple(found)


def _ignored_settings(section: Mapping[str, Any], whole: Mapping[str, Any]) -> tuple[str, ...]:
    """Of the AWS profile, which may name a section of services."""
    found = ["endpoint_url of the AWS profile"] if section.get("endpoint_url") else []
    services = whole.get("services", {}).get(section.get("services"), {})
    named = services.get(_IN_SERVICES)
    if isinstance(named, Mapping) and named.get("endpoint_url"):
        found.append("endpoint_url of the AWS profile’s services")
    found += [f"{name} of the AWS profile" for name in _VARIANTS if section.get(name)]
    return tuple(found)


def _bundle(profile: Profile, configured: Callable[[str], Any]) -> Bundle | None:
    """As `client_settings.trusted` chooses."""
    if profile.ca_bundle is not None:
        return _looked_at("the profile (ca_bundle)", profile.ca_bundle)
    found = configured("ca_bundle")
    if found:
        name = _BUNDLE if os.environ.get(_BUNDLE) == found else "ca_bundle of the AWS profile"
        return _looked_at(name, str(found))
    of_requests = os.environ.get(_BUNDLE_OF_REQUESTS)
    return _looked_at(_BUNDLE_OF_REQUESTS, of_requests) if of_requests else None


def _looked_at(named_by: str, path: str) -> Bundle:
    return Bundle(named_by=named_by, path=path, problem=_problem_of(path))


def _problem_of(path: str) -> str | None:
    if not Path(path).exists():
        return "it does not exist."
    if Path(path).is_dir():
        return "it is a folder, not a file."
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except (OSError, ValueError):  # ssl.SSLError is one of the first
        return "no certificate in it can be read."
    return None


def _exists(path: object) -> bool:
    return isinstance(path, str) and Path(path).expanduser().exists()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
