"""What a client's settings say about each flow, and that nothing is said where nothing is known."""

from __future__ import annotations

import pytest

from console.core.allowed_flows import why_refused
from console.core.conversation.flows import FLOWS, ROTATED_REFRESH, AuthFlow
from console.core.pool_settings import PoolSettings

EVERYTHING = PoolSettings(
    auth_flows=(
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_CUSTOM_AUTH",
        "ALLOW_USER_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
    ),
    rotates_refresh=False,
)


def refused(settings: PoolSettings | None) -> set[str]:
    return {flow for flow in FLOWS if why_refused(settings, flow)}


@pytest.mark.parametrize("settings", [None, PoolSettings(), EVERYTHING])
def test_nothing_is_refused_that_is_not_known_to_be(settings: PoolSettings | None) -> None:
    assert refused(settings) == set()


def test_what_is_not_among_the_flows_is_refused_and_named() -> None:
    settings = PoolSettings(auth_flows=("ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"))
    assert refused(settings) == {
        AuthFlow.ADMIN_USER_PASSWORD_AUTH,
        AuthFlow.ADMIN_NO_SRP_AUTH,
        AuthFlow.USER_PASSWORD_AUTH,
        AuthFlow.CUSTOM_AUTH,
        AuthFlow.USER_AUTH,
    }
    assert "ALLOW_CUSTOM_AUTH" in why_refused(settings, AuthFlow.CUSTOM_AUTH)


@pytest.mark.parametrize(
    ("older", "kept"),
    [
        ("ADMIN_NO_SRP_AUTH", {AuthFlow.USER_PASSWORD_AUTH, AuthFlow.USER_AUTH}),
        (
            "USER_PASSWORD_AUTH",
            {AuthFlow.ADMIN_USER_PASSWORD_AUTH, AuthFlow.ADMIN_NO_SRP_AUTH, AuthFlow.USER_AUTH},
        ),
        (
            "CUSTOM_AUTH_FLOW_ONLY",
            {
                AuthFlow.ADMIN_USER_PASSWORD_AUTH,
                AuthFlow.ADMIN_NO_SRP_AUTH,
                AuthFlow.USER_PASSWORD_AUTH,
                AuthFlow.USER_AUTH,
                AuthFlow.USER_SRP_AUTH,
            },
        ),
    ],
)
def test_the_older_values(older: str, kept: set[str]) -> None:
    assert refused(PoolSettings(auth_flows=(older,))) == kept


def test_a_client_that_rotates_takes_the_call_for_that_alone() -> None:
    settings = PoolSettings(auth_flows=EVERYTHING.auth_flows, rotates_refresh=True)
    assert refused(settings) == {AuthFlow.REFRESH_TOKEN_AUTH, AuthFlow.REFRESH_TOKEN}
    assert ROTATED_REFRESH in why_refused(settings, AuthFlow.REFRESH_TOKEN)


def test_a_flow_of_a_newer_model_is_not_judged() -> None:
    settings = PoolSettings(auth_flows=("ALLOW_USER_SRP_AUTH",))
    assert why_refused(settings, "USER_TOMORROW_AUTH") == ""
