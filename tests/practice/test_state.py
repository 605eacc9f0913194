from __future__ import annotations

from collections.abc import Callable

import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.state import (
    hash_is_right,
    known_client,
    require_hash,
    required,
    same_text,
    verify_hash,
)

_PUBLIC, _CONFIDENTIAL = CLIENTS["public"], CLIENTS["confidential"]


def test_pool_is_checked_before_client() -> None:
    assert known_client(PRACTICE_USER_POOL_ID, _PUBLIC.id) is _PUBLIC
    with pytest.raises(
        PracticeError, match=r"User pool eu-west-1_Other does not exist\."
    ) as caught:
        known_client("eu-west-1_Other", "nobody")
    assert caught.value.code == "ResourceNotFoundException"
    with pytest.raises(PracticeError, match=r"User pool client nobody does not exist\.") as caught:
        known_client(PRACTICE_USER_POOL_ID, "nobody")
    assert caught.value.code == "ResourceNotFoundException"


def test_required_refuses_absent_and_empty() -> None:
    assert required({"USERNAME": "alice"}, "USERNAME") == "alice"
    for parameters in ({}, {"USERNAME": ""}):
        with pytest.raises(PracticeError, match="Missing required parameter USERNAME"):
            required(parameters, "USERNAME")


def test_a_confidential_client_needs_a_hash() -> None:
    require_hash(_PUBLIC, {})
    require_hash(_CONFIDENTIAL, {"SECRET_HASH": "x"})
    with pytest.raises(PracticeError) as caught:
        require_hash(_CONFIDENTIAL, {"SECRET_HASH": ""})
    assert caught.value.code == "NotAuthorizedException"
    assert caught.value.message == (
        f"Client {_CONFIDENTIAL.id} is configured with secret but SECRET_HASH was not received"
    )


def test_the_hash_must_be_over_the_name_with_the_secret(secret_hash: Callable[..., str]) -> None:
    right = {"SECRET_HASH": secret_hash("bób")}
    verify_hash(_CONFIDENTIAL, "bób", right)
    assert hash_is_right(_CONFIDENTIAL, "bób", right)
    for wrong in (secret_hash("alice"), secret_hash("bób", secret="another"), "ünsinn"):
        with pytest.raises(PracticeError) as caught:
            verify_hash(_CONFIDENTIAL, "bób", {"SECRET_HASH": wrong})
        assert caught.value.code == "NotAuthorizedException"
        assert caught.value.message == (
            f"Unable to verify secret hash for client {_CONFIDENTIAL.id}"
        )


def test_a_public_clients_hash_is_ignored() -> None:
    verify_hash(_PUBLIC, "alice", {"SECRET_HASH": "whatever"})


def test_same_text_takes_any_script() -> None:
    assert same_text("pässwörd", "pässwörd")
    assert not same_text("pässwörd", "passwörd")
