"""Settings that no environment changes, and those that it may."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NoReturn

import pytest

from console.core.profile import Profile
from console.services.client_settings import (
    client_settings,
    nested_settings,
    no_prompt,
    proxies,
    trusted,
    unconfigured,
)
from console.services.faults import ClientFaultError
from tests.fakes import profile
from tests.services.lab import lab, practice

PROXY = "http://proxy.example:3128"
URL = "https://cognito-idp.eu-west-1.amazonaws.com"


def test_one_try_and_no_endpoint_from_elsewhere() -> None:
    settings = client_settings(lab(None, connect_timeout_s=1.5, read_timeout_s=2.5), "agent/1")
    assert settings["retries"] == {"total_max_attempts": 1, "mode": "standard"}
    assert settings["ignore_configured_endpoint_urls"] is True
    assert (settings["connect_timeout"], settings["read_timeout"]) == (1.5, 2.5)
    assert settings["user_agent_extra"] == "agent/1"


@pytest.mark.parametrize("chosen", [(False, False), (True, False), (False, True), (True, True)])
def test_the_profile_alone_decides_on_fips_and_dual_stack(chosen: tuple[bool, bool]) -> None:
    made = client_settings(lab(None, use_fips=chosen[0], use_dualstack=chosen[1]), "a")
    assert (made["use_fips_endpoint"], made["use_dualstack_endpoint"]) == chosen


def test_who_fetches_credentials_has_the_profiles_limits() -> None:
    made = nested_settings(lab(None, proxy=PROXY, connect_timeout_s=1.5, read_timeout_s=2.5))
    assert made == {"connect_timeout": 1.5, "read_timeout": 2.5, "proxies": {}}


def test_a_session_without_environment_and_files() -> None:
    made = unconfigured(
        {"region": ("region", "AWS_R", "d", str), "a_file": (None, "F", "~/f", None)}
    )
    assert made == {"region": (None, None, "d", str), "a_file": (None, None, os.devnull, None)}


@pytest.mark.parametrize(
    ("given", "configured", "variable", "trust"),
    [
        (lab(None, ca_bundle="mine.pem"), "aws.pem", "other.pem", "mine.pem"),
        (lab(None), "aws.pem", "other.pem", "aws.pem"),
        (lab(None), None, "other.pem", "other.pem"),
        (lab(None), None, None, True),
        (practice(None), "aws.pem", "other.pem", True),
    ],
)
def test_whom_to_trust(
    given: Profile,
    configured: str | None,
    variable: str | None,
    trust: str | bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    if variable is not None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", variable)
    assert trusted(given, {"ca_bundle": configured}.get) == trust


def of_environment(_url: str) -> Mapping[str, str]:
    return {"https": "http://env.example", "no": "x"}


def never(_url: str) -> NoReturn:
    raise AssertionError("the environment is not asked")


def test_which_proxy() -> None:
    assert proxies(profile(), URL, of_environment) == {"https": "http://env.example"}
    assert proxies(lab(None, proxy=PROXY), URL, never) == {"http": PROXY, "https": PROXY}
    assert proxies(lab(None, proxy=PROXY), "http://127.0.0.1:1", never) == {}


def test_nobody_is_asked_on_a_terminal() -> None:
    with pytest.raises(ClientFaultError) as caught:
        no_prompt("Enter MFA code:")
    assert caught.value.code == "MfaPromptNotSupported"
