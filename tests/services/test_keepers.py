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
ARN = "arn:aws-cn:lambda:cn-north-1:123456789012:function"


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
        (keepers.a_list(keepers.flag, 2), [True, False, True], (True, False)),
        (keepers.sentences(600), "z" * 600, "z" * 600),
        (keepers.sentences(600), "z " * 301, "z " * 300 + "…"),
        (keepers.sentences(600), "z" * 601, "z" * 344 + "…"),
        (keepers.function, f"{ARN}:a-B_9", "a-B_9"),
        (keepers.function, f"{ARN}:a:$LATEST", "a"),
        (keepers.function, f"{ARN}:{'a' * 65}", True),
        (keepers.function, f"{ARN}:a:b:c", True),
        (keepers.function, f"{ARN}:a\n", True),
        (keepers.function, f"{ARN}:../a", True),
        (keepers.function, {"LambdaArn": f"{ARN}:a"}, "a"),
        (keepers.function, {"LambdaVersion": "V2_0"}, True),
        (keepers.function, "", False),
        (keepers.phone, "+12025550134", Secret("+12025550134")),
        (keepers.phone, "12345", Secret("12345")),
        (keepers.time_in_ms, 1_500, datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC)),
        (keepers.time_in_ms, 0, datetime(1970, 1, 1, tzinfo=UTC)),
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
        (keepers.sentences(9), 5),
        (keepers.function, 5),
        (keepers.function, ["canary"]),
        (keepers.phone, 5),
        (keepers.phone, "canary"),
        (keepers.phone, "+" + "1" * 21),
        (keepers.phone, "+12025550134\n"),
        (keepers.time_in_ms, True),
        (keepers.time_in_ms, 1.5),
        (keepers.time_in_ms, -1),
        (keepers.time_in_ms, 253_402_300_800_000),
        (keepers.time_in_ms, datetime(2026, 1, 1, tzinfo=UTC)),
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
    ("value", "kept"),
    [
        ("+12025550134", {"Masked": "+*******0134", "Number": Secret("+12025550134")}),
        ("canary of none", {"Masked": "+*********none"}),
        ("", {}),
    ],
)
def test_a_number_is_kept_as_a_secret_where_it_is_wanted(
    value: str, kept: dict[str, object]
) -> None:
    keep = keepers.attributes("sub", number_too=True)
    pair = {"Name": "phone_number", "Value": value}
    found = keep("Member", [pair, {"Name": "email", "Value": "a@b.c"}])
    assert found == (
        {"Name": "phone_number", **kept},
        {"Name": "email", "Masked": "a***@b***"},
    )
    assert "5550" not in repr(found)
    assert "Number" not in repr(ATTRIBUTES("Member", [pair]))


def test_a_reply_must_have_what_is_needed() -> None:
    read = keepers.whole({"A": keepers.text, "B": keepers.text}, "A", sender="Somebody")
    assert read({"A": "a", "B": None, "C": "canary"}) == {"A": "a"}
    with pytest.raises(NotBelievableError) as caught:
        read({"A": None, "B": "canary"})
    assert caught.value.sentence == "The answer has no A, which Somebody always sends."


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
            keepers.time_in_ms,
            keepers.presence,
            keepers.function,
            keepers.phone,
            keepers.sentences(300),
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
