"""Labels in place of names."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cases.labels import USER_LABEL, Labels
from console.core.text import visible


@pytest.mark.parametrize(
    ("username", "text", "shown", "count"),
    [
        ("alice", "Hello alice, ALICE and Alice.", "Hello USER-1, USER-1 and USER-1.", 3),
        ("alice", "malice, alice2, user_alice_x", "malice, alice2, user_USER-1_x", 1),
        ("alice", "alice@example.com alice+news@a.b", "USER-1 USER-1", 2),
        ("alice", "arn:aws:iam::1:user/alice", "arn:aws:iam::1:user/USER-1", 1),
        ("alice", "a\nalice \x1falice %40alice", r"a\nUSER-1 \x1fUSER-1 %40USER-1", 3),
        ("alice.smith", "xAlice.Smithx", "xUSER-1x", 1),
        ("ann", "You cannot, ANN.", "You cannot, USER-1.", 1),
        ("al", "al Al all AL al.", "USER-1 Al all AL USER-1.", 2),
        ("alice@example.com", "alice@EXAMPLE.com", "USER-1", 1),
        ("alice@example.com", "alice%40example.com", "USER-1", 1),
        ("alice@example.com", "for Alice, alice@other.org", "for USER-1, USER-1", 2),
        ("a@example.com", "a user a@other.org a@example.com", "a user USER-1 USER-1", 2),
        ("müller", "MÜLLER mu\u0308ller m%C3%BCller", "USER-1 USER-1 USER-1", 3),
        ('a"<b>', r"a\"<b> a&quot;&lt;b&gt; a%22%3Cb%3E", "USER-1 USER-1 USER-1", 3),
        ("a\u202eb", "xx a\u202eb", "xx USER-1", 1),
        (" alice ", "as alice.", "as USER-1.", 1),
        ("", "nobody is named", "nobody is named", 0),
        ("  ", "a  b", "a  b", 0),
        (".*", "a.*b x .* y", "a.*b x USER-1 y", 1),
    ],
)
def test_the_name_is_replaced_wherever_it_stands(
    username: str, text: str, shown: str, count: int
) -> None:
    labels = Labels(username)
    assert labels.text(text) == shown
    assert labels.take_count() == count
    assert labels.take_count() == 0


def test_a_name_of_the_api_is_no_persons_name() -> None:
    labels = Labels("lambda")
    assert labels.word("UserLambdaValidationException") == "UserLambdaValidationException"
    assert labels.text("UserLambdaX") == "UserUSER-1X"
    assert labels.word("lambda failed") == "USER-1 failed"


def test_every_text_of_a_json_value_is_looked_at_and_keys_stay() -> None:
    labels = Labels("alice")
    value = {"alice\n": ["alice", 1, None, True, {"x": "for alice"}]}
    assert labels.json(value) == {"alice\\n": ["USER-1", 1, None, True, {"x": "for USER-1"}]}  # type: ignore[arg-type]
    assert labels.take_count() == 2


def test_a_name_in_neither_normal_form_is_found_as_typed() -> None:
    assert Labels("00\u037e").text("as 00\u037e here") == "as USER-1 here"


NAMES = st.text(min_size=3, max_size=30).filter(lambda name: len(name.strip()) >= 3)


@given(name=NAMES, before=st.text(max_size=9), after=st.text(max_size=9))
def test_no_name_that_stands_alone_is_left(name: str, before: str, after: str) -> None:
    for written in (name, visible(name), json.dumps(name)[1:-1], quote(name, safe="")):
        shown = Labels(name).text(f"{before} {written} {after}")
        assert USER_LABEL in shown
        assert f" {visible(written)} " not in shown


@given(name=st.text(max_size=30), text=st.text(max_size=200))
def test_any_name_and_text_are_taken_and_nothing_hidden_is_left(name: str, text: str) -> None:
    shown = Labels(name).text(text)
    assert shown == visible(shown)
