"""The search of a finished file."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.core.document_search import DocumentSearch, NameSearch
from tests.e2e.canaries import forms

PASSWORD = "Kx7\"q'ü%41\\u0041 zZ9<&>"
LONG = "crv8d7g0dkcot3ci5eeups8swmelt3wm81stzybfqsqphmalh8b"
OWN = "refused error alice sign-in correct horse battery staple united"


def found(value: str, text: str, *, shown: tuple[str, ...] = ()) -> bool:
    search = DocumentSearch([value], own=lambda: OWN, shown=shown)
    return search.finds_in(f"head\n{text}\ntail", [text])


@pytest.mark.parametrize("value", [PASSWORD, LONG, "Tr0ub4dor&3-Synthetic", "918273", "aA1!"])
def test_each_form_of_a_value_is_found(value: str) -> None:
    if len(value) >= 6 and not value.isdigit():
        missed = [how for how, form in forms(value).items() if not found(value, f"was {form}, no")]
        assert missed == []
    assert found(value, f"was {value}, no")
    assert not found(value, "was something else, no")


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("value", [PASSWORD, "918273", "bob7"])
def test_a_hash_of_a_value_is_the_value(name: str, value: str) -> None:
    digest = hashlib.new(name, value.encode(), usedforsecurity=False).hexdigest()
    assert found(value, f"fingerprint {digest}")
    assert found(value, f"fingerprint {digest.upper()}")


def test_a_part_of_a_long_value_is_the_value_and_of_a_sentence_it_is_not() -> None:
    assert found(LONG, f"begins {LONG[:12]}…")
    assert found(LONG, f"ends …{LONG[-12:]}")
    assert not found(LONG, f"begins {LONG[:10]}…")
    sentence = "my first pet was a horse 7"
    assert found(sentence, f"said: {sentence}")
    assert not found(sentence, "the first pet was another one")


@pytest.mark.parametrize("value", ["Error", "refused", "sign-in", "200", "2026", "", " ", "7"])
def test_words_that_every_case_has_are_not_looked_for(value: str) -> None:
    assert not found(value, "Error: refused with 200 in 2026, sign-in 7 ")


def test_a_plain_word_that_no_case_has_is_looked_for() -> None:
    assert found("Swordfish", "it was swordfish.")
    assert found("blue", "it was blue.")
    assert not found("blue", "it was bluer")


def test_digits_are_found_by_themselves_and_not_inside_of_numbers() -> None:
    assert found("918273", "code 918273.")
    assert found("918273", '"code": 918273,')
    for text in ("918.273 ms", "1918273", "918273.5", "12:918273", "2026-918273", "x918273"):
        assert not found("918273", text), text


def test_what_is_shown_anyhow_is_none_to_hide() -> None:
    assert found("eu-west-1", "in eu-west-1")
    assert not found("eu-west-1", "in eu-west-1", shown=("EU-WEST-1_Ab12",))


def test_a_value_that_only_its_text_shows_is_found_behind_the_syntax_of_a_file() -> None:
    search = DocumentSearch([PASSWORD], own=lambda: OWN)
    assert search.finds_in("", [f"was {PASSWORD}"])
    texts = [f"quiet {number}" for number in range(20_000)]
    assert search.finds_in("", [*texts, f"was {PASSWORD}"])
    assert not search.finds_in("", texts)
    assert search.finds_in("", ["x" * 100_000 + PASSWORD])


def test_nothing_is_found_across_two_texts() -> None:
    search = DocumentSearch(["swordfish-trombone"], own=lambda: OWN)
    assert not search.finds_in("", ["swordfish-", "trombone"])


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=9, max_size=40))
def test_any_value_is_found_as_it_is_and_in_base64(value: str) -> None:
    if not DocumentSearch([value], own=lambda: "")._values:
        return  # a blank
    text = base64.b64encode(value.encode()).decode()
    assert DocumentSearch([value], own=lambda: "").finds_in(value, [value])
    if len(value.strip()) >= 9 and not value.isdigit():
        assert DocumentSearch([value], own=lambda: "").finds_in(text, [text])


def named(name: str, text: str, *, shown: tuple[str, ...] = ()) -> bool:
    search = NameSearch([name], own=lambda: OWN, shown=shown)
    return search.finds_in(f"head\n{text}\ntail", [text])


@pytest.mark.parametrize(
    "text",
    [
        "User synthia.exemple is disabled",
        "SYNTHIA.EXEMPLE",
        "user_synthia.exemple_1",
        "%73ynthia.exemple",
        "s&#121;nthia.exemple",
        base64.b64encode(b"for synthia.exemple!").decode(),
        b"synthia.exemple".hex(),
        "elpmexe.aihtnys",
        hashlib.sha256(b"synthia.exemple").hexdigest(),
    ],
)
def test_a_name_is_found_in_each_form(text: str) -> None:
    assert named("synthia.exemple", text)
    assert NameSearch(["synthia.exemple"], own=lambda: OWN).finds_in("", [text])


def test_a_name_inside_of_a_word_is_none_and_a_word_of_ours_is_no_name() -> None:
    assert not named("unsupported", "UnsupportedOperationException")
    assert named("unsupported", "unsupported it is")
    assert not named("alice", "for alice")  # the program says it itself
    assert not named("eu-west-1", "in eu-west-1", shown=("eu-west-1_Ab12",))
    assert not named("12", "12 ms")
    assert not NameSearch(["", " "], own=lambda: OWN).finds_in("x", ["x"])
