from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from console.practice.pool import PracticePool
from console.practice.steps import masked_phone

Call = Callable[..., dict[str, Any]]


def test_tokens_come_alone_and_all_three(initiate: Call) -> None:
    result = initiate(USERNAME="alice", PASSWORD="Amber-Kettle-41!")
    assert set(result) == {"AuthenticationResult", "ChallengeParameters"}
    assert result["ChallengeParameters"] == {}
    assert set(result["AuthenticationResult"]) == {
        "AccessToken",
        "IdToken",
        "RefreshToken",
        "TokenType",
        "ExpiresIn",
    }


def test_sms_challenge_masks_the_number_and_sends_a_code(
    initiate: Call, pool: PracticePool
) -> None:
    result = initiate(USERNAME="erin", PASSWORD="Early-Orchard-19!")
    assert result["ChallengeName"] == "SMS_MFA"
    assert result["ChallengeParameters"] == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS",
        "CODE_DELIVERY_DESTINATION": "+*******0134",
        "USER_ID_FOR_SRP": "erin",
    }
    (message,) = pool.outbox()
    assert (message["to"], message["medium"]) == ("erin", "SMS")
    assert len(message["code"]) == 6
    assert message["code"].isdecimal()
    assert message["at"] == "2026-03-06T09:08:07.000+00:00"


def test_sms_codes_are_random(initiate: Call, pool: PracticePool) -> None:
    for _ in range(10):
        initiate(USERNAME="erin", PASSWORD="Early-Orchard-19!")
    # Ten equal ones would come once in 10^54 runs.
    assert len({message["code"] for message in pool.outbox()}) > 1


def test_software_token_challenge(initiate: Call, pool: PracticePool) -> None:
    result = initiate(USERNAME="dave", PASSWORD="Dusty-Compass-76!")
    assert result["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert result["ChallengeParameters"] == {"USER_ID_FOR_SRP": "dave"}
    assert "AuthenticationResult" not in result
    assert pool.outbox() == []


def test_new_password_challenge_lists_what_lacks(initiate: Call) -> None:
    result = initiate(USERNAME="grace", PASSWORD="Gentle-Rudder-37!")
    assert result["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    parameters = result["ChallengeParameters"]
    assert parameters["USER_ID_FOR_SRP"] == "grace"
    assert json.loads(parameters["requiredAttributes"]) == ["userAttributes.name"]
    assert json.loads(parameters["userAttributes"]) == {
        "email": "grace@example.com",
        "email_verified": "true",
    }


@pytest.mark.parametrize(
    ("number", "shown"), [("+12025550134", "+*******0134"), ("+441632960123", "+********0123")]
)
def test_masked_phone(number: str, shown: str) -> None:
    assert masked_phone(number) == shown
