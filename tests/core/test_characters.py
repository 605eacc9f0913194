from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.characters import character_findings


@pytest.mark.parametrize(
    ("value", "phrase"),
    [
        (" alice", "begins with a blank"),
        ("alice ", "ends with a blank"),
        ("alice\n", "ends with a line break"),
        ("al\u00a0ice", "a no-break space"),
        ("pass“word”", "a curly quotation mark"),
        ("pass–word", "a typographic dash"),
        ("al\u200bice", "an invisible character"),
        ("al ice", "a blank inside"),
        ("аlice", "Cyrillic and Latin"),
        ("e\u0301", "decomposed form"),
    ],
)
def test_names_what_is_odd(value: str, phrase: str) -> None:
    assert any(phrase in found for found in character_findings(value))


@pytest.mark.parametrize("value", ["", "alice", "Jürgen", "алиса", "p@ss'w\"ord-1!", "日本"])
def test_says_nothing_of_ordinary_values(value: str) -> None:
    assert character_findings(value) == ()


@given(st.text(alphabet="‘“–\u00a0\u200bxyzабв", min_size=8))
def test_never_quotes_the_value(value: str) -> None:
    assert all(value not in found for found in character_findings(value))
