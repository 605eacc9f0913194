from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.diagnosis.evidence import UserFacts
from console.core.diagnosis.user_filters import UserFilter, filters_for, found_by, whole_name

SUB = "5b7e3d52-0b7e-4a0a-9d0a-6a1d2f3c4b5e"


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        (
            "alice@example.com",
            ['email = "alice@example.com"', 'username ^= "alice"'],
        ),
        (
            "Al@Example.com",
            ['email = "Al@Example.com"', 'email = "al@example.com"', 'username = "al@example.com"'],
        ),
        ("+1 (202) 555-0134", ['phone_number = "+12025550134"']),
        ("0049 170 1234567", ['phone_number = "+491701234567"']),
        (SUB.upper(), [f'sub = "{SUB}"', f'username = "{SUB}"']),
        (
            "alice",
            [
                'preferred_username = "alice"',
                'username ^= "alice"',
                'username = "ALICE"',
                'username = "Alice"',
            ],
        ),
        (
            " Bo ",
            [
                'preferred_username = "Bo"',
                'username = "Bo"',
                'username = "bo"',
                'username = "BO"',
            ],
        ),
    ],
)
def test_what_a_name_looks_like_says_which_searches_are_made(typed: str, texts: list[str]) -> None:
    assert [each.text for each in filters_for(typed)] == texts


@pytest.mark.parametrize("typed", ["", "  ", "a\u202eb", "a\nb", "x" * 300])
def test_what_no_filter_takes_is_not_searched(typed: str) -> None:
    assert filters_for(typed) == ()


def test_quotes_and_backslashes_stay_inside_their_value() -> None:
    (first, *_) = filters_for('quo"te\\')
    assert first.text == r'preferred_username = "quo\"te\\"'


@given(st.text(max_size=60))
def test_every_search_is_within_cognitos_limits_and_few(typed: str) -> None:
    filters = filters_for(typed)
    assert len(filters) <= 6
    assert len(set(filters)) == len(filters)
    for each in filters:
        assert len(each.text) <= 256
        assert each.text.isprintable()
        inner = each.text.partition('"')[2][:-1].replace("\\\\", "").replace('\\"', "")
        assert '"' not in inner


@pytest.mark.parametrize(
    ("asked", "username", "matched_by"),
    [
        (UserFilter(attribute="email", value="Alice"), "Alice", "email"),
        (UserFilter(attribute="username", value="alice"), "alice", "username"),
        (UserFilter(attribute="username", value="Alice", begins=True), "Alice", None),
        (UserFilter(attribute="username", value="Alice", begins=True), "Alice2", "username prefix"),
    ],
)
def test_how_a_user_was_found(asked: UserFilter, username: str, matched_by: str | None) -> None:
    user = UserFacts(username=username, status="CONFIRMED", enabled=True)
    assert found_by(asked, user, "Alice") == matched_by


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (" alice ", 'username = "alice"'),
        ("Al@Example.com", 'email = "Al@Example.com"'),
        ("+1 (202) 555-0134", 'phone_number = "+12025550134"'),
        (SUB.upper(), f'sub = "{SUB}"'),
        ("", None),
        ("a\nb", None),
        ("x" * 300, None),
    ],
)
def test_the_whole_name_is_one_search(typed: str, text: str | None) -> None:
    found = whole_name(typed)
    assert (None if found is None else found.text) == text
