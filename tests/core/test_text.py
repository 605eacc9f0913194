from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from console.core.text import visible, visible_lines, whole, without_hidden


def test_hidden_characters_become_escapes() -> None:
    assert visible("a\nb\tc\x1b[31m") == "a\\nb\\tc\\x1b[31m"
    assert visible("left\u202eright\u2066") == "left\\u202eright\\u2066"
    assert visible("tag\U000e0041") == "tag\\U000e0041"
    assert visible("\ud800") == "\\ud800"


def test_ordinary_text_stays() -> None:
    assert visible("Jürgen “O'Neil” 日本 ✓") == "Jürgen “O'Neil” 日本 ✓"


def test_limit_cuts_with_an_ellipsis() -> None:
    assert visible("abcdef", 4) == "abc…"
    assert visible("abcd", 4) == "abcd"


def test_lines_stay_lines() -> None:
    assert visible_lines("a\x00\nb") == "a\\x00\nb"


@given(st.text())
def test_nothing_hidden_is_left(text: str) -> None:
    shown = visible(text)
    hidden = [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not hidden
    assert shown.encode("utf-8").decode("utf-8") == shown


def test_every_control_and_format_character_is_shown() -> None:
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    hidden = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) in kinds]
    assert [char for char in hidden if visible(char) == char] == []


def test_what_can_be_read_is_compared_without_the_rest() -> None:
    assert without_hidden(" a\u200bb\n\tc\u202e\xa0d\x00 ") == "abcd"


def test_what_is_too_long_is_not_cut_but_counted() -> None:
    assert whole("x\u202ey", 3) == "x\\u202ey"
    assert whole("x" * 1234, 1233) == "‹1234 characters›"
