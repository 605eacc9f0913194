"""STS asked over the same wire who calls: at the profile's endpoint or the region's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from console.core import call
from console.core.call import ApiCall, CallResult, Origin, Reply, Sent
from console.core.profile import Profile
from console.services.cognito import CognitoClient
from console.services.errands import Errands
from tests.services.fault_server import REQUEST_ID, FaultServer, answer, http
from tests.services.lab import failed, lab, only_try, open_gateways, practice, replied, send

WHO = ApiCall(operation=call.GET_CALLER_IDENTITY, params={})
GET_USER = ApiCall(
    operation=call.ADMIN_GET_USER, params={"UserPoolId": "eu-west-1_a", "Username": "alice"}
)
USER = http({"Username": "alice", "UserStatus": "CONFIRMED"})
XML: Mapping[str, str | None] = {"Content-Type": "text/xml"}
IDENTITY = b"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/support</Arn>
<UserId>AIDACANARY</UserId><Account>123456789012</Account></GetCallerIdentityResult>
<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>"""
EXPIRED = b"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>
<Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is
 expired</Message></Error><RequestId>r</RequestId></ErrorResponse>"""


@pytest.fixture
def lab_keys(aws_home: Path) -> None:
    credentials = "[default]\naws_access_key_id = LABKEY\naws_secret_access_key = labsecret\n"
    (aws_home / "credentials").write_text(credentials)


@pytest.mark.usefixtures("lab_keys")
async def test_the_caller_is_asked_for_signed_and_over_our_wire() -> None:
    with FaultServer(answer(http(IDENTITY, headers=XML))) as server:
        reply = replied(await send(lab(server.url), WHO))
    assert reply.details == {
        "Account": "123456789012",
        "Arn": "arn:aws:iam::123456789012:user/support",
    }
    assert "CANARY" not in repr(reply)
    (request,) = server.requests
    assert parse_qs(request.body.decode())["Action"] == ["GetCallerIdentity"]
    assert "/eu-west-1/sts/aws4_request" in request.header("Authorization")
    assert (only_try(reply).sent, reply.record.request_id) == (Sent.YES, REQUEST_ID)


@pytest.mark.usefixtures("lab_keys")
async def test_a_lab_asks_both_services_at_its_endpoint_over_one_connection() -> None:
    with (
        FaultServer(answer(http(IDENTITY, headers=XML), USER)) as server,
        open_gateways() as gateways,
    ):
        gateway = gateways.open(lab(server.url))
        replied(await gateway.begin(WHO).result())
        user = replied(await gateway.begin(GET_USER).result())
    assert only_try(user).reused
    assert server.connections == 1


async def answered(*replies: bytes) -> tuple[CallResult, int]:
    with FaultServer(answer(*replies)) as server:
        return await send(lab(server.url), WHO), len(server.requests)


@pytest.mark.usefixtures("lab_keys")
async def test_refusals_of_sts() -> None:
    result, asked = await answered(http(EXPIRED, status="403 Forbidden", headers=XML))
    failure = failed(result)
    assert (failure.origin, failure.code, asked) == (Origin.SERVICE, "ExpiredToken", 1)
    assert failure.message.startswith("The security token")
    busy = http(
        EXPIRED.replace(b"ExpiredToken", b"Throttling"), status="400 Bad Request", headers=XML
    )
    result, asked = await answered(busy, http(IDENTITY, headers=XML))
    assert (isinstance(result, Reply), asked) == (True, 2)


@pytest.mark.usefixtures("lab_keys")
@pytest.mark.parametrize(
    "reply",
    [
        http(b"<html>canary</html>", headers={"Content-Type": "text/html"}),
        http({"Account": "123456789012"}),
        http(b"<GetCallerIdentityResponse>", headers=XML),
        http(IDENTITY.replace(b"123456789012", b"canary"), headers=XML),
        http(b'<!DOCTYPE a [<!ENTITY b "canary">]>' + IDENTITY, headers=XML),
    ],
)
async def test_what_cannot_be_sts(reply: bytes) -> None:
    result, asked = await answered(reply)
    failure = failed(result)
    assert (failure.origin, failure.code, asked) == (Origin.REPLY, "NotCognitoReply", 1)
    assert "canary" not in repr(failure)


async def test_the_practice_pool_is_not_asked_who_calls() -> None:
    with FaultServer(answer(USER)) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        failure = failed(await gateway.begin(WHO).result())
        assert (failure.origin, failure.code) == (Origin.CLIENT, "NoCallerIdentity")
        assert (failure.record.sent, server.connections) == (Sent.NO, 0)
        replied(await gateway.begin(GET_USER).result())


@pytest.mark.usefixtures("lab_keys")
@pytest.mark.parametrize(
    ("profile", "url"),
    [
        (lab(None), "https://sts.eu-west-1.amazonaws.com"),
        (lab(None, region="us-east-1"), "https://sts.us-east-1.amazonaws.com"),
        (lab(None, region="eusc-de-east-1"), "https://sts.eusc-de-east-1.amazonaws.eu"),
        (lab("http://127.0.0.1:1"), "http://127.0.0.1:1"),
    ],
)
def test_no_variable_moves_sts(profile: Profile, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")
    client = CognitoClient(profile, Errands())
    try:
        made = client._ready()
        sts = made.clients.of("sts", profile.region)
        assert sts.meta.endpoint_url == url
        assert sts.meta.region_name == profile.region
        assert made.clients.of("sts", profile.region) is sts
    finally:
        client.close()
