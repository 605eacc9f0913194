from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cases.case_nodes import Node, parse
from console.core.errors import UserFacingError
from console.core.record import Outcome


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b"1" * 10_000,
    ],
)
def test_what_is_no_json_is_said(data: bytes) -> None:
    with pytest.raises(UserFacingError) as caught:
        parse(data)
    assert "no JSON" in caught.value.detail


ACCESS: tuple[tuple[str, object, Callable[[Node], object]], ...] = (
    ("text", 5, Node.text),
    ("text", "x" * 70_000, Node.text),
    ("list", "no list", lambda node: list(node.items())),
    ("list", {}, lambda node: node.texts()),
    ("object", [], lambda node: node.at("x")),
    ("object", [], lambda node: node.names()),
    ("number", True, Node.number),
    ("bounds", 10**400, Node.number),
    ("bounds", 1e308, Node.number),
    ("whole", 1.5, Node.integer),
    ("true", 1, Node.flag),
    ("one of", "won", lambda node: node.word(Outcome)),
    ("time", "yesterday", Node.moment),
    ("zone", "2026-01-02T03:04:05", Node.moment),
)


@pytest.mark.parametrize(("word", "value", "access"), ACCESS)
def test_what_is_wrong_is_named_without_its_value(
    word: str, value: object, access: Callable[[Node], object]
) -> None:
    file = parse(json.dumps({"header": {"some_field": value}}).encode())
    with pytest.raises(UserFacingError) as caught:
        access(file.at("header").at("some_field"))
    assert "header.some_field is something else" in caught.value.detail
    assert word in caught.value.detail


def test_what_is_missing_is_named_with_its_place_in_a_list() -> None:
    file = parse(b'{"steps": [{"a": 1}, {}]}')
    first, second = file.at("steps").items()
    assert first.at("a").integer() == 1
    with pytest.raises(UserFacingError, match=r"The case cannot be read\.") as caught:
        second.at("a").text()
    assert caught.value.detail.startswith("steps[1].a is missing or null")


def test_texts_come_with_their_hidden_characters_escaped() -> None:
    assert parse(b'"a\\u202eb\\ud800\\n"').text() == "a\\u202eb\\ud800\\n"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
)


@given(JSON, st.sampled_from([access for _, _, access in ACCESS]))
def test_every_access_gives_its_type_or_the_one_error(
    value: object, access: Callable[[Node], object]
) -> None:
    node = Node(value, "x")  # type: ignore[arg-type]  # any JSON
    with suppress(UserFacingError):
        access(node)
