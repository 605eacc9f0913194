from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path as FilePath
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from console.core.srp_constants import K, N
from console.practice.srp import (
    ServerKeys,
    derived_key,
    password_number,
    read_public,
    read_stamp,
    scramble,
    signature,
    signed_bytes,
    verifier,
    write_stamp,
)

_HERE = FilePath(__file__).parent


def _load(path: FilePath) -> list[dict[str, str]]:
    vectors: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))["vectors"]
    return vectors


_VECTORS = _load(_HERE.parent / "core" / "conversation" / "srp_vectors.json")


def _ids(vector: dict[str, str]) -> str:
    return vector["id"]


def _with(*names: str) -> list[dict[str, str]]:
    found = [vector for vector in _VECTORS if all(name in vector for name in names)]
    assert found
    return found


@pytest.mark.parametrize("vector", _with("A", "B", "u"), ids=_ids)
def test_the_scrambling_number_is_as_published(vector: dict[str, str]) -> None:
    assert scramble(int(vector["A"], 16), int(vector["B"], 16)) == int(vector["u"], 16)


@pytest.mark.parametrize("vector", _with("realm", "name", "password", "salt", "x"), ids=_ids)
def test_the_passwords_number_is_as_published(vector: dict[str, str]) -> None:
    salt = int(vector["salt"], 16)
    who = (vector["realm"], vector["name"], vector["password"], salt)
    assert password_number(*who) == int(vector["x"], 16)
    assert verifier(*who) == pow(2, int(vector["x"], 16), N)


@pytest.mark.parametrize("vector", _load(_HERE / "srp_shared_numbers.json"), ids=_ids)
def test_the_key_is_as_published(vector: dict[str, str]) -> None:
    key = derived_key(int(vector["S"], 16), int(vector["u"], 16))
    assert key.hex() == vector["key"]


@pytest.mark.parametrize("vector", _with("key", "secret_block", "timestamp", "signature"), ids=_ids)
def test_the_signature_is_as_published(vector: dict[str, str]) -> None:
    block = base64.b64decode(vector["secret_block"])
    made = signature(
        bytes.fromhex(vector["key"]), vector["realm"], vector["name"], block, vector["timestamp"]
    )
    assert made == vector["signature"]


@pytest.mark.parametrize("vector", _with("b", "key"), ids=_ids)
def test_the_servers_own_half_is_as_derived(vector: dict[str, str]) -> None:
    who = (vector["realm"], vector["name"], vector["password"], int(vector["salt"], 16))
    keys = ServerKeys(
        a_public=int(vector["A"], 16),
        salt=who[3],
        verifier=verifier(*who),
        secret=int(vector["b"], 16),
    )
    assert keys.b_public == int(vector["B"], 16)
    assert keys.key().hex() == vector["key"]


def test_the_multiplier_is_the_hash_of_the_group() -> None:
    assert scramble(N, 2) == K


@pytest.mark.parametrize(
    ("number", "shown"), [(0x20, "20"), (0x7F, "7f"), (0xEC, "00ec"), (0x123, "0123")]
)
def test_numbers_have_a_sign_byte_and_even_digits(number: int, shown: str) -> None:
    assert signed_bytes(number).hex() == shown


_NUMBERS = st.integers(min_value=1, max_value=2**1024)


@settings(max_examples=60, deadline=None)
@given(a=_NUMBERS, b=_NUMBERS, salt=st.integers(1, 2**128 - 1), password=st.text(max_size=40))
@example(a=1, b=1, salt=0x8F, password="odd nibbles and high bits")
@example(a=2**1024, b=3, salt=0xABC, password="Пароль-🔑-１")
def test_an_independent_client_gets_the_same_key_and_a_wrong_password_another(
    prover: Callable[..., Any], a: int, b: int, salt: int, password: str
) -> None:
    password = password.encode("utf-8", "ignore").decode()  # lone surrogates are no text
    client = prover(a)
    stored = verifier("Realm", "søren", password, salt)
    keys = ServerKeys(a_public=int(client.srp_a, 16), salt=salt, verifier=stored, secret=b)
    who = ("Realm", "søren")
    assert client.key(*who, password, salt, keys.b_public) == keys.key()
    assert client.key(*who, password + "x", salt, keys.b_public) != keys.key()


@pytest.mark.parametrize(
    "text", ["0", "00", "", "xyz", "-1", f"{N:x}", f"{N + 1:x}", f"{2 * N:x}", "1" * 769, "１"]
)
def test_what_cannot_be_a_public_number_is_refused(text: str) -> None:
    assert read_public(text) is None


def test_a_public_number_may_have_either_case_and_leading_zeros() -> None:
    assert read_public("0aBc") == 0xABC
    assert read_public(f"{N - 1:x}") == N - 1


@pytest.mark.parametrize(
    "text",
    [
        "Fri Mar 6 09:08:07 2026",
        "Fri Mar 6 09:08:07 CET 2026",
        "Fri Mar 6 09:08:07 +0100 2026",
        "Fr. März 6 09:08:07 UTC 2026",
        "ven mar 6 09:08:07 UTC 2026",
        "Fri Mrz 6 09:08:07 UTC 2026",
        "Fri Feb 30 09:08:07 UTC 2026",
        "Fri Mar  6 09:08:07 UTC 2026",
        "2026-03-06T09:08:07Z",
        "",
    ],
)
def test_other_forms_of_a_time_are_none(text: str) -> None:
    assert read_stamp(text) is None


@given(st.integers(0, 253_402_300_799))
def test_a_time_written_is_a_time_read(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert read_stamp(write_stamp(at)) == at


def test_the_stamp_is_read_leniently_and_written_one_way() -> None:
    at = datetime(2026, 3, 6, 9, 8, 7, tzinfo=UTC)
    assert write_stamp(at) == "Fri Mar 6 09:08:07 UTC 2026"
    assert read_stamp("Fri Mar 06 09:08:07 UTC 2026") == at
    assert read_stamp("Mon Mar 6 09:08:07 UTC 2026") == at


def test_repr_hides_what_is_secret() -> None:
    keys = ServerKeys(a_public=2, salt=3, verifier=999_777, secret=888_666)
    assert "999777" not in repr(keys)
    assert "888666" not in repr(keys)
