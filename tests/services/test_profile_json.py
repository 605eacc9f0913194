"""Profiles as JSON."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.pool_settings import PasswordPolicy, PoolSettings
from console.core.profile import Profile, ProfileKind
from console.services.profile_json import (
    SIZE_LIMIT,
    NotAProfileFile,
    Parsed,
    TooNewError,
    parse,
    render,
)

ACME = Profile(
    profile_id="a1",
    name="Acme",
    kind=ProfileKind.STAGING,
    region="eu-west-1",
    user_pool_id="eu-west-1_Ab12Cd34E",
    client_id="1example23456789",
)
LAB = replace(
    ACME,
    profile_id="b2",
    name="Lab “ü”",
    kind=ProfileKind.LAB,
    has_client_secret=True,
    aws_profile="lab",
    use_fips=True,
    use_dualstack=True,
    ca_bundle="ca.pem",
    proxy="http://proxy.example:3128",
    connect_timeout_s=1.5,
    read_timeout_s=2,
    total_timeout_s=3,
    known=PoolSettings(
        session_validity_s=300,
        rotates_refresh=False,
        auth_flows=("ALLOW_USER_SRP_AUTH",),
        password_policy=PasswordPolicy(minimum_length=12, require_symbols=True),
        attribute_types=(("email", "String"), ("custom:age", "Number")),
    ),
)

NEAR = replace(ACME, profile_id="c3", kind=ProfileKind.LAB, endpoint_url="http://lab.example:5000")


def file_with(*rows: object, **top: object) -> bytes:
    return json.dumps({"schema_version": 2, "profiles": list(rows), **top}).encode()


def row(**changes: object) -> dict[str, Any]:
    minimal = {
        "profile_id": "a1",
        "name": "Acme",
        "region": "eu-west-1",
        "user_pool_id": "eu-west-1_Ab12Cd34E",
        "client_id": "1example23456789",
    }
    return {**minimal, **changes}


def test_what_is_written_is_read_back_the_same() -> None:
    assert parse(render([ACME, LAB, NEAR])) == Parsed(profiles=(ACME, LAB, NEAR))
    assert parse(render([])) == Parsed(profiles=())


def test_every_field_of_a_profile_is_in_the_file() -> None:
    (written,) = json.loads(render([LAB]))["profiles"]
    assert set(written) == {field.name for field in fields(Profile)}


@given(
    profile_id=st.text(min_size=1, max_size=20),
    name=st.text(min_size=1, max_size=80).filter(str.strip),
    kind=st.sampled_from(ProfileKind),
    seconds=st.floats(0.1, 300),
)
def test_any_profile_survives_the_file(
    profile_id: str, name: str, kind: ProfileKind, seconds: float
) -> None:
    profile = replace(ACME, profile_id=profile_id, name=name, kind=kind, read_timeout_s=seconds)
    assert parse(render([profile])).profiles == (profile,)


def test_what_is_not_given_has_the_defaults_and_counts_as_production() -> None:
    (profile,) = parse(file_with(row())).profiles
    assert profile == replace(ACME, kind=ProfileKind.PRODUCTION)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"client_secret": "s3cr3t-Zq9"}, "Its key “client_secret” is unknown."),
        ({"name": 7}, "Its name is missing or not a text."),
        ({"name": "x" * 2001}, "Its name is too long."),
        ({"profile_id": ""}, "Its profile_id is empty."),
        ({"profile_id": "first"}, "An earlier profile has the same profile_id."),
        ({"region": None}, "Its region is missing or not a text."),
        ({"kind": None}, "Its kind is missing or not a text."),
        ({"aws_profile": 1}, "Its aws_profile is missing or not a text."),
        ({"use_fips": 1}, "Its use_fips is neither true nor false."),
        ({"use_dualstack": "yes"}, "Its use_dualstack is neither true nor false."),
        (
            {"use_fips": True, "kind": "lab", "endpoint_url": "http://127.0.0.1:1"},
            "use_fips: FIPS and dual-stack choose among",
        ),
        ({"region": "cn-north-1"}, "region: Cognito user pools do not exist in the China regions"),
        ({"has_client_secret": "no"}, "Its has_client_secret is neither true nor false."),
        ({"read_timeout_s": "5"}, "Its read_timeout_s is not a number of seconds."),
        ({"read_timeout_s": True}, "Its read_timeout_s is not a number of seconds."),
        ({"read_timeout_s": 10**400}, "Its read_timeout_s is too large."),
        ({"read_timeout_s": 0}, "read_timeout_s: A time limit is between"),
        ({"known": []}, "Its known is not a JSON object."),
        ({"known": {"session_validity_s": "3"}}, "Its session_validity_s is not a number of sec"),
        ({"user_pool_id": "nonsense"}, "user_pool_id: A user pool id looks like"),
        ({"endpoint_url": "http://127.0.0.1:1"}, "endpoint_url: An endpoint_url is allowed only"),
    ],
)
def test_one_broken_profile_is_named_and_the_others_stay(
    change: dict[str, object], words: str
) -> None:
    first, last = row(profile_id="first"), row(profile_id="last")
    parsed = parse(file_with(first, row(**{"name": "Bad\u202eone", **change}), last))
    assert [profile.profile_id for profile in parsed.profiles] == ["first", "last"]
    (loss,) = parsed.losses
    assert words in loss
    assert "left out" in loss
    assert "s3cr3t" not in loss
    assert "\u202e" not in loss
    if "name" not in change:
        assert loss.startswith("Profile “Bad\\u202eone”")


@pytest.mark.parametrize("name", [7, None, ""])
def test_a_broken_profile_without_a_name_is_named_by_its_number(name: object) -> None:
    (loss,) = parse(file_with(row(), row(name=name))).losses
    assert loss.startswith("Profile 2 was left out: ")


def test_a_row_that_is_no_object_is_named_by_its_number() -> None:
    parsed = parse(file_with(row(), "x"))
    assert parsed.losses == ("Profile 2 was left out: It is not a JSON object.",)


def test_an_unknown_kind_counts_as_production_and_is_told() -> None:
    parsed = parse(file_with(row(kind="qa")))
    assert parsed.profiles[0].kind is ProfileKind.PRODUCTION
    assert parsed.losses == ("Profile “Acme” has the unknown kind “qa” and counts as production.",)


def test_an_unknown_key_of_the_file_is_told() -> None:
    parsed = parse(file_with(row(), folders=[]))
    assert len(parsed.profiles) == 1
    assert parsed.losses == ("Its key “folders” is unknown.",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON at line 1"),
        (b'{\n"schema_version": 1,', "not JSON at line 2"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b"[]", "not a JSON object"),
        (b"{}", "no schema_version"),
        (b'{"schema_version": true, "profiles": []}', "no schema_version"),
        (b'{"schema_version": 0, "profiles": []}', "no schema_version"),
        (b'{"schema_version": 1}', "no list of profiles"),
        (b'{"schema_version": 1, "schema_version": 1, "profiles": []}', "not usable JSON"),
        (b'{"schema_version": NaN, "profiles": []}', "not usable JSON"),
        (b'{"schema_version": ' + b"1" * 5000 + b"}", "not usable JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "not usable JSON"),
        (b" " * (SIZE_LIMIT + 1), "too large"),
    ],
)
def test_a_file_of_no_use_is_told_with_a_reason(data: bytes, words: str) -> None:
    with pytest.raises(NotAProfileFile, match=words):
        parse(data)


def test_a_newer_file_is_told_apart_whatever_else_it_holds() -> None:
    with pytest.raises(TooNewError):
        parse(b'{"schema_version": 3, "vaults": {}}')


def test_a_file_of_the_first_version_is_read_and_written_as_one_of_this() -> None:
    old = file_with(row(connect_timeout_s=2), schema_version=1)
    (profile,) = parse(old).profiles
    assert (profile.use_fips, profile.use_dualstack, profile.connect_timeout_s) == (False, False, 2)
    assert json.loads(render([profile]))["schema_version"] == 2


def test_what_came_later_was_no_key_of_the_first_version() -> None:
    parsed = parse(file_with(row(use_fips=True), schema_version=1))
    assert parsed.profiles == ()
    assert parsed.losses == ("Profile “Acme” was left out: Its key “use_fips” is unknown.",)


def test_a_byte_order_mark_of_an_editor_is_no_error() -> None:
    assert len(parse(b"\xef\xbb\xbf" + file_with(row())).profiles) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
ROWS = st.lists(JSON | st.dictionaries(st.sampled_from([f.name for f in fields(Profile)]), JSON))


@given(data=st.binary() | st.builds(lambda rows: file_with(*rows), ROWS))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        parsed = parse(data)
    except (NotAProfileFile, TooNewError):
        return
    assert parse(render(parsed.profiles)) == Parsed(profiles=parsed.profiles)
