from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.conversation.challenges import (
    ANSWERED,
    Challenge,
    FieldKind,
    answer_fields,
    clean_code,
    delivery,
    setup_choices,
    shown_parameters,
)
from tests.api_model import enum_values


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("SMS_MFA", "SMS_MFA_CODE"),
        ("SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE"),
        ("EMAIL_OTP", "EMAIL_OTP_CODE"),
        ("SMS_OTP", "SMS_OTP_CODE"),
    ],
)
def test_code_challenges_ask_for_their_code(name: str, key: str) -> None:
    (field,) = answer_fields(name, {})
    assert field.key == key
    assert field.kind is FieldKind.CODE
    assert field.secret


def test_a_new_password_asks_for_the_required_attributes_too() -> None:
    fields = answer_fields(
        "NEW_PASSWORD_REQUIRED",
        {"requiredAttributes": '["userAttributes.name","userAttributes.custom:shop"]'},
    )
    assert [field.key for field in fields] == [
        "NEW_PASSWORD",
        "userAttributes.name",
        "userAttributes.custom:shop",
    ]
    assert fields[0].kind is FieldKind.PASSWORD


def test_a_choice_of_factors() -> None:
    (field,) = answer_fields("SELECT_MFA_TYPE", {"MFAS_CAN_CHOOSE": '["SMS_MFA","EMAIL_OTP"]'})
    assert field.choices == ("SMS_MFA", "EMAIL_OTP")
    assert not field.secret


@pytest.mark.parametrize("name", ["PASSWORD_VERIFIER", "DEVICE_PASSWORD_VERIFIER", "MFA_SETUP"])
def test_some_cannot_be_answered_as_they_came(name: str) -> None:
    assert answer_fields(name, {}) == ()


@pytest.mark.parametrize("name", ["ADMIN_NO_SRP_AUTH", "SOMETHING_NEWER"])
def test_what_is_not_known_takes_any_keys(name: str) -> None:
    (field,) = answer_fields(name, {})
    assert field.kind is FieldKind.PAIRS
    assert shown_parameters(name, {"HINT": "a\u202eb", "USERNAME": "alice"}) == (
        ("HINT", "a\\u202eb"),
    )


def test_every_challenge_of_the_model_has_its_fields_or_answers_itself() -> None:
    asked = {
        "MFAS_CAN_CHOOSE": '["SMS_MFA"]',
        "MFAS_CAN_SETUP": '["SOFTWARE_TOKEN_MFA"]',
        "CREDENTIAL_REQUEST_OPTIONS": "{}",
    }
    alone = {"PASSWORD_VERIFIER", "DEVICE_PASSWORD_VERIFIER"}
    for name in enum_values("ChallengeNameType"):
        assert bool(answer_fields(name, asked, ("PASSWORD",))) is (name not in alone), name
        assert name in ANSWERED or name == "ADMIN_NO_SRP_AUTH"


def test_what_can_be_set_up_in_a_sign_in() -> None:
    offered = {"MFAS_CAN_SETUP": '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]'}
    (field,) = answer_fields("MFA_SETUP", offered)
    assert field.choices == ("SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
    assert setup_choices(offered) == ("SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
    assert answer_fields("MFA_SETUP", {"MFAS_CAN_SETUP": '["SMS_MFA"]'}) == ()


@pytest.mark.parametrize(
    ("changes", "now", "over"),
    [
        ({}, 100.0 + 900, False),  # nobody said that it is shorter than Cognito's longest
        ({}, 100.1 + 900, True),
        ({"session_known": True}, 100.0 + 180, False),
        ({"session_known": True}, 100.1 + 180, True),
        ({"session_known": True, "session_life_s": 300.0}, 100.0 + 300, False),
        ({"has_session": False}, 10_000.0, False),
    ],
)
def test_when_a_session_is_over_for_certain(
    changes: dict[str, Any], now: float, over: bool
) -> None:
    challenge = Challenge(name="SMS_MFA", fields=(), number=1, asked_at=100.0, **changes)
    assert challenge.expired(now) is over


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_list_text_is_read_without_error(text: str) -> None:
    fields = answer_fields("NEW_PASSWORD_REQUIRED", {"requiredAttributes": text})
    assert fields[0].key == "NEW_PASSWORD"
    assert all(field.key.startswith("userAttributes.") for field in fields[1:])


@pytest.mark.parametrize("typed", [" 123 456\n", "123-456", "123\u00a0456", "123456"])
def test_pasted_codes_are_cleaned(typed: str) -> None:
    assert clean_code(typed) == "123456"


def test_delivery_is_safe_to_show() -> None:
    assert delivery({}) == (None, None)
    assert delivery(
        {
            "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS",
            "CODE_DELIVERY_DESTINATION": "+*****\u202e1234",
        }
    ) == ("SMS", "+*****\\u202e1234")


def test_names_that_no_choice_has_are_left_out() -> None:
    offered = json.dumps(["SMS_MFA", "x" * 129])
    (field,) = answer_fields("SELECT_MFA_TYPE", {"MFAS_CAN_CHOOSE": offered})
    assert field.choices == ("SMS_MFA",)
    (field,) = answer_fields("SELECT_CHALLENGE", {}, ("x" * 129, "PASSWORD"))
    assert field.choices == ("PASSWORD",)
