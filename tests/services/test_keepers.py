"""Single members: what is kept of each kind, what is refused, and that nothing is quoted."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.secret import Secret
from console.services import keepers
from console.services.keepers import Keeper
from console.services.replies import NotBelievableError

ATTRIBUTES = keepers.attributes("sub")


def refused(keep: Keeper, value: object) -> str:
    with pytest.raises(NotBelievableError) as caught:
        keep("Member", value)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("keep", "value", "kept"),
    [
        (keepers.text, "x" * 128, "x" * 128),
        (keepers.number, 0, 0),
        (keepers.flag, False, False),
        (keepers.presence, "arn:canary", True),
        (keepers.presence, "", False),
        (keepers.presence, {}, False),
        (
            keepers.code,
            "InvalidSmsRoleAccessPolicyException",
            "InvalidSmsRoleAccessPolicyException",
        ),
        (keepers.code, "", ""),
        (keepers.code, "arn:aws:iam::1:role/x", "Unnamed"),
        (keepers.code, "A" * 129, "Unnamed"),
        (keepers.secret, "s", Secret("s")),
        (keepers.page_token, "t" * 131_072, Secret("t" * 131_072)),
        (keepers.a_list(keepers.text), ["a", "b"], ("a", "b")),
        (
            keepers.an_object({"A": keepers.text, "B": keepers.text}),
            {"A": "a", "B": None},
            {"A": "a"},
        ),
        (keepers.time, 0, datetime(1970, 1, 1, tzinfo=UTC)),
        (keepers.time, 1.5, datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC)),
    ],
)
def test_what_is_kept(keep: Keeper, value: object, kept: object) -> None:
    assert keep("Member", value) == kept
    assert "arn" not in repr(keep("Member", value))


@pytest.mark.parametrize(
    ("keep", "value"),
    [
        (keepers.text, "canary" * 22),
        (keepers.text, 5),
        (keepers.number, -1),
        (keepers.number, True),
        (keepers.number, 1.0),
        (keepers.number, 10**10),
        (keepers.flag, "true"),
        (keepers.flag, 1),
        (keepers.presence, 5),
        (keepers.code, ["canary"]),
        (keepers.secret, 5),
        (keepers.secret, "canary" * 22),
        (keepers.page_token, "t" * 131_073),
        (keepers.time, "canary"),
        (keepers.time, True),
        (keepers.time, -1),
        (keepers.time, float("nan")),
        (keepers.time, float("inf")),
        (keepers.time, 10**400),
        (keepers.time, 253_402_300_800),
        (keepers.time, datetime(2026, 1, 1)),  # noqa: DTZ001 - that is what is wrong with it
        (keepers.a_list(keepers.text), "canary"),
        (keepers.a_list(keepers.text), [5]),
        (keepers.an_object({}), ["canary"]),
        (ATTRIBUTES, {"sub": "canary"}),
        (ATTRIBUTES, ["canary"]),
    ],
)
def test_what_is_refused(keep: Keeper, value: object) -> None:
    assert refused(keep, value) == "In the answer, Member is of the wrong type."


def test_a_time_as_botocore_reads_it_is_the_same_in_utc() -> None:
    local = datetime(2026, 3, 6, 12, tzinfo=timezone(timedelta(hours=5)))
    kept = keepers.time("Member", local)
    assert kept == local
    assert kept.tzinfo is UTC


@pytest.mark.parametrize(
    ("pair", "kept"),
    [
        ({"Name": "sub", "Value": "s"}, {"Name": "sub", "Value": "s"}),
        ({"Name": "sub", "Value": ""}, {"Name": "sub"}),
        ({"Name": "sub", "Value": None}, {"Name": "sub"}),
        ({"Name": "email", "Value": "alice@example.com"}, {"Name": "email", "Masked": "a***@e***"}),
        ({"Name": "email", "Value": ""}, {"Name": "email"}),
        ({"Name": "address", "Value": "canary" * 300}, {"Name": "address"}),
    ],
)
def test_attributes(pair: dict[str, object], kept: dict[str, object]) -> None:
    assert ATTRIBUTES("Member", [pair]) == (kept,)


@pytest.mark.parametrize(
    ("pair", "named"),
    [
        ({"Value": "v"}, "Name"),
        ({"Name": "n" * 129}, "Name"),
        ({"Name": "sub", "Value": 5}, "Value"),
        ({"Name": "sub", "Value": "x" * 129}, "Value"),
    ],
)
def test_attributes_that_are_none(pair: dict[str, object], named: str) -> None:
    assert refused(ATTRIBUTES, [pair]) == f"In the answer, {named} is of the wrong type."


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["Name", "Value", "email", "sub"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(
        [
            keepers.text,
            keepers.number,
            keepers.flag,
            keepers.time,
            keepers.presence,
            keepers.code,
            keepers.secret,
            keepers.page_token,
            ATTRIBUTES,
            keepers.a_list(keepers.time),
            keepers.an_object({"Name": keepers.time}),
        ]
    ),
    JSON,
)
def test_any_value_is_kept_or_refused(keep: Keeper, value: object) -> None:
    value = json.loads(json.dumps(value))
    try:
        keep("Member", value)
    except NotBelievableError as error:
        assert "is of the wrong type" in error.sentence  # noqa: PT017
