"""The filter's language: each part, and that no text breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.ui.timeline.filter import KINDS, RowFilter, parse_filter
from console.ui.timeline.rows import TimelineRows
from tests.ui.timelines import wrong_code

ROWS = TimelineRows(wrong_code().events).rows


def shown(text: str) -> list[int]:
    wanted = parse_filter(text)
    return [row.number for row in ROWS if wanted.matches(row)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        ("kind:error", [5]),
        ("kind:wire", [2, 6]),
        ("kind:wire kind:clock", [2, 6, 7]),
        ("kind:call", [1, 5]),
        ("kind:err", [5]),  # while it is typed
        ("kind:", [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        ("code:CodeMismatch", [5]),
        ("code:codemismatchexception", [5]),
        ("code:400", [5]),
        ("code:", [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        ("slow>300ms", [1]),
        ("SLOW>0.3s", [1]),
        ("slow>100", [1, 5]),
        ("slow>412ms", []),
        ("slow>", [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        ("software_token", [3, 4]),
        ("SOFTWARE challenge", [3]),
        ('"new connection"', [2]),
        ('"new conn', [2]),
        ("connection new", [2]),
        ("1c44e0b2", [5]),
        ("Invalid code received", [5]),  # Cognito's text, though the line does not show it
        ("kind:call slow>300ms", [1]),
        ('"kind:error"', []),  # quoted, it is a word
    ],
)
def test_each_part_of_the_language(text: str, numbers: list[int]) -> None:
    assert shown(text) == numbers


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kind:foo", "kind:foo is not known; the kinds are error, warning, attempt"),
        ("slow>fast", "slow>fast is not a time; write slow>500ms or slow>2s."),
        ("kind:\u202e", "kind:\\u202e is not known"),
    ],
)
def test_what_is_not_understood_shows_nothing_and_says_why(text: str, sentence: str) -> None:
    assert shown(text) == []
    assert parse_filter(text).problem.startswith(sentence)


def test_an_empty_filter_is_not_active() -> None:
    assert not parse_filter("  ").active
    assert not parse_filter("kind:").active
    assert parse_filter("a").active


@given(st.text(max_size=60))
def test_any_text_is_a_filter(text: str) -> None:
    wanted = parse_filter(text)
    assert isinstance(wanted, RowFilter)
    assert set(wanted.kinds) <= set(KINDS)
    assert all(wanted.matches(row) in (True, False) for row in ROWS)


@given(st.lists(st.sampled_from(["kind:call", "code:x", "slow>1s", '"a b"', "w"]), max_size=6))
def test_the_order_of_parts_does_not_matter(parts: list[str]) -> None:
    there, back = parse_filter(" ".join(parts)), parse_filter(" ".join(reversed(parts)))
    assert [there.matches(row) for row in ROWS] == [back.matches(row) for row in ROWS]
