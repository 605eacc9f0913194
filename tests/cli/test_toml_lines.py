from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from console.cli.toml_lines import line_of

TEXT = """\
# a recipe
[profile]
kind = "practice"

[request]
"auth_flow" = "X"
parameters = { PASSWORD = "env:P" }

[answers.NEW_PASSWORD_REQUIRED] # comment
"userAttributes.name" = "Alice"

[[answers.CUSTOM_CHALLENGE]]
ANSWER = "env:A"
[[answers.CUSTOM_CHALLENGE]]
ANSWER = "env:B"
"""


def test_lines_of_tables_and_keys() -> None:
    assert line_of(TEXT, ("profile",)) == 2
    assert line_of(TEXT, ("profile", "kind")) == 3
    assert line_of(TEXT, ("request", "auth_flow")) == 6
    assert line_of(TEXT, ("answers", "NEW_PASSWORD_REQUIRED", "userAttributes.name")) == 10


def test_a_key_of_an_inline_table_gets_the_tables_line() -> None:
    assert line_of(TEXT, ("request", "parameters", "PASSWORD")) == 7


def test_repeated_tables_by_number() -> None:
    assert line_of(TEXT, ("answers", "CUSTOM_CHALLENGE", "ANSWER"), 0) == 13
    assert line_of(TEXT, ("answers", "CUSTOM_CHALLENGE", "ANSWER"), 1) == 15


def test_nothing_of_the_path() -> None:
    assert line_of(TEXT, ("nowhere",)) is None


@given(st.text(), st.lists(st.text(), max_size=3).map(tuple))
def test_any_text_is_searched_without_error(text: str, path: tuple[str, ...]) -> None:
    found = line_of(text, path)
    assert found is None or 1 <= found <= len(text.splitlines())


def test_the_sample_is_toml() -> None:
    assert tomllib.loads(TEXT)["profile"] == {"kind": "practice"}
