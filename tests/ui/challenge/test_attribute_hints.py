"""Values of attributes: what fits a type and what is warned of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.ui.challenge.attribute_hints import attribute_hint, attribute_of, attribute_problem


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("userAttributes.birthdate", "birthdate"),
        ("userAttributes.custom:tenant", "custom:tenant"),
        ("EMAIL", "email"),
        ("NEW_PASSWORD", None),
    ],
)
def test_which_keys_set_an_attribute(key: str, name: str | None) -> None:
    assert attribute_of(key) == name


GOOD = [
    ("birthdate", None, "1990-12-31"),
    ("email", "String", "alice@example.com"),
    ("phone_number", None, "+441632960000"),
    ("updated_at", "Number", "1735689600"),
    ("custom:n", "Number", "-12.5"),
    ("custom:t", "DateTime", "2025-01-31T12:00:00Z"),
    ("custom:b", "Boolean", "true"),
    ("custom:s", "String", "anything"),
    ("zoneinfo", None, "Europe/Berlin"),
    ("name", None, "Grace"),
]
BAD = [
    ("birthdate", None, "31.12.1990"),
    ("birthdate", None, "1990-13-01"),
    ("birthdate", None, "19901231"),
    ("email", None, "alice"),
    ("email", None, "@"),
    ("phone_number", "String", "01632 960000"),
    ("phone_number", None, "+"),
    ("updated_at", None, "today"),
    ("custom:n", "Number", "twelve"),
    ("custom:n", "Number", "١٢"),
    ("custom:t", "DateTime", "noon"),
    ("custom:b", "Boolean", "yes"),
]


@pytest.mark.parametrize(("name", "kind", "value"), GOOD)
def test_what_can_be_of_its_type_is_no_problem(name: str, kind: str | None, value: str) -> None:
    assert attribute_problem(name, kind, value) is None


@pytest.mark.parametrize(("name", "kind", "value"), BAD)
def test_what_cannot_is_told_without_the_value(name: str, kind: str | None, value: str) -> None:
    told = attribute_problem(name, kind, value)
    assert told is not None
    assert told.endswith("Cognito may refuse this one.")
    assert value not in told or len(value) == 1
    assert attribute_problem(name, kind, "") is None, "an empty field has another problem"


def test_hints_say_how_a_value_is_written() -> None:
    assert attribute_hint("birthdate", "String") == "A date, as 1990-12-31"
    assert attribute_hint("custom:b", "Boolean") == "true or false"
    assert attribute_hint("custom:b", None) == ""
    assert attribute_hint("name", "String") == ""


@given(st.sampled_from([name for name, _, _ in GOOD]), st.text(max_size=40))
def test_any_text_is_judged(name: str, value: str) -> None:
    for kind in (None, "String", "Number", "DateTime", "Boolean", "\u202e"):
        problem = attribute_problem(name, kind, value)
        assert problem is None or problem.endswith("refuse this one.")
