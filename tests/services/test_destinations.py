"""Addresses as Cognito shows them, and that no more than that is left of any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.practice.steps import masked_email, masked_phone
from console.services.destinations import masked


@pytest.mark.parametrize(
    ("attribute", "value", "shown"),
    [
        ("email", "alice@example.com", "a***@e***"),
        ("email", '"a@b"@example.com', '"***@e***'),
        ("email", "no address", "***"),
        ("email", "@", "***@***"),
        ("phone_number", "+12025550134", "+*******0134"),
        ("phone_number", "+123", "+***"),
        ("phone_number", "+1234567", "+***4567"),
        ("phone_number", "+" + "5" * 40, "+***"),
    ],
)
def test_what_is_shown(attribute: str, value: str, shown: str) -> None:
    assert masked(attribute, value) == shown


@pytest.mark.parametrize("attribute", ["sub", "email_verified", "name", "Email", "custom:email"])
def test_other_attributes_have_no_mask(attribute: str) -> None:
    assert masked(attribute, "alice@example.com") is None


def test_the_practice_pool_shows_the_same() -> None:
    assert masked("email", "bob@example.org") == masked_email("bob@example.org")
    assert masked("phone_number", "+12025550134") == masked_phone("+12025550134")


@given(st.sampled_from(["email", "phone_number"]), st.text(max_size=300))
def test_little_is_left_of_any(attribute: str, value: str) -> None:
    shown = masked(attribute, value)
    assert shown is not None
    assert len(shown) <= 16
    assert len(shown.replace("*", "")) <= 5
