from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.session import get_session

from console.practice.errors import PracticeError
from console.practice.pool import OPERATIONS, PracticePool


def test_unknown_operations_are_named_so() -> None:
    with pytest.raises(PracticeError) as caught:
        PracticePool().handle("InitiateAuthentication", {})
    assert caught.value.code == "UnknownOperationException"


def test_the_signed_operations_are_those_of_the_model() -> None:
    model = get_session().get_service_model("cognito-idp")
    for name, operation in OPERATIONS.items():
        assert operation.signed is (model.operation_model(name).auth_type != "none"), name


def test_each_pool_has_state_and_keys_of_its_own(
    pool: PracticePool, initiate: Callable[..., dict[str, Any]]
) -> None:
    other = PracticePool()
    initiate(USERNAME="erin", PASSWORD="Early-Orchard-19!")
    assert len(pool.outbox()) == 1
    assert other.outbox() == []
    assert pool.jwks() == pool.jwks()
    assert pool.jwks() != other.jwks()


def test_a_refusal_leaves_the_pool_usable(
    pool: PracticePool, initiate: Callable[..., dict[str, Any]]
) -> None:
    with pytest.raises(PracticeError):
        pool.handle("AdminInitiateAuth", {})
    assert initiate(USERNAME="alice", PASSWORD="Amber-Kettle-41!")["AuthenticationResult"]
