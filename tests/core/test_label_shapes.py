"""What is known by its shape."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core import label_shapes as shapes
from console.core.labelling import Labels
from tests.core.corpus import MUST_SURVIVE, PERSONS


@pytest.mark.parametrize("text", MUST_SURVIVE)
def test_what_explains_survives(text: str) -> None:
    for written in (text, f"PreAuthentication failed with error {text}.", f"x={text}"):
        assert Labels("alice").text(written) == written
        assert Labels("alice").word(written) == written


@pytest.mark.parametrize(("value", "label"), PERSONS)
@pytest.mark.parametrize(
    "around", ["{}", "for {}, no", "<{}>", "email={}&x=1", "error ({})", "“{}”"]
)
def test_what_names_somebody_is_replaced(value: str, label: str, around: str) -> None:
    labels = Labels("alice")
    assert labels.text(around.format(value)) == around.format(label)
    assert sum(labels.take_counts().values()) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("bob@x.org and BOB@X.ORG and carol@x.org", "EMAIL-1 and EMAIL-1 and EMAIL-2"),
        ("+12025550123, 001 202 555 0123, +1-202-555-0124", "PHONE-1, PHONE-1, PHONE-2"),
        (r"a\nbob@x.org \u202ebob@x.org", r"a\nEMAIL-1 EMAIL-2"),
        ("ali\u200bce@x.org", "EMAIL-1"),
        (r"CORP\bob@x.org", r"CORP\EMAIL-1"),
        ("bob&#64;x.org bob&#x40;x.org bob&commat;x.org", "EMAIL-1 EMAIL-1 EMAIL-1"),
        (r"bob\u0040x.org bob\x40x.org bob%2540x.org", "EMAIL-1 EMAIL-1 EMAIL-1"),
        ("%2B12025550123 &#43;12025550123", "PHONE-1 PHONE-1"),
        ("arn%3Aaws%3Aiam%3A%3A123456789012%3Auser", "arn%3Aaws%3Aiam%3A%3A********9012%3Auser"),
        ("http://10.1.2.3/x 10.1.2.3:443", "http://10.1.2.0/24/x 10.1.2.0/24:443"),
        ("at 07:00:00, 10:20:30:40 and 1.2.3.4.5", "at 07:00:00, 10:20:30:40 and 1.2.3.4.5"),
        ("999.1.2.3", "999.1.2.3"),
        ("bob@localhost bob@[192.0.2.1]", "EMAIL-1 EMAIL-2"),
        ("@everyone @org/team a @ b", "@everyone @org/team a @ b"),
        ("arn:aws-cn:iam::111122223333:user/x", "arn:aws-cn:iam::********3333:user/‹withheld›"),
    ],
)
def test_each_way_of_writing_one_value_has_one_label(text: str, shown: str) -> None:
    assert Labels("").text(text) == shown


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("192.0.2.55", "192.0.2.0/24"),
        ("2001:db8::1", "2001:db8::/48"),
        ("127.0.0.1", "127.0.0.1"),
        ("::", "::"),
        ("169.254.169.254", "169.254.169.254"),
        ("shop", None),
        ("192.0.2.0/24", None),
    ],
)
def test_addresses_are_cut_to_their_network(text: str, cut: str | None) -> None:
    assert shapes.cut_address(text) == cut


LOCAL = st.text("abcXYZ019._+-äж", min_size=1, max_size=20).filter(lambda name: name[-1] != "*")
DOMAIN = st.lists(st.text("abcz09ñ", min_size=1, max_size=9), min_size=1, max_size=3).map(".".join)


@settings(deadline=None)
@given(local=LOCAL, domain=DOMAIN, before=st.sampled_from(("", "to ", "<", "user=", "é (")))
def test_no_part_of_an_address_is_left(local: str, domain: str, before: str) -> None:
    shown = Labels("").text(f"{before}{local}@{domain} is unknown")
    assert shown == f"{before}EMAIL-1 is unknown"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_text_is_taken_and_once_is_enough(text: str) -> None:
    labels = Labels("alice", screen=lambda _: False)
    once = labels.text(text)
    assert labels.text(once) == once


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "1", "+1", "\u200b", "%41", '"', "a:", "A1", "-", "x_", "arn:aws", "@", "'a", ":",
     "1.", "+1 ", "00", "a@", "a@b.", "\\", "&#", "%25", "(1", "%2B1"],
)  # fmt: skip
def test_no_text_makes_the_search_slow(piece: str) -> None:
    text = (piece * 2000)[:4000]
    start = time.process_time()
    Labels("alice").text(text)
    assert time.process_time() - start < 1.0
