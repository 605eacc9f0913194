"""Which bodies are a set of keys, and what is kept of each key."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.services.key_sets import judge_key_set, read_key_set
from console.services.replies import NotBelievableError, RawReply

KEY = {"alg": "RS256", "e": "AQAB", "kid": "k", "kty": "RSA", "n": "abc", "use": "sig"}


def reply(*keys: object, status: int = 200) -> RawReply:
    return RawReply(status=status, headers={}, body=json.dumps({"keys": keys}).encode())


def test_keys_by_id_without_what_is_not_needed() -> None:
    other = {"kty": "EC", "kid": "e", "crv": "P-256", "x": "1", "y": "2"}
    private = {**KEY, "d": "canary", "p": "canary", "x5c": ["canary"]}
    kept = read_key_set(reply(private, other, {"kty": "RSA"}).body)
    assert kept == {
        "k": {name: value for name, value in KEY.items() if name != "kid"},
        "e": {"kty": "EC"},
    }


def test_numbers_that_are_too_long_are_dropped() -> None:
    kept = read_key_set(reply({**KEY, "n": "n" * 2801, "e": "e" * 17}).body)
    assert set(kept["k"]) == {"alg", "kty", "use"}


@pytest.mark.parametrize(
    ("status", "words"),
    [(301, "a redirect (HTTP 301)"), (204, "HTTP 204"), (404, "HTTP 404"), (503, "HTTP 503")],
)
def test_only_a_success_counts(status: int, words: str) -> None:
    judge_key_set(reply(KEY))
    with pytest.raises(NotBelievableError) as caught:
        judge_key_set(reply(KEY, status=status))
    assert words in caught.value.sentence


def test_a_body_of_another_length_than_announced() -> None:
    with pytest.raises(NotBelievableError, match="TruncatedReply"):
        judge_key_set(replace(reply(KEY), headers={"content-length": "5"}))


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["keys", "kid", "kty", "n", "e"]), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(st.binary(max_size=60) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_read_or_refused(body: bytes) -> None:
    try:
        found = read_key_set(body)
    except NotBelievableError:
        return
    assert all(isinstance(value, str) for key in found.values() for value in key.values())
