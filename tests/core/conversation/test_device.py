from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.call import NewDevice
from console.core.conversation.device import (
    Device,
    DeviceProof,
    device_secret_name,
    new_device,
    verifier,
)
from console.core.secret import Secret
from console.core.srp_constants import G, N

D1: dict[str, Any] = next(
    vector
    for vector in json.loads(
        (Path(__file__).parent / "srp_vectors.json").read_text(encoding="utf-8")
    )["vectors"]
    if vector["id"] == "D1"
)
# What ConfirmDevice sends for D1, as srp-vectors.md has it.
D1_VERIFIER = (
    "ALSnKH7Je2EipxSWdXOeUQlVZKtqqeWnttsvD+xSj7Z+oSnqprAM6tY011mixc5AlKqxoNBuQFxfDWPP56ByTIGciu2Ca4Ub"
    "RSn+Lf+HF2UVKIb7ye9o48/4W8sonvfjYNYqv4QEhffoTu5xonfRf9AOgyaMQsBch9fBzJ1qizdtfs7gtVFC5Adr1xVPrclL"
    "yeR8uGD386BaCvkJAojAsXmqiH/O9xbsLyXKTbQPx60zGQacJ5gALepIjPYzdK//ze9hMSliisBQn8cNbMAFqZdlnJUXQAfU"
    "6oDAJE3FlO6nv55DEngSz7iM0SGHa5gyRBBP2G/bLKOtTj2nal6M2slzW5d7e8xhTohHpgi6trxrcUlpB7sssyLKlA61Fm4V"
    "hWptblihN4zfz67lJ3PiSDCAfPaLvYKh18P2XK0BBMO9ywo4sFSS430K3ZorlIaKxGo6HHr27cwp8K8j4Q/aVVkBfMN8Ar1S"
    "S4SWDmnILV5nbib8B6K+KWPEn51P2CL0jA=="
)
NOW = datetime(2026, 3, 6, 9, 8, 7, tzinfo=UTC)


def device() -> Device:
    return Device(
        key=Secret(D1["name"]), group_key=Secret(D1["realm"]), password=Secret(D1["password"])
    )


def test_the_published_verifier_and_salt() -> None:
    made = verifier(device(), salt=int(D1["salt"], 16))
    assert made.password_verifier.reveal() == D1_VERIFIER
    assert made.salt.reveal() == "AJ+fn5+fn5+fn5+fn5+fn58="


def test_each_device_gets_a_password_and_a_salt_of_its_own() -> None:
    metadata = NewDevice(key=Secret("eu-west-1_k"), group_key=Secret("-g"))
    first, second = new_device(metadata), new_device(metadata)
    assert first.password != second.password
    assert len(base64.b64decode(first.password.reveal())) == 40
    one, two = verifier(first), verifier(first)
    assert one.salt != two.salt
    data = base64.b64decode(one.salt.reveal())
    x = first.identity.private_key(int.from_bytes(data, "big"))
    assert int.from_bytes(base64.b64decode(one.password_verifier.reveal()), "big") == pow(G, x, N)


def test_the_two_challenges_in_turn() -> None:
    proof = DeviceProof(device())
    assert not proof.begun
    first = proof.begin()
    assert first["DEVICE_KEY"] == device().key
    assert set(first) == {"DEVICE_KEY", "SRP_A"}
    second = proof.answer(
        {"SALT": D1["salt"], "SRP_B": D1["B"], "SECRET_BLOCK": D1["secret_block"]}, at=NOW
    )
    assert set(second) == {
        "DEVICE_KEY",
        "PASSWORD_CLAIM_SIGNATURE",
        "PASSWORD_CLAIM_SECRET_BLOCK",
        "TIMESTAMP",
    }


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_a_device_survives_the_vault(key: str, group_key: str, password: str) -> None:
    made = Device(key=Secret(key), group_key=Secret(group_key), password=Secret(password))
    assert Device.from_secret(made.to_secret()) == made


@pytest.mark.parametrize(
    "kept", ["", "null", "[]", '{"device_key": "k"}', '{"device_key": 1}', "[" * 5000]
)
def test_anything_else_in_the_vault_is_no_device(kept: str) -> None:
    assert Device.from_secret(Secret(kept)) is None


def test_a_device_belongs_to_a_pool_and_a_name() -> None:
    assert device_secret_name("eu-west-1_A", "alice") == "device/eu-west-1_A/alice"
