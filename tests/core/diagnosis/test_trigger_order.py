"""Which triggers a sign-in that took place can have run."""

from __future__ import annotations

import pytest

from console.core.diagnosis.trigger_order import may_have_run

_CUSTOM = {"DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"}


@pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "GetTokensFromRefreshToken"])
def test_a_refresh_runs_one(flow: str) -> None:
    assert may_have_run(flow, ()) == ("PreTokenGeneration",)


@pytest.mark.parametrize(
    ("flow", "challenges", "custom", "migrates"),
    [
        ("ADMIN_USER_PASSWORD_AUTH", (), False, True),
        ("USER_SRP_AUTH", (), False, False),
        ("USER_SRP_AUTH", ("CUSTOM_CHALLENGE",), True, False),
        ("CUSTOM_AUTH", (), True, False),
        ("USER_AUTH", ("SMS_OTP",), False, True),
        ("A_NEWER_FLOW", (), True, True),
        (None, (), True, True),
    ],
)
def test_by_flow_and_challenge(
    flow: str | None, challenges: tuple[str, ...], custom: bool, migrates: bool
) -> None:
    found = may_have_run(flow, challenges)
    assert len(set(found)) == len(found)
    assert (set(found) >= _CUSTOM, bool(set(found) & _CUSTOM)) == (custom, custom)
    assert ("UserMigration" in found) is migrates
    assert {"PreAuthentication", "PreTokenGeneration", "PostAuthentication"} < set(found)
    assert {"CustomMessage", "CustomSMSSender", "CustomEmailSender"} < set(found)
