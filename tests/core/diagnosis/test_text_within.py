from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import resources
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.known_texts import known_texts
from console.core.diagnosis.text_within import text_within

KNOWN = known_texts(Catalogue.parse(resources.read_bytes("catalogue.json")))
SESSION = "Invalid session for the user"


@pytest.mark.parametrize("behind", ["", ".", '"', " | x", ")", "\\n", " (Service: x)", " user=1"])
def test_what_may_stand_behind_a_text(behind: str) -> None:
    assert text_within(f"said: {SESSION}{behind}", KNOWN) == (
        6,
        SESSION + behind[: behind.startswith(".")],
    )


@pytest.mark.parametrize("line", [f"{SESSION}s", f"{SESSION} of today", f"x{SESSION}", "", "x"])
def test_a_text_that_goes_on_is_another_one(line: str) -> None:
    assert text_within(line, KNOWN) is None


def test_the_longest_text_counts() -> None:
    line = f'"{SESSION}, session is expired." and "{SESSION}"'
    assert text_within(line, KNOWN) == (1, f"{SESSION}, session is expired.")


def test_behind_a_full_stop_anything_may_follow_where_a_code_stood() -> None:
    line = f"{SESSION}. Please sign in again"
    assert text_within(line, KNOWN) is None
    assert text_within(line, KNOWN, sentence=True) == (0, f"{SESSION}.")


@given(st.text())
def test_any_line_is_read(line: str) -> None:
    found = text_within(line, KNOWN, sentence=True)
    assert found is None or line[found[0] :].startswith(found[1])
