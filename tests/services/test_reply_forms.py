"""What each operation's reply must hold, and what is read of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core import call
from console.core.call import NewDevice, Reply
from console.core.secret import Secret
from console.services.replies import TEXT_LIMIT, NotBelievableError, RawReply
from console.services.reply_forms import form_of
from tests.fakes import record

SEED = "SEEDSEEDSEEDSEED"
GOOD = {"content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "r"}
SIGN_IN = (call.ADMIN_INITIATE_AUTH, call.ADMIN_RESPOND, call.INITIATE_AUTH, call.RESPOND)
FOLLOWING = (
    call.ASSOCIATE_SOFTWARE_TOKEN,
    call.VERIFY_SOFTWARE_TOKEN,
    call.CONFIRM_DEVICE,
    call.UPDATE_DEVICE_STATUS,
    call.GET_TOKENS_FROM_REFRESH_TOKEN,
    call.REVOKE_TOKEN,
    call.DESCRIBE_USER_POOL,
    call.DESCRIBE_USER_POOL_CLIENT,
)
DEVICE = {"DeviceKey": "eu-west-1_k", "DeviceGroupKey": "-g"}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
KEYS = [
    "ChallengeName",
    "Session",
    "ChallengeParameters",
    "AvailableChallenges",
    "AuthenticationResult",
    "SecretCode",
    "Status",
    "UserConfirmationNecessary",
    "UserPool",
    "UserPoolClient",
    "__type",
]
INNER_KEYS = [
    "AccessToken",
    "IdToken",
    "RefreshToken",
    "ExpiresIn",
    "TokenType",
    "NewDeviceMetadata",
    "SchemaAttributes",
    "Policies",
    "ExplicitAuthFlows",
]
inner = st.dictionaries(st.sampled_from(INNER_KEYS), json_values | st.just(DEVICE))
contents = st.dictionaries(st.sampled_from(KEYS), json_values | inner)


def refused(operation: str, content: object) -> NotBelievableError | None:
    raw = RawReply(status=200, headers=GOOD, body=json.dumps(content).encode())
    try:
        form_of(operation).judge(raw)
    except NotBelievableError as error:
        return error
    return None


def read(operation: str, content: Mapping[str, Any]) -> Reply:
    assert refused(operation, content) is None
    return Reply(record=record(), **form_of(operation).values(content))


@settings(deadline=None)
@given(st.sampled_from([*SIGN_IN, *FOLLOWING]), contents)
def test_what_is_believed_can_be_read(operation: str, content: Mapping[str, Any]) -> None:
    error = refused(operation, content)
    if error is not None:
        assert error.sentence.endswith(".")
        return
    reply = read(operation, content)
    if operation in SIGN_IN:
        assert reply.challenge_name or (reply.tokens is not None and reply.tokens.names())


def test_an_operation_that_nobody_reads_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="AdminDeleteUser"):
        form_of("AdminDeleteUser")


@pytest.mark.parametrize("operation", [*SIGN_IN, *FOLLOWING])
@pytest.mark.parametrize(
    "content", [[], "text", 7, None, {"__type": "SomeException"}, {"message": "ok"}]
)
def test_what_is_not_the_operations_reply_is_no_success(operation: str, content: object) -> None:
    error = refused(operation, content)
    assert error is not None
    assert error.code == "NotCognitoReply"


@pytest.mark.parametrize("operation", [*SIGN_IN, *FOLLOWING])
def test_no_body_is_a_success_of_two_operations_alone(operation: str) -> None:
    raw = RawReply(status=200, headers=GOOD, body=b"")
    form = form_of(operation)
    if operation in (call.UPDATE_DEVICE_STATUS, call.REVOKE_TOKEN):
        form.judge(raw)
        assert read(operation, {}) == Reply(record=record())
    else:
        with pytest.raises(NotBelievableError):
            form.judge(raw)


# --- sign-in


@pytest.mark.parametrize("operation", SIGN_IN)
def test_strings_are_bounded_and_anything_but_text_is_dropped(operation: str) -> None:
    reply = read(
        operation,
        {
            "ChallengeName": "A",
            "ChallengeParameters": {
                "long": "x" * (TEXT_LIMIT + 1),
                "k" * 129: "v",
                "number": 5,
                "list": ["a"],
                "k": "v" * TEXT_LIMIT,
            },
            "AvailableChallenges": ["A", 5, "B", "C" * 129],
        },
    )
    assert reply.challenge_parameters == {"k": "v" * TEXT_LIMIT}
    assert reply.available_challenges == ("A", "B")


@pytest.mark.parametrize(
    ("given", "expected"), [(3600, 3600), (True, None), ("60", None), (-1, None), (10**400, None)]
)
def test_the_life_of_tokens_is_a_number_or_unknown(given: object, expected: int | None) -> None:
    result = {"AccessToken": "a", "ExpiresIn": given, "TokenType": 7}
    reply = read(call.ADMIN_INITIATE_AUTH, {"AuthenticationResult": result})
    assert reply.tokens is not None
    assert reply.tokens.access_token == Secret("a")
    assert (reply.tokens.expires_in_s, reply.tokens.token_type) == (expected, None)


def test_the_type_of_tokens_is_a_short_name() -> None:
    result = {"AccessToken": "a", "TokenType": "c" * 129}
    reply = read(call.ADMIN_INITIATE_AUTH, {"AuthenticationResult": result})
    assert reply.tokens is not None
    assert reply.tokens.token_type is None


@pytest.mark.parametrize("operation", [*SIGN_IN, call.GET_TOKENS_FROM_REFRESH_TOKEN])
def test_a_new_device_comes_wrapped(operation: str) -> None:
    result = {"AccessToken": "a", "NewDeviceMetadata": DEVICE}
    tokens = read(operation, {"AuthenticationResult": result}).tokens
    assert tokens is not None
    assert tokens.new_device == NewDevice(key=Secret("eu-west-1_k"), group_key=Secret("-g"))
    assert "eu-west-1_k" not in repr(tokens)


@pytest.mark.parametrize("metadata", [None, {}, {"DeviceKey": "k"}, {"DeviceKey": ""}])
def test_half_a_device_is_none(metadata: object) -> None:
    result = {"AccessToken": "a", "NewDeviceMetadata": metadata}
    tokens = read(call.ADMIN_RESPOND, {"AuthenticationResult": result}).tokens
    assert tokens is not None
    assert tokens.new_device is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"ChallengeName": 5, "Session": "s"}, "ChallengeName is of the wrong type"),
        ({"ChallengeName": "A", "Session": []}, "Session is of the wrong type"),
        ({"ChallengeName": "A", "ChallengeParameters": []}, "ChallengeParameters is of the wrong"),
        ({"ChallengeName": "A", "AvailableChallenges": {}}, "AvailableChallenges is of the wrong"),
        ({"AuthenticationResult": "t"}, "AuthenticationResult is of the wrong type"),
        ({"AuthenticationResult": {"AccessToken": 5}}, "AccessToken is no text"),
        ({"AuthenticationResult": {"RefreshToken": "r"}}, "AuthenticationResult has no token"),
        (
            {"AuthenticationResult": {"AccessToken": "a", "NewDeviceMetadata": "k"}},
            "NewDeviceMetadata is of the wrong type",
        ),
        (
            {"AuthenticationResult": {"AccessToken": "a", "NewDeviceMetadata": {"DeviceKey": 5}}},
            "DeviceKey is no text",
        ),
        ({"ChallengeName": "A" * 129}, "longer than any challenge's"),
        ({"ChallengeName": "A", "Session": "s" * (TEXT_LIMIT + 1)}, "Session is no text"),
        ({"Session": "s"}, "neither a challenge nor tokens"),
    ],
)
def test_a_sign_ins_wrong_types_are_named(content: object, words: str) -> None:
    error = refused(call.ADMIN_INITIATE_AUTH, content)
    assert error is not None
    assert words in error.sentence


# --- what follows


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"ChallengeName": "SMS_MFA", "Session": "s"}, "has no tokens"),
        ({"AuthenticationResult": {}}, "has no tokens"),
        ({"AuthenticationResult": [1]}, "wrong type"),
        ({"AuthenticationResult": {"RefreshToken": "r"}}, "has no token."),
    ],
)
def test_a_refresh_gives_tokens_and_nothing_else(content: object, words: str) -> None:
    error = refused(call.GET_TOKENS_FROM_REFRESH_TOKEN, content)
    assert error is not None
    assert words in error.sentence
    reply = read(
        call.GET_TOKENS_FROM_REFRESH_TOKEN,
        {"AuthenticationResult": {"IdToken": "i", "RefreshToken": "r"}, "ChallengeName": "A"},
    )
    assert reply.challenge_name is None
    assert reply.tokens is not None
    assert reply.tokens.names() == ("id", "refresh")


def test_an_authenticators_seed_comes_wrapped() -> None:
    reply = read(call.ASSOCIATE_SOFTWARE_TOKEN, {"SecretCode": SEED, "Session": "next"})
    assert (reply.secret_code, reply.session) == (Secret(SEED), Secret("next"))
    assert SEED not in repr(reply)
    assert read(call.ASSOCIATE_SOFTWARE_TOKEN, {"SecretCode": SEED}).session is None


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"SecretCode": ""},
        {"SecretCode": 5},
        {"Session": "s"},
        {"SecretCode": "A" * 15},
        {"SecretCode": "A" * 257},
        {"SecretCode": f"{'A' * 16}\n"},
        {"SecretCode": "\ud800" * 16},
        {"SecretCode": "otpauth://totp/x?secret=A"},
    ],
)
def test_no_seed_is_no_success(content: object) -> None:
    assert refused(call.ASSOCIATE_SOFTWARE_TOKEN, content) is not None


@pytest.mark.parametrize("status", ["SUCCESS", "ERROR"])
def test_a_verification_has_one_of_two_ends(status: str) -> None:
    reply = read(call.VERIFY_SOFTWARE_TOKEN, {"Status": status, "Session": "next"})
    assert (reply.status, reply.session) == (status, Secret("next"))


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"Status": "PERHAPS"},
        {"Status": True},
        {"Status": []},
        {"Status": {}},
        {"Status": "SUCCESS", "Session": 5},
    ],
)
def test_any_other_end_of_a_verification_is_no_success(content: object) -> None:
    assert refused(call.VERIFY_SOFTWARE_TOKEN, content) is not None


@pytest.mark.parametrize(
    ("content", "needed"),
    [
        ({"UserConfirmationNecessary": True}, True),
        ({"UserConfirmationNecessary": False}, False),
        ({}, False),
    ],
)
def test_a_confirmed_device_may_need_its_user(content: dict[str, Any], needed: bool) -> None:
    assert read(call.CONFIRM_DEVICE, content).confirmation_needed is needed


@pytest.mark.parametrize("value", ["true", 1, [], None])
def test_a_confirmation_of_the_wrong_type(value: object) -> None:
    assert refused(call.CONFIRM_DEVICE, {"UserConfirmationNecessary": value}) is not None


@pytest.mark.parametrize("operation", [call.DESCRIBE_USER_POOL, call.DESCRIBE_USER_POOL_CLIENT])
def test_a_description_becomes_details(operation: str) -> None:
    member, key = {"DescribeUserPool": ("UserPool", "Id")}.get(
        operation, ("UserPoolClient", "ClientId")
    )
    assert read(operation, {member: {key: "x", "Arn": "arn"}}).details == {key: "x"}
    other = {"UserPool": "UserPoolClient", "UserPoolClient": "UserPool"}[member]
    assert refused(operation, {other: {key: "x"}}) is not None
