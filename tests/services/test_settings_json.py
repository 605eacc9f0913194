"""What was read of a pool, kept in a profile's row."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.pool_settings import PasswordPolicy, PoolSettings
from console.services.profile_fields import BrokenError
from console.services.settings_json import read_known

LIFE = st.none() | st.floats(0, 10**9)
FLAG = st.none() | st.booleans()
NAME = st.text(max_size=40)
POLICIES = st.builds(
    PasswordPolicy,
    minimum_length=st.integers(0, 10_000),
    require_uppercase=st.booleans(),
    require_lowercase=st.booleans(),
    require_numbers=st.booleans(),
    require_symbols=st.booleans(),
)
SETTINGS = st.builds(
    PoolSettings,
    session_validity_s=LIFE,
    token_revocation=FLAG,
    rotates_refresh=FLAG,
    refresh_validity_s=LIFE,
    auth_flows=st.lists(NAME, max_size=5).map(tuple),
    device_tracking=FLAG,
    password_policy=st.none() | POLICIES,
    attribute_types=st.lists(st.tuples(NAME, NAME), max_size=5).map(tuple),
)


def written(settings: PoolSettings) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps({"known": asdict(settings)}))
    return kept


@given(SETTINGS)
def test_any_settings_survive_the_file(settings: PoolSettings) -> None:
    assert read_known(written(settings), "known") == settings


@pytest.mark.parametrize("row", [{}, {"known": None}])
def test_nothing_is_known_of_an_older_row(row: dict[str, object]) -> None:
    assert read_known(row, "known") is None


def test_what_is_not_given_is_not_known() -> None:
    assert read_known({"known": {}}, "known") == PoolSettings()
    assert read_known({"known": {"password_policy": {}}}, "known") == PoolSettings(
        password_policy=PasswordPolicy()
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"session": 180}, "Its key “session” is unknown."),
        ({"session_validity_s": "180"}, "Its session_validity_s is not a number of seconds."),
        ({"session_validity_s": True}, "Its session_validity_s is not a number of seconds."),
        ({"session_validity_s": -1}, "Its session_validity_s is no time"),
        ({"refresh_validity_s": 1e999}, "Its refresh_validity_s is no time"),
        ({"refresh_validity_s": 10**400}, "Its refresh_validity_s is too large."),
        ({"token_revocation": 1}, "Its token_revocation is neither true nor false."),
        ({"rotates_refresh": "no"}, "Its rotates_refresh is neither true nor false."),
        ({"device_tracking": []}, "Its device_tracking is neither true nor false."),
        ({"auth_flows": "ALLOW"}, "Its auth_flows is not a list."),
        ({"auth_flows": None}, "Its auth_flows is not a list."),
        ({"auth_flows": [5]}, "Its auth_flows is missing or not a text."),
        ({"auth_flows": ["x" * 2001]}, "Its auth_flows is too long."),
        ({"auth_flows": ["x"] * 201}, "Its auth_flows is too long."),
        ({"password_policy": 8}, "Its password_policy is not a JSON object."),
        ({"password_policy": {"length": 8}}, "Its key “length” is unknown."),
        ({"password_policy": {"minimum_length": 8.0}}, "Its minimum_length is not a number of"),
        ({"password_policy": {"minimum_length": -1}}, "Its minimum_length is not a number of"),
        ({"password_policy": {"require_symbols": 0}}, "Its require_symbols is neither true nor"),
        ({"attribute_types": {}}, "Its attribute_types is not a list."),
        ({"attribute_types": ["email"]}, "Its attribute_types are not pairs of texts."),
        ({"attribute_types": [["email"]]}, "Its attribute_types are not pairs of texts."),
        ({"attribute_types": [["email", 5]]}, "Its attribute_types is missing or not a text."),
    ],
)
def test_a_wrong_type_is_named(change: dict[str, object], words: str) -> None:
    with pytest.raises(BrokenError) as caught:
        read_known({"known": change}, "known")
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("value", [5, "x", [], True])
def test_settings_that_are_no_object(value: object) -> None:
    with pytest.raises(BrokenError, match="Its known is not a JSON object"):
        read_known({"known": value}, "known")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([each.name for each in fields(PoolSettings)]), JSON))
def test_any_row_is_read_or_refused(row: dict[str, Any]) -> None:
    try:
        settings = read_known({"known": row}, "known")
    except BrokenError:
        return
    assert settings is not None
    assert read_known(written(settings), "known") == settings
