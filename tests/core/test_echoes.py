from __future__ import annotations

import base64
import html
import json
import unicodedata
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.echoes import Echoes, readings

PASSWORD = "p&ss'wörd\"1 %41\\u0041"
TOKEN = "eyJ0b2tlbiI6InNlY3JldCJ9abcdefghijklmnopqrstuvwxyz0123456789"


def echoes(*values: str) -> Echoes:
    found = Echoes()
    for value in values:
        found.add(value)
    return found


@pytest.mark.parametrize(
    "form",
    [
        PASSWORD,
        PASSWORD.upper(),
        PASSWORD[::-1],
        unicodedata.normalize("NFD", PASSWORD),
        json.dumps(PASSWORD)[1:-1],
        json.dumps(json.dumps(PASSWORD)),
        repr(PASSWORD),
        str(PASSWORD.encode()),
        html.escape(PASSWORD),
        quote(PASSWORD),
        quote(quote(PASSWORD)),
        quote_plus(PASSWORD),
        PASSWORD.replace('"', '""'),
        " ".join(PASSWORD),
        "\u200b".join(PASSWORD),
        f"{PASSWORD[:4]}\r\n  {PASSWORD[4:]}",
        "".join(f"&#{ord(char)};" for char in PASSWORD),
        "".join(f"\\u{ord(char):04X}" for char in PASSWORD),
        "".join(f"%{byte:02x}" for byte in PASSWORD.encode()),
        "".join(f"\\{char}" if char in "&'\"%" else char for char in PASSWORD.partition(" ")[0])
        + " %41\\\\u0041",
        PASSWORD.encode().hex(),
        PASSWORD.encode("utf-16-le").decode("latin-1"),
        base64.b64encode(PASSWORD.encode("utf-16-le")).decode(),
        base64.b32encode(PASSWORD.encode()).decode(),
        *(
            base64.b64encode(b"x" * before + PASSWORD.encode() + b"y").decode()
            for before in (0, 1, 2)
        ),
        base64.urlsafe_b64encode(PASSWORD.encode()).decode(),
    ],
)
def test_a_value_is_known_again_in_every_form(form: str) -> None:
    assert echoes(PASSWORD).repeats(f"it was {form}, no")


@given(st.text(min_size=6, max_size=40).filter(lambda value: len(value.split()) == 1))
def test_any_value_is_found_as_it_is_and_as_json(value: str) -> None:
    found = echoes(value)
    assert found.repeats(f"a {value} b")
    assert found.repeats(json.dumps({"message": value}))


@pytest.mark.parametrize("part", [TOKEN[:12], TOKEN[-12:], TOKEN[17:29], f"…{TOKEN[:30]}…"])
def test_a_part_of_a_long_value_is_found(part: str) -> None:
    assert echoes(TOKEN).repeats(f"x {part} y")


def test_less_than_a_part_is_not() -> None:
    assert not echoes(TOKEN).repeats(f"# {TOKEN[:11]} # {TOKEN[-11:]} #")
    assert not echoes("short-value-1").repeats("short-value-")


def test_a_short_value_is_found_only_by_itself() -> None:
    assert echoes("abc").repeats("error ABC.")
    assert not echoes("abc").repeats("error abcde")


def test_a_value_typed_in_decomposed_form_is_found_composed() -> None:
    assert echoes(unicodedata.normalize("NFD", "äöüäöü")).repeats("äöüäöü")


def test_ids_of_requests() -> None:
    known = "05d2e49f-0d61-420c-98c1-09c3e9e3fb98"
    assert echoes(known).repeats(known.upper())
    assert echoes(f"session {known}").repeats(known)
    assert echoes("420c-98c1").repeats(known)
    assert not echoes("420c98c1", "fb98e49f", "98c1", "e3").repeats(known)


def test_nothing_is_looked_for_at_first() -> None:
    assert not echoes("").repeats("any")
    assert not echoes("secret-1").repeats("")


@given(st.text(max_size=300))
def test_readings_end_and_begin_with_the_text(text: str) -> None:
    found = list(readings(text))
    assert found[0] == text
    assert len(found) <= 4


@pytest.mark.parametrize(
    "coded", ["\\U7fffffff", "&#x110000;", "&#9999999;", "%ff%fe", "\\xff\\xfe"]
)
def test_codes_of_no_character_are_survived(coded: str) -> None:
    assert not echoes("secret-1").repeats(coded)


def test_a_text_that_grows_when_it_is_folded_counts_as_a_repetition() -> None:
    assert echoes("secret-1").repeats("\ufdfa" * 1000)
    assert not echoes("secret-1").repeats("ﬁne, ﷺ, Straße, ½ and Ǆ")


def test_a_part_is_found_behind_much_that_looks_alike() -> None:
    many = echoes(TOKEN, "z" * 40, f"{TOKEN[20:44]}-another")
    assert many.repeats("z" * 11 + "-" + TOKEN[:7] + "#" + TOKEN[30:42])
    assert not many.repeats("z" * 11 + "-" + TOKEN[:7] + "#" + TOKEN[30:41])


def test_a_part_is_no_echo_where_parts_do_not_count() -> None:
    value = "crv8d7g0dkcot3ci5eeups8swmelt3wm81stzybfqsqphmalh8b"
    for parts in (True, False):
        echoes = Echoes(parts=parts)
        echoes.add(value)
        assert echoes.repeats(f"begins {value[:16]}…") is parts
        assert echoes.repeats(f"whole {value}, and {value[::-1]}")
