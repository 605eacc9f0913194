from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.practice.errors import PracticeError
from console.practice.pages import page, page_size


@given(st.lists(st.integers(), max_size=50), st.integers(min_value=1, max_value=60))
def test_the_pages_together_are_the_whole(entries: list[int], size: int) -> None:
    seen: list[int] = []
    token: str | None = None
    for _ in range(len(entries) + 1):
        shown, token = page(entries, size, token)
        seen += shown
        assert len(shown) <= size
        if token is None:
            break
    assert seen == entries
    assert token is None


@given(st.text(max_size=40))
def test_a_token_that_was_not_given_out_is_refused_or_read_as_a_place(token: str) -> None:
    code: str | None = None
    shown: list[int] = []
    try:
        shown, _ = page([1, 2, 3], 2, token)
    except PracticeError as error:
        code = error.code
    assert len(shown) <= 2
    assert code in (None, "InvalidParameterException")


def test_sizes_are_held_against_the_model() -> None:
    assert page_size({}, "Limit") == 60
    assert page_size({"Limit": 0}, "Limit") == 60
    assert page_size({"Limit": 7}, "Limit") == 7
    for body, clause in (
        ({"MaxResults": 61}, "Value '61' at 'maxResults'"),
        ({"MaxResults": 0}, "Value '0' at 'maxResults'"),
        ({}, "Value null at 'maxResults'"),
    ):
        with pytest.raises(PracticeError, match=clause) as caught:
            page_size(body, "MaxResults", least=1, required=True)
        assert caught.value.code == "InvalidParameterException"
    for odd in ("7", True, 1.5):
        with pytest.raises(PracticeError) as caught:
            page_size({"Limit": odd}, "Limit")
        assert caught.value.code == "SerializationException"
