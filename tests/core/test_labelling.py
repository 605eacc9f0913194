"""Labels in place of names."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.labelling import USER_LABEL, Labels
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
    assert labels.take_counts().get("user_name", 0) == count
    assert labels.take_counts() == {}


def test_a_name_of_the_api_is_no_persons_name() -> None:
    labels = Labels("lambda")
    assert labels.word("UserLambdaValidationException") == "UserLambdaValidationException"
    assert labels.text("UserLambdaX") == "UserUSER-1X"
    assert labels.word("lambda failed") == "USER-1 failed"


def test_every_text_of_a_json_value_is_looked_at_and_keys_stay() -> None:
    labels = Labels("alice")
    value = {"alice\n": ["alice", 1, None, True, {"x": "for alice"}]}
    assert labels.json(value) == {"alice\\n": ["USER-1", 1, None, True, {"x": "for USER-1"}]}  # type: ignore[arg-type]
    assert labels.take_counts() == {"user_name": 2}


def test_a_name_in_neither_normal_form_is_found_as_typed() -> None:
    assert Labels("00\u037e").text("as 00\u037e here") == "as USER-1 here"


NAMES = st.text(min_size=3, max_size=30).filter(lambda name: len(name.strip()) >= 3)


@settings(deadline=None)
@given(name=NAMES, before=st.text(max_size=9), after=st.text(max_size=9))
def test_no_name_that_stands_alone_is_left(name: str, before: str, after: str) -> None:
    for written in (name, visible(name), json.dumps(name)[1:-1], quote(name, safe="")):
        shown = Labels(name).text(f"{before} {written} {after}")
        assert USER_LABEL in shown or shown == "‹withheld›"
        assert f" {visible(written)} " not in shown


@settings(deadline=None)
@given(name=st.text(max_size=30), text=st.text(max_size=200))
def test_any_name_and_text_are_taken_and_nothing_hidden_is_left(name: str, text: str) -> None:
    shown = Labels(name).text(text)
    assert shown == visible(shown)


def test_whoever_is_named_first_is_number_one_and_the_user_heads_the_case() -> None:
    labels = Labels("alice")
    assert labels.text("bob@x.org, then eve@x.org") == "EMAIL-1, then EMAIL-2"
    assert labels.name("j.doe") == "USER-2"
    assert labels.name("alice") == "USER-1"
    assert labels.name("J.DOE") == "USER-2"
    assert labels.name("eve@x.org") == "EMAIL-2"
    assert labels.name("j.doe alice") == "USER-3"
    assert labels.take_counts() == {"email": 3, "user_name": 4}


def test_a_learned_name_is_replaced_from_then_on() -> None:
    labels = Labels("alice@example.com")
    assert labels.text("j.doe is disabled") == "j.doe is disabled"
    labels.learn("j.doe")
    labels.learn("J.Doe")
    labels.learn("al")
    labels.learn("‹withheld›")
    assert labels.text("j.doe is disabled, al") == "USER-2 is disabled, al"


@pytest.mark.parametrize(
    "sub", ["63f7f1e6-b31d-4bc5-a97d-23a44dcc87c1", "64589422-DCB3-4F99-AE47-EB62A4F3573B"]
)
def test_a_sub_stays_also_where_it_is_the_name(sub: str) -> None:
    labels = Labels(sub)
    assert (labels.name(sub), labels.text(f"User {sub} is disabled")) == (
        sub,
        f"User {sub} is disabled",
    )
    assert labels.people == ()


def test_a_phone_number_as_the_name_is_known_however_it_is_set() -> None:
    labels = Labels("+12025550123")
    text = "12025550123, +1 (202) 555-0123 and 0012025550123, not +442079460958"
    assert labels.text(text) == "USER-1, USER-1 and USER-1, not PHONE-1"


CODED = (
    base64.b64encode(b"synthetic.user").decode(),
    base64.b64encode(b"x" + b"synthetic.user" + b"yz").decode(),
    b"synthetic.user".hex(),
    "resu.citehtnys",
    "%73ynthetic.user",
    "s&#121;nthetic.user",
    r"s\u0079nthetic.user",
    "%2573ynthetic.user",
)


@pytest.mark.parametrize("coded", CODED)
def test_a_text_that_names_somebody_in_code_is_withheld_whole(coded: str) -> None:
    labels = Labels("synthetic.user")
    assert labels.text(f"error {coded}!") == "‹withheld›"
    assert labels.word(f"error {coded}!") == "‹withheld›"
    assert labels.take_counts() == {"server_text": 2}


def test_names_stay_where_they_are_asked_for_and_addresses_are_cut_all_the_same() -> None:
    labels = Labels("alice", names=True)
    text = "alice, bob@x.org +12025550123 arn:aws:iam::111122223333:user/x "
    assert labels.text(f"{text}10.1.2.3 AKIAIOSFODNN7EXAMPLE") == f"{text}10.1.2.0/24 ****MPLE"
    assert labels.name("alice") == "alice"
    assert labels.names_in(text) is False
    assert labels.take_counts() == {"ip_address": 1, "access_key_id": 1}


def test_pool_and_client_are_labels_where_that_is_asked_for() -> None:
    labels = Labels("alice", ids=[("eu-west-1_Ab12", "POOL-1"), ("1exam", "CLIENT-1"), ("", "X")])
    assert labels.text("client 1exam of eu-west-1_Ab12") == "client CLIENT-1 of POOL-1"
    assert (labels.id("eu-west-1_Ab12"), labels.id("eu-west-1")) == ("POOL-1", "eu-west-1")
    assert labels.take_counts() == {"id": 3}


def test_a_text_that_the_screen_turns_away_is_withheld() -> None:
    labels = Labels("alice", screen=lambda text: "hunter2" in text)
    assert labels.text("password hunter2") == "‹withheld›"
    assert labels.text("password hunter") == "password hunter"
    assert labels.id("hunter2") == "hunter2"
    assert labels.take_counts() == {"server_text": 1}


@pytest.mark.parametrize(
    ("value", "shown", "counts"),
    [
        ("203.0.113.7", "203.0.113.0/24", {"ip_address": 1}),
        ("127.0.0.1", "127.0.0.1", {}),
        ("shop", "‹withheld›", {"ip_address": 1}),
        ("‹withheld›", "‹withheld›", {}),
    ],
)
def test_a_field_for_addresses_holds_a_network_or_nothing(
    value: str, shown: str, counts: dict[str, int]
) -> None:
    labels = Labels("")
    assert labels.address(value) == shown
    assert labels.take_counts() == counts


def test_the_same_text_gives_the_same_label_and_count_each_time() -> None:
    labels = Labels("alice")
    for _ in range(3):
        assert labels.text("alice and bob@x.org") == "USER-1 and EMAIL-1"
        assert labels.take_counts() == {"user_name": 1, "email": 1}


def test_labels_tell_nothing_of_themselves() -> None:
    assert repr(Labels("alice")) == "Labels()"


@settings(deadline=None)
@given(name=NAMES, text=st.text(max_size=60))
def test_labelled_once_nothing_is_left_to_label(name: str, text: str) -> None:
    labels = Labels(name)
    once = labels.text(f"{text} {name} {text}")
    assert not labels.names_in(once)
