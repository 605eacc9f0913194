"""What a profile's clients are set to, whatever the environment and the files of AWS say."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from console.core.profile import Profile, is_loopback_url
from console.services.failures import MFA_PROMPT
from console.services.faults import ClientFaultError


def client_settings(profile: Profile, agent: str) -> dict[str, Any]:
    """Of the clients that make the calls: one try each, and no endpoint but the profile's.

    That holds for FIPS and dual-stack too: the environment's word on them is not heard.
    """
    return {
        "connect_timeout": profile.connect_timeout_s,
        "read_timeout": profile.read_timeout_s,
        "retries": {"total_max_attempts": 1, "mode": "standard"},
        "defaults_mode": "legacy",
        "ignore_configured_endpoint_urls": True,
        "parameter_validation": True,
        "disable_request_compression": True,
        "proxies": {},  # for the client's own session, which is never used
        "user_agent_extra": agent,
        "use_fips_endpoint": profile.use_fips,
        "use_dualstack_endpoint": profile.use_dualstack,
    }


def nested_settings(profile: Profile) -> dict[str, Any]:
    """Of the clients that botocore makes to fetch credentials."""
    return {
        "connect_timeout": profile.connect_timeout_s,
        "read_timeout": profile.read_timeout_s,
        "proxies": {},  # they send as WireSession.lend has it
    }


def unconfigured(variables: Mapping[str, tuple[Any, Any, Any, Any]]) -> dict[str, Any]:
    """The variables of a session, made to read neither the environment nor any file of AWS."""
    return {
        name: (None, None, os.devnull if name.endswith("_file") else variable[2], variable[3])
        for name, variable in variables.items()
    }


def trusted(profile: Profile, configured: Callable[[str], Any]) -> str | bool:
    """The file of certificates to trust, or True for the operating system's authorities."""
    if profile.ca_bundle is not None:
        return profile.ca_bundle
    if profile.simulated:
        return True
    found: str | None = configured("ca_bundle")
    return found or os.environ.get("REQUESTS_CA_BUNDLE") or True


def proxies(
    profile: Profile, url: str, of_environment: Callable[[str], Mapping[str, str]]
) -> dict[str, str]:
    """The proxy by scheme on the way to `url`; none to this machine."""
    if is_loopback_url(url):
        return {}
    if profile.proxy is not None:
        return {"http": profile.proxy, "https": profile.proxy}
    found = of_environment(url)
    return {scheme: found[scheme] for scheme in ("http", "https") if scheme in found}


def no_prompt(_text: str) -> NoReturn:
    """In place of a question that would be asked on a terminal which nobody sees."""
    raise ClientFaultError(
        MFA_PROMPT,
        "The AWS profile assumes a role that needs an MFA code (mfa_serial), and the console "
        "cannot ask for one.",
    )
