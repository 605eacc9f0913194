from __future__ import annotations

import base64
import contextlib
import json
from typing import Any

import pytest
from fido2 import cbor
from hypothesis import given
from hypothesis import strategies as st

from console.practice.credential_forms import read_assertion, read_attestation
from console.practice.errors import PracticeError
from tests.practice.authenticator import Authenticator

_OPTIONS = {"challenge": "YW55IGNoYWxsZW5nZSBvZiBhIHRlc3Q"}
_ASSERTION: dict[str, Any] = json.loads(Authenticator().answers(json.dumps(_OPTIONS)))
_ATTESTATION: dict[str, Any] = Authenticator().registers(_OPTIONS)
_LARGE = 1 << 62  # bytes of that length would fill any machine


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _with(form: dict[str, Any], **parts: object) -> dict[str, Any]:
    return form | {"response": form["response"] | parts}


def test_what_an_authenticator_makes_is_read() -> None:
    read = read_assertion(json.dumps(_ASSERTION))
    assert read.raw_id == Authenticator().credential_id
    assert read.response.client_data.origin == "https://practice.example"
    made = read_attestation(_ATTESTATION).response.attestation_object
    assert made.auth_data.credential_data is not None
    assert made.auth_data.credential_data.credential_id == Authenticator().credential_id


_LARGE_CHALLENGE = _text(
    json.dumps({"type": "webauthn.get", "challenge": _LARGE, "origin": "x"}).encode()
)


@pytest.mark.parametrize(
    "value",
    [
        _ASSERTION | {"rawId": _LARGE},
        _with(_ASSERTION, signature=_LARGE),
        _with(_ASSERTION, authenticatorData=_LARGE),
        _with(_ASSERTION, clientDataJSON=_LARGE),
        _with(_ASSERTION, userHandle=_LARGE),
        _with(_ASSERTION, clientDataJSON=_LARGE_CHALLENGE),
        _with(_ASSERTION, clientDataJSON=_text(b"[" * 20_000)),
    ],
)
def test_a_number_in_place_of_bytes_is_no_length(value: dict[str, Any]) -> None:
    with pytest.raises(PracticeError, match="Invalid credential given"):
        read_assertion(json.dumps(value))


@pytest.mark.parametrize(
    "value",
    [
        _ATTESTATION | {"rawId": _LARGE},
        _with(_ATTESTATION, attestationObject=_LARGE),
        _with(_ATTESTATION, attestationObject=None),
        _with(_ATTESTATION, clientDataJSON=_LARGE_CHALLENGE),
        _with(_ATTESTATION, attestationObject=_text(cbor.encode([]))),
        _with(_ATTESTATION, attestationObject=_text(cbor.encode({"authData": _LARGE}))),
        _with(_ATTESTATION, attestationObject=_text(b"\x81" * 20_000)),
    ],
)
def test_nor_is_it_in_an_attestation(value: dict[str, Any]) -> None:
    with pytest.raises(PracticeError, match="Invalid credential given"):
        read_attestation(value)


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
_KEYS = ("id", "rawId", "type", "response", "clientExtensionResults", "authenticatorAttachment")
_PARTS = ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject")


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(_KEYS, _JSON)),
    st.fixed_dictionaries({}, optional=dict.fromkeys(_PARTS, _JSON)),
)
def test_reading_raises_nothing_but_a_refusal(keys: dict[str, Any], parts: dict[str, Any]) -> None:
    with contextlib.suppress(PracticeError):
        read_assertion(json.dumps(_with(_ASSERTION, **parts) | keys))
    with contextlib.suppress(PracticeError):
        read_attestation(_with(_ATTESTATION, **parts) | keys)


@given(st.sampled_from(_PARTS), st.binary(max_size=300))
def test_nor_do_any_bytes(part: str, data: bytes) -> None:
    for form, read in ((_ASSERTION, _assertion), (_ATTESTATION, read_attestation)):
        with contextlib.suppress(PracticeError):
            read(_with(form, **{part: _text(data)}))


def _assertion(value: object) -> object:
    return read_assertion(json.dumps(value))
