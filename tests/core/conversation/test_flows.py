from __future__ import annotations

import pytest

from console.core.call import Path
from console.core.conversation.flows import (
    FLOWS,
    PREFERENCES,
    REFRESH_FLOWS,
    ROTATED_REFRESH,
    AuthFlow,
    is_flow_name,
    on_path,
    rules_of,
    sends_device,
)
from tests.api_model import enum_values


def test_the_flows_are_those_of_the_model() -> None:
    assert set(AuthFlow) == set(enum_values("AuthFlowType"))
    assert set(FLOWS) == {*AuthFlow, ROTATED_REFRESH}
    assert set(PREFERENCES) <= set(enum_values("ChallengeNameType"))


def test_a_flow_of_a_newer_model_takes_what_is_given() -> None:
    rules = rules_of("USER_TELEPATHY_AUTH")
    assert rules.takes("BRAINWAVE")
    assert rules.takes_session
    assert not rules.required


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("USER_TELEPATHY_AUTH", True),
        ("GetTokensFromRefreshToken", True),
        ("user_auth", False),
        ("USER AUTH", False),
        ("USER_AUTH\n", False),
        ("", False),
        ("A" * 65, False),
        ("1USER", False),
    ],
)
def test_names_of_flows(text: str, good: bool) -> None:
    assert is_flow_name(text) is good


@pytest.mark.parametrize(
    ("flow", "admin", "public"),
    [
        ("ADMIN_USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"),
        ("ADMIN_NO_SRP_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"),
        ("USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"),
        ("USER_SRP_AUTH", "USER_SRP_AUTH", "USER_SRP_AUTH"),
        ("USER_TELEPATHY_AUTH", "USER_TELEPATHY_AUTH", "USER_TELEPATHY_AUTH"),
    ],
)
def test_the_password_flows_have_a_name_on_each_path(flow: str, admin: str, public: str) -> None:
    assert on_path(flow, Path.ADMIN) == admin
    assert on_path(flow, Path.PUBLIC) == public


@pytest.mark.parametrize("flow", sorted(FLOWS))
def test_a_device_goes_along_where_cognito_looks_at_it(flow: str) -> None:
    assert sends_device(flow, {}) is (flow == "USER_SRP_AUTH" or flow in REFRESH_FLOWS)


def test_a_device_goes_along_after_srp_in_a_custom_flow() -> None:
    assert sends_device("CUSTOM_AUTH", {"CHALLENGE_NAME": "SRP_A"})
    assert not sends_device("USER_AUTH", {"PREFERRED_CHALLENGE": "PASSWORD_SRP"})
