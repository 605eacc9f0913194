"""Nothing but what was permitted leaves, and that once: seen at a server."""

from __future__ import annotations

import json
from dataclasses import replace
from email.message import Message
from typing import Any

import pytest

from console.core.call import (
    ADMIN_GET_USER,
    ADMIN_INITIATE_AUTH,
    ADMIN_RESPOND,
    DESCRIBE_USER_POOL,
    GET_CALLER_IDENTITY,
    ApiCall,
    Failure,
    Origin,
    Sent,
)
from console.core.permit import NOT_PERMITTED, Permit
from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.services.faults import ClientFaultError
from console.services.permits import Gate
from tests.services.fault_server import FaultServer, answer, http
from tests.services.lab import TOKENS, open_gateways, permitted, practice, replied, sign_in

OTHER_POOL = "eu-west-1_Other0001"
PREFIX = "AWSCognitoIdentityProviderService."


def headers(operation: str | bytes | None) -> Message:
    made = Message()
    if operation is not None:
        target: object = PREFIX + operation if isinstance(operation, str) else operation
        made._headers.append(("X-Amz-Target", target))  # type: ignore[attr-defined]  # as botocore
    return made


def body(**changes: object) -> bytes:
    content = {
        "UserPoolId": PRACTICE_USER_POOL_ID,
        "ClientId": "client1",
        "AuthParameters": {"USERNAME": "alice"},
    }
    return json.dumps({**content, **changes}).encode()


def let(
    gate: Gate,
    operation: str | bytes | None = ADMIN_INITIATE_AUTH,
    content: bytes | None = None,
    *,
    method: str = "POST",
) -> None:
    gate.let(method=method, headers=headers(operation), body=content)


async def test_no_sign_in_leaves_without_a_permit() -> None:
    with FaultServer(answer(http(TOKENS))) as server, open_gateways() as gateways:
        result = await gateways.open(practice(server.url)).begin(sign_in()).result()
        assert isinstance(result, Failure)
        assert (result.code, result.origin) == (NOT_PERMITTED, Origin.CLIENT)
        assert (result.record.sent, result.record.tries) == (Sent.NO, ())
        assert server.requests == []


async def test_a_permit_lets_one_request_leave() -> None:
    call, permit = permitted(sign_in())
    with FaultServer(answer(http(TOKENS))) as server, open_gateways() as all_:
        gateway = all_.open(practice(server.url))
        replied(await gateway.begin(call, permit).result())
        again = await gateway.begin(call, permit).result()
        assert isinstance(again, Failure)
        assert again.code == NOT_PERMITTED
        assert "second time" in again.message
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"operation": ADMIN_RESPOND}, "another operation"),
        ({"user_pool_id": OTHER_POOL}, "another user pool"),
        ({"client_id": "other"}, "another app client"),
        ({"username": "bob"}, "another user"),
    ],
)
async def test_a_permit_for_something_else_is_none(change: dict[str, Any], words: str) -> None:
    call, permit = permitted(sign_in())
    wrong = Permit(wanted=replace(permit.wanted, **change))
    with FaultServer(answer(http(TOKENS))) as server, open_gateways() as gateways:
        result = await gateways.open(practice(server.url)).begin(call, wrong).result()
        assert isinstance(result, Failure)
        assert result.code == NOT_PERMITTED
        assert words in result.message
        assert server.requests == []
    assert wrong.spend(), "a permit that did not fit is not spent"


def test_what_only_reads_needs_none() -> None:
    let(Gate(ApiCall(operation=ADMIN_GET_USER, params={})), ADMIN_GET_USER, b"{}")
    let(Gate(ApiCall(operation=GET_CALLER_IDENTITY, params={})), None, b"Action=GetCallerIdentity")
    let(Gate(), None, None, method="GET")


@pytest.mark.parametrize(
    ("gate", "operation", "content", "method"),
    [
        (Gate(), None, b"Action=Publish", "POST"),
        (Gate(), None, b"x", "GET"),
        (Gate(), ADMIN_GET_USER, b"{}", "POST"),
        (Gate(ApiCall(operation=ADMIN_GET_USER, params={})), ADMIN_INITIATE_AUTH, b"{}", "POST"),
        (Gate(ApiCall(operation=ADMIN_GET_USER, params={})), DESCRIBE_USER_POOL, b"{}", "POST"),
    ],
)
def test_a_read_that_turns_into_something_else_is_stopped(
    gate: Gate, operation: str | None, content: bytes, method: str
) -> None:
    with pytest.raises(ClientFaultError):
        let(gate, operation, content, method=method)


def test_the_operation_is_read_as_bytes_too() -> None:
    gate = Gate(*permitted(sign_in()))
    let(gate, (PREFIX + ADMIN_INITIATE_AUTH).encode(), body())


@pytest.mark.parametrize("content", [b"not json", b"", b"\xff\xfe", b"[", b"nul"])
def test_a_body_that_cannot_be_read_does_not_leave(content: bytes) -> None:
    with pytest.raises(ClientFaultError) as caught:
        let(Gate(*permitted(sign_in())), ADMIN_INITIATE_AUTH, content)
    assert "cannot be read" in caught.value.message


def test_nothing_of_the_request_stands_in_the_refusal() -> None:
    call, permit = permitted(sign_in("Canary-Meadow-41!"))
    with pytest.raises(ClientFaultError) as caught:
        let(Gate(call, permit), ADMIN_INITIATE_AUTH, body(UserPoolId=OTHER_POOL))
    assert OTHER_POOL not in caught.value.message
    assert "alice" not in caught.value.message
