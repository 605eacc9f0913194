"""Which replies count, for every reply there can be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.services.replies import (
    REPLY_LIMIT,
    TOO_LARGE,
    NotBelievableError,
    RawReply,
    check_reply,
    not_cognito,
    read_header,
    server_date,
    short_name,
    too_large,
)

GOOD = {"content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "r"}


def anything(_content: Mapping[str, Any]) -> None:
    """What the object holds is another's matter."""


def nothing(_content: Mapping[str, Any]) -> None:
    raise not_cognito("It is not believed.")


def reply(body: bytes, status: int = 200, **changes: str) -> RawReply:
    headers = {**GOOD, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return RawReply(status=status, headers=headers, body=body)


def refusal_of(raw: RawReply) -> NotBelievableError | None:
    try:
        check_reply(raw, anything)
    except NotBelievableError as refused:
        return refused
    return None


def test_what_a_reply_of_success_holds_is_judged_and_an_error_is_not() -> None:
    with pytest.raises(NotBelievableError, match="NotCognitoReply"):
        check_reply(reply(b"{}"), nothing)
    check_reply(reply(b'{"__type": "SomeException"}', 400), nothing)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32-be"])
def test_json_that_botocore_could_not_read_does_not_count(encoding: str) -> None:
    found = refusal_of(reply('{"ChallengeName": "SMS_MFA"}'.encode(encoding)))
    assert found is not None
    assert found.code == "NotCognitoReply"


@pytest.mark.parametrize(
    ("encoding", "whole"), [("chunked", True), (" Chunked", True), ("identity", False), ("", False)]
)
def test_only_chunks_make_the_announced_length_void(encoding: str, whole: bool) -> None:
    raw = reply(b'{"__type": "X"}', 400, content_length="900", transfer_encoding=encoding)
    assert (refusal_of(raw) is None) is whole


@pytest.mark.parametrize(("status", "may_be_empty"), [(200, False), (400, True), (500, True)])
def test_a_reply_without_a_body_counts_where_it_may_alone(status: int, may_be_empty: bool) -> None:
    check_reply(reply(b""), nothing, may_be_empty=True)
    with pytest.raises(NotBelievableError):
        check_reply(reply(b"", status), anything, may_be_empty=may_be_empty)


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_a_reply_without_a_body_has_a_header_all_the_same(missing: str) -> None:
    headers = {name: value for name, value in GOOD.items() if name != missing}
    with pytest.raises(NotBelievableError):
        check_reply(RawReply(status=200, headers=headers, body=b""), anything, may_be_empty=True)


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


def test_a_body_over_the_limit() -> None:
    with pytest.raises(NotBelievableError) as caught:
        check_reply(reply(b"x" * (REPLY_LIMIT + 1)), anything)
    assert caught.value.code == TOO_LARGE


def test_a_sender_has_its_own_limit_and_its_name_in_the_sentence() -> None:
    check_reply(reply(b'{"a": "xxx"}'), anything, limit=12)
    with pytest.raises(NotBelievableError) as caught:
        check_reply(reply(b'{"a": "xxxx"}'), anything, limit=12)
    assert caught.value.code == TOO_LARGE
    for raw, words in (
        (reply(b"{}", 302), "which CloudTrail never sends"),
        (reply(b"{}", content_encoding="gzip"), "which CloudTrail's never are"),
        (reply(b"{}", x_amzn_requestid=""), "which CloudTrail always sends"),
        (reply(b"{}", 400), "as CloudTrail's do"),
    ):
        with pytest.raises(NotBelievableError) as caught:
            check_reply(raw, anything, sender="CloudTrail")
        assert words in caught.value.sentence


@pytest.mark.parametrize(
    ("kind", "words"),
    [("text/html; charset=utf-8", "is text/html"), ("\x1b[31m", "odd type"), ("", "no stated")],
)
def test_the_kind_of_an_answer_is_named_only_where_it_is_plain(kind: str, words: str) -> None:
    with pytest.raises(NotBelievableError) as caught:
        check_reply(reply(b"{}", content_type=kind), anything)
    assert words in caught.value.sentence


def test_an_error_may_be_named_by_its_header() -> None:
    check_reply(reply(b"{}", 403, x_amzn_errortype="ForbiddenException"), anything)


def test_names_that_are_too_long_count_as_none() -> None:
    headers = {"x-amzn-requestid": "a" * 129, "content-type": "application/json; x=" + "b" * 128}
    read = read_header(400, headers, None)
    assert (read.request_id, read.content_type) == (None, None)
    assert [short_name(name) for name in ("c" * 129, "", None, 5, "c" * 128)] == [
        *[None] * 4,
        "c" * 128,
    ]


@pytest.mark.parametrize(("limit", "words"), [(REPLY_LIMIT, "1 MiB"), (256 * 1024, "256 KiB")])
def test_the_limit_is_named(limit: int, words: str) -> None:
    assert f"larger than {words}," in too_large(limit).sentence
