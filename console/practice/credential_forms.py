"""What a browser says of a credential, as JSON, held to its form before the library reads it."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, Final

from fido2 import cbor
from fido2.utils import websafe_decode
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from console.practice.errors import PracticeError, invalid_parameter

# What the library raises for bytes that are no credential.
MALFORMED: Final = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
    struct.error,
)
_PARTS: Final = (
    "clientDataJSON",
    "authenticatorData",
    "signature",
    "userHandle",
    "attestationObject",
)


def read_assertion(text: str) -> AuthenticationResponse:
    """AuthenticationResponseJSON, or InvalidParameterException."""
    try:
        return AuthenticationResponse.from_dict(_in_form(json.loads(text)))
    except MALFORMED:
        raise unreadable_credential() from None


def read_attestation(value: object) -> RegistrationResponse:
    """RegistrationResponseJSON, or InvalidParameterException."""
    try:
        given = _in_form(value)
        made = cbor.decode(websafe_decode(given["response"]["attestationObject"]))
        if not isinstance(made, dict) or not isinstance(made["authData"], bytes):
            raise unreadable_credential()
        return RegistrationResponse.from_dict(given)
    except MALFORMED:
        raise unreadable_credential() from None


def unreadable_credential() -> PracticeError:
    """The refusal of what is no credential at all."""
    return invalid_parameter("Invalid credential given.")


def _in_form(value: object) -> Mapping[str, Any]:
    """`value` once all that stands for bytes is text: the library takes a number for a length."""
    if not isinstance(value, dict) or not isinstance(value.get("rawId"), str):
        raise unreadable_credential()
    response = value.get("response")
    if not isinstance(response, dict):
        raise unreadable_credential()
    if not all(isinstance(response.get(part), str | None) for part in _PARTS):
        raise unreadable_credential()
    client_data = json.loads(websafe_decode(response["clientDataJSON"]))
    if not isinstance(client_data, dict) or not isinstance(client_data.get("challenge"), str):
        raise unreadable_credential()
    return value
