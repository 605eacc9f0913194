from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.conversation.challenges import FieldKind, answer_fields, clean_code, delivery


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


@pytest.mark.parametrize("name", ["WEB_AUTHN", "PASSWORD_VERIFIER", "SOMETHING_NEWER"])
def test_others_have_no_fields(name: str) -> None:
    assert answer_fields(name, {}) == ()


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
