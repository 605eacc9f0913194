"""Which replies count, for every reply there can be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.call import CallRecord, Sent
from console.core.secret import Secret
from console.services.replies import (
    REPLY_LIMIT,
    TEXT_LIMIT,
    TOO_LARGE,
    NotBelievableError,
    RawReply,
    check_reply,
    read_header,
    read_reply,
    server_date,
)

RECORD = CallRecord(started_at=datetime(2026, 3, 6, tzinfo=UTC), duration_ms=1.0, sent=Sent.YES)
GOOD = {"content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "r"}

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
    "__type",
]
TOKEN_KEYS = ["AccessToken", "IdToken", "RefreshToken", "ExpiresIn", "TokenType"]
tokens = st.dictionaries(st.sampled_from([*TOKEN_KEYS, "NewDeviceMetadata"]), json_values)
contents = st.dictionaries(st.sampled_from(KEYS), json_values | tokens)


def reply(body: bytes, status: int = 200, **changes: str) -> RawReply:
    headers = {**GOOD, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return RawReply(status=status, headers=headers, body=body)


def refusal_of(raw: RawReply) -> NotBelievableError | None:
    try:
        check_reply(raw)
    except NotBelievableError as refused:
        return refused
    return None


@settings(deadline=None)
@given(contents, st.sampled_from([200, 400, 500]))
def test_what_is_believed_can_be_read(content: Mapping[str, Any], status: int) -> None:
    refused = refusal_of(reply(json.dumps(content).encode(), status))
    if refused is not None:
        assert refused.sentence.endswith(".")
        return
    if status != 200:
        assert isinstance(content["__type"], str)
        return
    read = read_reply(content, RECORD)
    assert read.challenge_name or (read.tokens is not None and read.tokens.names())


@settings(deadline=None)
@given(
    st.binary(max_size=200),
    st.integers(100, 999),
    st.dictionaries(
        st.sampled_from(
            ["content-type", "x-amzn-requestid", "content-length", "date", "content-encoding"]
        ),
        st.text(max_size=30),
    ),
)
def test_no_reply_makes_it_stumble(body: bytes, status: int, headers: dict[str, str]) -> None:
    read_header(status, headers, None)
    refused = refusal_of(RawReply(status=status, headers=headers, body=body))
    assert refused is None or refused.code in ("NotCognitoReply", "TruncatedReply")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_date_makes_it_stumble(text: str) -> None:
    found = server_date(text)
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 24 Nov 2026 10:00:00 GMT", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 10:00:00 -0000", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 12:00:00 +0200", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Tue, 24 Nov 2026 10:00:00 GMT" + " " * 200, None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(text: str | None, expected: datetime | None) -> None:
    assert server_date(text) == expected


def test_strings_are_bounded_and_anything_but_text_is_dropped() -> None:
    read = read_reply(
        {
            "ChallengeName": "A",
            "ChallengeParameters": {"long": "x" * 100_000, "number": 5, "list": ["a"], "k": "v"},
            "AvailableChallenges": ["A", 5, "B"],
        },
        RECORD,
    )
    assert read.challenge_parameters == {"long": "x" * TEXT_LIMIT, "k": "v"}
    assert read.available_challenges == ("A", "B")


@pytest.mark.parametrize(
    ("given", "expected"), [(3600, 3600), (True, None), ("60", None), (-1, None), (10**400, None)]
)
def test_the_life_of_tokens_is_a_number_or_unknown(given: object, expected: int | None) -> None:
    result = {"AccessToken": "a", "ExpiresIn": given, "TokenType": 7}
    read = read_reply({"AuthenticationResult": result}, RECORD)
    assert read.tokens is not None
    assert read.tokens.access_token == Secret("a")
    assert (read.tokens.expires_in_s, read.tokens.token_type) == (expected, None)


def test_a_body_over_the_limit() -> None:
    with pytest.raises(NotBelievableError) as caught:
        check_reply(reply(b"x" * (REPLY_LIMIT + 1)))
    assert caught.value.code == TOO_LARGE


@pytest.mark.parametrize(
    ("kind", "words"),
    [("text/html; charset=utf-8", "is text/html"), ("\x1b[31m", "odd type"), ("", "no stated")],
)
def test_the_kind_of_an_answer_is_named_only_where_it_is_plain(kind: str, words: str) -> None:
    with pytest.raises(NotBelievableError) as caught:
        check_reply(reply(b"{}", content_type=kind))
    assert words in caught.value.sentence


def test_an_error_may_be_named_by_its_header() -> None:
    check_reply(reply(b"{}", 403, x_amzn_errortype="ForbiddenException"))


def test_names_that_are_too_long_count_as_none() -> None:
    headers = {"x-amzn-requestid": "a" * 129, "content-type": "application/json; x=" + "b" * 128}
    read = read_header(400, headers, None)
    assert (read.request_id, read.content_type) == (None, None)
    result = {"AccessToken": "a", "TokenType": "c" * 129}
    reply = read_reply({"AuthenticationResult": result}, RECORD)
    assert reply.tokens is not None
    assert reply.tokens.token_type is None
