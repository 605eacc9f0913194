"""Read-only calls over real HTTP: what they tell, and when they are made again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from console.core import call
from console.core.call import ApiCall, Origin, ParamValue, Sent
from console.core.diagnosis.missing_action import missing_action
from console.core.practice_keys import (
    PRACTICE_DEVICE_KEY,
    PRACTICE_DEVICE_USERNAME,
    PRACTICE_LIMITED_ACCESS_KEY_ID,
    PRACTICE_USER_POOL_ID,
)
from console.core.secret import Secret
from console.practice.clients import CLIENTS
from console.practice.pools import POOLS
from console.practice.server import PracticeServer
from console.services.reply_forms import _FORMS
from tests.services.fault_server import (
    REQUEST_ID,
    Connection,
    FaultServer,
    answer,
    http,
    refusal,
    silent,
)
from tests.services.lab import (
    failed,
    lab,
    open_gateways,
    permitted,
    practice,
    replied,
    send,
    until,
)

POOL: Mapping[str, ParamValue] = {"UserPoolId": PRACTICE_USER_POOL_ID}
GET_USER = ApiCall(operation=call.ADMIN_GET_USER, params={**POOL, "Username": "alice"})
GUARDED = next(pool_id for pool_id, settings in POOLS.items() if settings.judges_risk)


# --- against the practice pool


async def told(operation: str, **params: ParamValue) -> Mapping[str, Any]:
    asked = ApiCall(operation=operation, params={**POOL, **params})
    with PracticeServer() as pool:
        return replied(await send(practice(pool.endpoint_url), asked)).details


async def test_a_user() -> None:
    user = await told(call.ADMIN_GET_USER, Username="alice")
    assert (user["Username"], user["UserStatus"], user["Enabled"]) == ("alice", "CONFIRMED", True)
    assert user["UserCreateDate"] == datetime(2025, 1, 15, 9, tzinfo=UTC)
    assert user["UserCreateDate"].tzinfo is UTC
    named = {each["Name"]: each for each in user["UserAttributes"]}
    assert len(named["sub"]["Value"]) == 36
    assert named["email"]["Masked"] == "a***@e***"
    assert "Value" not in named["email"]


async def test_users_a_page_at_a_time() -> None:
    with PracticeServer() as pool, open_gateways() as gateways:
        gateway = gateways.open(practice(pool.endpoint_url))
        names: list[str] = []
        more: dict[str, ParamValue] = {}
        for _ in range(2):
            page = ApiCall(operation=call.LIST_USERS, params={**POOL, "Limit": 5, **more})
            details: Mapping[str, Any] = replied(await gateway.begin(page).result()).details
            names += [user["Username"] for user in details["Users"]]
            more = {"PaginationToken": details["PaginationToken"]}
            assert isinstance(details["PaginationToken"], Secret)
    assert len(set(names)) == 10


async def test_a_user_by_an_attribute() -> None:
    found = await told(call.LIST_USERS, Filter='username = "alice"')
    (user,) = found["Users"]
    assert user["Username"] == "alice"
    assert {"Name": "email", "Masked": "a***@e***"} in user["Attributes"]


async def test_a_users_devices() -> None:
    found = await told(call.ADMIN_LIST_DEVICES, Username=PRACTICE_DEVICE_USERNAME)
    (device,) = found["Devices"]
    assert device["DeviceKey"] == Secret(PRACTICE_DEVICE_KEY)
    assert PRACTICE_DEVICE_KEY not in repr(found)
    assert {"Name": "dev:device_remembered_status", "Value": "remembered"} in device[
        "DeviceAttributes"
    ]


async def test_a_users_sign_ins() -> None:
    guarded = next(client for client in CLIENTS.values() if client.user_pool_id == GUARDED)
    try_once = ApiCall(
        operation=call.ADMIN_INITIATE_AUTH,
        params={
            "UserPoolId": GUARDED,
            "ClientId": guarded.id,
            "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "alice", "PASSWORD": Secret("wrong")},
        },
    )
    listed = ApiCall(
        operation=call.ADMIN_LIST_USER_AUTH_EVENTS,
        params={"UserPoolId": GUARDED, "Username": "alice"},
    )
    with PracticeServer() as pool, open_gateways() as gateways:
        gateway = gateways.open(practice(pool.endpoint_url))
        failed(await gateway.begin(*permitted(try_once)).result())
        details: Mapping[str, Any] = replied(await gateway.begin(listed).result()).details
    newest = details["AuthEvents"][0]
    assert (newest["EventType"], newest["EventResponse"]) == ("SignIn", "Fail")
    assert newest["CreationDate"].tzinfo is UTC
    assert "127.0.0.1" not in repr(details)


async def test_a_pool_and_its_client() -> None:
    pool = await told(call.DESCRIBE_USER_POOL)
    assert pool["MfaConfiguration"] == "OPTIONAL"
    assert pool["SmsConfiguration"]["SnsCallerArn"] is True
    assert (await told(call.GET_USER_POOL_MFA_CONFIG))["SoftwareTokenMfaConfiguration"]["Enabled"]
    client = next(each for each in CLIENTS.values() if each.secret is not None)
    found = await told(
        call.DESCRIBE_USER_POOL_CLIENT, UserPoolId=client.user_pool_id, ClientId=client.id
    )
    assert found["ClientSecret"] == Secret(client.secret or "")
    assert found["PreventUserExistenceErrors"] in ("ENABLED", "LEGACY")


async def test_risks_and_other_pools_and_clients() -> None:
    risk = await told(call.DESCRIBE_RISK_CONFIGURATION, UserPoolId=GUARDED)
    assert "RiskConfiguration" in risk
    clients = await told(call.LIST_USER_POOL_CLIENTS, MaxResults=60)
    assert all(set(each) == {"ClientId", "ClientName"} for each in clients["UserPoolClients"])
    with PracticeServer() as pool:
        all_pools = ApiCall(operation=call.LIST_USER_POOLS, params={"MaxResults": 60})
        details: Mapping[str, Any] = replied(
            await send(practice(pool.endpoint_url), all_pools)
        ).details
    assert {each["Id"] for each in details["UserPools"]} == set(POOLS)


@pytest.mark.parametrize("operation", [call.ADMIN_GET_USER, call.LIST_USERS, call.LIST_USER_POOLS])
async def test_what_is_denied_names_the_missing_action(
    operation: str, aws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", PRACTICE_LIMITED_ACCESS_KEY_ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    params: dict[str, ParamValue] = {"Username": "alice"} if "Get" in operation else {}
    more: Mapping[str, ParamValue] = {"MaxResults": 1} if operation.endswith("Pools") else POOL
    with PracticeServer() as pool:
        denied = ApiCall(operation=operation, params={**more, **params})
        failure = failed(await send(lab(pool.endpoint_url), denied))
    assert (failure.origin, failure.code) == (Origin.SERVICE, "AccessDeniedException")
    assert len(failure.record.tries) == 1
    assert missing_action(failure.message, "Another") == f"cognito-idp:{operation}"


# --- made again, or not

USER = http({"Username": "alice", "UserStatus": "CONFIRMED"})
SLOW_DOWN = refusal("TooManyRequestsException", "Rate exceeded")
BROKEN = refusal("InternalErrorException", "x", status="500 Internal Server Error")
PAGE = http(b"<html>", status="503 Service Unavailable", headers={"Content-Type": "text/html"})


@pytest.mark.parametrize("trouble", [SLOW_DOWN, BROKEN, PAGE])
async def test_a_read_is_made_again_and_every_try_is_in_the_record(trouble: bytes) -> None:
    with FaultServer(answer(trouble, trouble, USER)) as server:
        reply = replied(await send(practice(server.url), GET_USER))
    assert reply.details["Username"] == "alice"
    record = reply.record
    assert [wire.number for wire in record.tries] == [1, 2, 3]
    assert (record.http_status, record.request_id, record.sent) == (200, REQUEST_ID, Sent.YES)
    assert record.tries[1].offset_ms >= record.tries[0].duration_ms + 200
    assert len({request.body for request in server.requests}) == 1


async def test_it_is_given_up_after_three_tries() -> None:
    with FaultServer(answer(SLOW_DOWN)) as server:
        failure = failed(await send(practice(server.url), GET_USER))
    assert (failure.origin, failure.code) == (Origin.SERVICE, "TooManyRequestsException")
    assert len(server.requests) == len(failure.record.tries) == 3


async def test_a_connection_that_broke_is_made_again() -> None:
    def script(connection: Connection) -> None:
        if connection.read_request() is None:
            return
        if len(connection.server.requests) == 1:
            connection.reset()
        else:
            connection.send(USER)

    with FaultServer(script) as server:
        reply = replied(await send(practice(server.url), GET_USER))
    first, second = reply.record.tries
    assert (first.error, second.error) == ("ConnectionClosedError in wait", None)
    assert not second.reused


async def test_nobody_listens() -> None:
    with FaultServer(silent) as server:
        url = server.url
    failure = failed(await send(practice(url), GET_USER))
    assert (failure.code, failure.record.sent) == ("EndpointConnectionError", Sent.NO)
    assert len(failure.record.tries) == 3


@pytest.mark.parametrize(
    "reply",
    [
        refusal("UserNotFoundException", "User does not exist."),
        refusal("AccessDeniedException", "no"),
        refusal("LimitExceededException", "x"),
        http({}),
        http(b"<html>", headers={"Content-Type": "text/html"}),
    ],
)
async def test_what_will_not_pass_is_asked_once(reply: bytes) -> None:
    with FaultServer(answer(reply)) as server:
        failure = failed(await send(practice(server.url), GET_USER))
    assert len(server.requests) == len(failure.record.tries) == 1


async def test_who_waited_in_vain_does_not_wait_again() -> None:
    with FaultServer(silent) as server:
        failure = failed(await send(practice(server.url, read_timeout_s=0.2), GET_USER))
    assert failure.code == "ReadTimeoutError"
    assert len(server.requests) == 1


ONCE: Mapping[str, Mapping[str, ParamValue]] = {
    call.ADMIN_INITIATE_AUTH: {**POOL, "ClientId": "c", "AuthFlow": "CUSTOM_AUTH"},
    call.INITIATE_AUTH: {"ClientId": "c", "AuthFlow": "CUSTOM_AUTH"},
    call.ADMIN_RESPOND: {**POOL, "ClientId": "c", "ChallengeName": "SMS_MFA"},
    call.RESPOND: {"ClientId": "c", "ChallengeName": "SMS_MFA"},
    call.ASSOCIATE_SOFTWARE_TOKEN: {},
    call.VERIFY_SOFTWARE_TOKEN: {"UserCode": "123456"},
    call.CONFIRM_DEVICE: {"AccessToken": "a", "DeviceKey": "k"},
    call.UPDATE_DEVICE_STATUS: {"AccessToken": "a", "DeviceKey": "k"},
    call.GET_TOKENS_FROM_REFRESH_TOKEN: {"RefreshToken": "r", "ClientId": "c"},
    call.REVOKE_TOKEN: {"Token": "r", "ClientId": "c"},
}


def reset(connection: Connection) -> None:
    if connection.read_request() is not None:
        connection.reset()


def test_every_call_that_is_no_read_is_tried_below() -> None:
    assert {*ONCE, *call.READ_ONLY} == set(_FORMS)


@pytest.mark.parametrize("operation", ONCE)
@pytest.mark.parametrize("script", [answer(SLOW_DOWN), answer(BROKEN), answer(PAGE), reset])
async def test_what_is_no_read_is_sent_once(operation: str, script: Any) -> None:
    asked = ApiCall(operation=operation, params=ONCE[operation])
    with FaultServer(script) as server:
        failure = failed(await send(practice(server.url), asked))
    assert len(server.requests) == len(failure.record.tries) == 1


async def test_a_stop_ends_the_pause_before_a_further_try() -> None:
    with FaultServer(answer(SLOW_DOWN)) as server, open_gateways() as gateways:
        pending = gateways.open(practice(server.url)).begin(GET_USER)
        until(lambda: len(server.requests) == 2)
        pending.stop()
        failure = failed(await pending.result())
    assert (failure.origin, failure.code) == (Origin.STOPPED, "CallCancelled")
    assert len(server.requests) == 2


async def test_the_deadline_is_one_for_all_tries() -> None:
    with FaultServer(answer(SLOW_DOWN)) as server:
        failure = failed(await send(practice(server.url, total_timeout_s=0.8), GET_USER))
    assert failure.code == "DeadlineExceeded"
    assert 800 <= failure.record.duration_ms < 1500
    assert len(server.requests) < 3
