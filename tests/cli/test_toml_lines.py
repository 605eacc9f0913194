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


def test_repeated_tables_whose_keys_differ() -> None:
    text = "[[a]]\nx = 1\n[[a]]\ny = 1\n[[a]]\nx = 1\ny = 2\n"
    assert line_of(text, ("a", "x"), 2) == 6
    assert line_of(text, ("a", "y"), 1) == 4
    assert line_of(text, ("a", "y"), 2) == 7


def test_a_table_that_only_its_own_tables_name() -> None:
    text = "[profile]\nkind = 1\n[bogus.sub]\n[profile.more.deep]\nx = 1\n"
    assert line_of(text, ("bogus",)) == 3
    assert line_of(text, ("profile", "more")) == 4


def test_keys_written_in_other_ways() -> None:
    text = '"pro\\u0066ile".kind = 1\r\n[ "request" . \'x\' ]\r\n"a]b" = 1\r\n'
    assert tomllib.loads(text)["profile"] == {"kind": 1}
    assert line_of(text, ("profile", "kind")) == 1
    assert line_of(text, ("request", "x")) == 2
    assert line_of(text, ("request", "x", "a]b")) == 3


def test_what_stands_in_a_text_of_several_lines_is_no_key() -> None:
    text = (
        'a = """\n[b]\nc = 1 \\"""\n"""\nb = \'\'\'\nc = 1\n\'\'\' # """\nc = "\u2028\x85"\nd = 1\n'
    )
    assert tomllib.loads(text)["d"] == 1
    assert line_of(text, ("b",)) == 5
    assert line_of(text, ("c",)) == 8
    assert line_of(text, ("d",)) == 9


def test_nothing_of_the_path() -> None:
    assert line_of(TEXT, ("nowhere",)) is None


@given(st.text(), st.lists(st.text(), max_size=3).map(tuple))
def test_any_text_is_searched_without_error(text: str, path: tuple[str, ...]) -> None:
    found = line_of(text, path)
    assert found is None or 1 <= found <= text.count("\n") + 1


def test_the_sample_is_toml() -> None:
    assert tomllib.loads(TEXT)["profile"] == {"kind": "practice"}
