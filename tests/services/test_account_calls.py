"""CloudTrail, CloudWatch Logs and SNS asked over the same wire, read-only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from console.core import call
from console.core.call import ApiCall, CallResult, Origin, ParamValue, Reply, Sent
from console.core.diagnosis.missing_action import missing_action
from console.core.secret import Secret
from console.services.cognito import CognitoClient
from console.services.errands import Errands
from tests.services.fault_server import REQUEST_ID, FaultServer, answer, http, refusal, silent
from tests.services.lab import failed, lab, only_try, open_gateways, practice, replied, send, warmed

NUMBER = "+12025550134"
XML: Mapping[str, str | None] = {"Content-Type": "text/xml"}
PARAMS: Mapping[str, Mapping[str, ParamValue]] = {
    call.LOOKUP_EVENTS: {
        "LookupAttributes": ({"AttributeKey": "EventName", "AttributeValue": "AdminInitiateAuth"},),
        "StartTime": 1_772_798_000,
        "EndTime": 1_772_799_000,
        "NextToken": Secret("page-2"),
    },
    call.FILTER_LOG_EVENTS: {
        "logGroupName": "/aws/lambda/sign-in",
        "startTime": 1_772_798_000_000,
        "nextToken": Secret("page-2"),
    },
    call.GET_SMS_SANDBOX_ACCOUNT_STATUS: {},
    call.LIST_SMS_SANDBOX_PHONE_NUMBERS: {"NextToken": Secret("page-2")},
    call.GET_SMS_ATTRIBUTES: {"attributes": ("MonthlySpendLimit",)},
    call.LIST_ORIGINATION_NUMBERS: {},
    call.CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT: {"phoneNumber": Secret(NUMBER)},
}
OF_SNS = [operation for operation in PARAMS if call.SERVICES[operation] == "sns"]
OF_JSON = [operation for operation in PARAMS if operation not in OF_SNS]


def xml(operation: str, result: str) -> bytes:
    """A reply as SNS builds it."""
    body = (
        f'<{operation}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/">'
        f"<{operation}Result>{result}</{operation}Result>"
        f"<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{operation}Response>"
    )
    return http(body.encode(), headers=XML)


def xml_refusal(code: str, message: str, *, status: str = "403 Forbidden") -> bytes:
    """A refusal as SNS tells it."""
    body = (
        '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>'
        f"<Code>{code}</Code><Message>{message}</Message></Error><RequestId>r</RequestId>"
        "</ErrorResponse>"
    )
    return http(body.encode(), status=status, headers=XML)


EVENT = {
    "EventName": "AdminInitiateAuth",
    "EventTime": 1_772_798_400,
    "Username": "canary",
    "CloudTrailEvent": json.dumps({"requestID": REQUEST_ID, "sourceIPAddress": "192.0.2.1"}),
}
AT = datetime(2026, 3, 6, 12, tzinfo=UTC)
LINE = {"timestamp": 1_772_798_400_000, "message": "Task timed out", "eventId": "canary"}
NUMBERS = "<PhoneNumbers><member><PhoneNumber>{}</PhoneNumber><Status>{}</Status></member>"
# By operation: a reply, and all that is kept of it.
ANSWERS: Mapping[str, tuple[bytes, Mapping[str, object]]] = {
    call.LOOKUP_EVENTS: (
        http({"Events": [EVENT], "NextToken": "canary"}),
        {
            "Events": (
                {"EventName": "AdminInitiateAuth", "EventTime": AT, "RequestId": REQUEST_ID},
            ),
            "NextToken": Secret("canary"),
        },
    ),
    call.FILTER_LOG_EVENTS: (
        http({"events": [LINE], "searchedLogStreams": [], "nextToken": "canary"}),
        {
            "events": ({"Timestamp": AT, "Message": "Task timed out"},),
            "nextToken": Secret("canary"),
        },
    ),
    call.GET_SMS_SANDBOX_ACCOUNT_STATUS: (
        xml(call.GET_SMS_SANDBOX_ACCOUNT_STATUS, "<IsInSandbox>true</IsInSandbox>"),
        {"IsInSandbox": True},
    ),
    call.LIST_SMS_SANDBOX_PHONE_NUMBERS: (
        xml(
            call.LIST_SMS_SANDBOX_PHONE_NUMBERS,
            NUMBERS.format(NUMBER, "Verified") + "</PhoneNumbers><NextToken>canary</NextToken>",
        ),
        {
            "PhoneNumbers": ({"PhoneNumber": Secret(NUMBER), "Status": "Verified"},),
            "NextToken": Secret("canary"),
        },
    ),
    call.GET_SMS_ATTRIBUTES: (
        xml(
            call.GET_SMS_ATTRIBUTES,
            "<attributes><entry><key>MonthlySpendLimit</key><value>20</value></entry><entry>"
            "<key>DefaultSenderID</key><value>canary</value></entry></attributes>",
        ),
        {"MonthlySpendLimit": "20"},
    ),
    call.LIST_ORIGINATION_NUMBERS: (
        xml(
            call.LIST_ORIGINATION_NUMBERS,
            NUMBERS.format(NUMBER, "ACTIVE").replace(
                "</member>", "<CreatedAt>2026-03-06T12:00:00Z</CreatedAt></member></PhoneNumbers>"
            ),
        ),
        {"PhoneNumbers": ({"Status": "ACTIVE"},)},
    ),
    call.CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT: (
        xml(call.CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT, "<isOptedOut>false</isOptedOut>"),
        {"isOptedOut": False},
    ),
}


@pytest.fixture(autouse=True)
def _lab_keys(aws_home: Path) -> None:
    credentials = "[default]\naws_access_key_id = LABKEY\naws_secret_access_key = labsecret\n"
    (aws_home / "credentials").write_text(credentials)


def asking(operation: str, region: str | None = None) -> ApiCall:
    return ApiCall(operation=operation, params=PARAMS[operation], region=region)


async def answered(operation: str, *replies: bytes) -> tuple[CallResult, FaultServer]:
    with FaultServer(answer(*replies)) as server:
        return await send(lab(server.url), asking(operation)), server


@pytest.mark.parametrize("operation", ANSWERS)
async def test_what_is_told_and_kept(operation: str) -> None:
    whole, kept = ANSWERS[operation]
    result, server = await answered(operation, whole)
    reply = replied(result)
    assert reply.details == kept
    for dropped in ("canary", "192.0.2", NUMBER):
        assert dropped not in repr(reply)
    (request,) = server.requests
    service = call.SERVICES[operation]
    assert f"/eu-west-1/{service}/aws4_request" in request.header("Authorization")
    assert (only_try(reply).sent, reply.record.request_id) == (Sent.YES, REQUEST_ID)


async def test_secrets_among_the_parameters_reach_the_service() -> None:
    for operation in (call.CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT, call.LOOKUP_EVENTS):
        _, server = await answered(operation, ANSWERS[operation][0])
        (request,) = server.requests
        if operation == call.LOOKUP_EVENTS:
            assert request.header("X-Amz-Target").endswith(".LookupEvents")
            assert json.loads(request.body)["NextToken"] == "page-2"
        else:
            assert parse_qs(request.body.decode())["phoneNumber"] == [NUMBER]


async def test_a_lab_asks_every_service_at_its_endpoint_over_one_connection() -> None:
    replies = [whole for whole, _ in ANSWERS.values()]
    with FaultServer(answer(*replies)) as server, open_gateways() as gateways:
        gateway = gateways.open(lab(server.url))
        for operation in ANSWERS:
            replied(await gateway.begin(asking(operation, region="us-east-1")).result())
    assert server.connections == 1
    scopes = [request.header("Authorization").split("/")[2:4] for request in server.requests]
    assert scopes == [["us-east-1", call.SERVICES[operation]] for operation in ANSWERS]


@pytest.mark.parametrize(
    ("region", "asked", "host"),
    [
        ("eu-west-1", None, "{}.eu-west-1.amazonaws.com"),
        ("eu-west-1", "us-east-1", "{}.us-east-1.amazonaws.com"),
        ("us-gov-east-1", None, "{}.us-gov-east-1.amazonaws.com"),
    ],
)
def test_no_variable_moves_them(
    region: str, asked: str | None, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("", "_SNS", "_LOGS", "_CLOUDWATCH_LOGS", "_CLOUDTRAIL"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL{name}", "http://127.0.0.1:9")
    client = CognitoClient(lab(None, region=region), Errands())
    try:
        clients = client._ready().clients
        for service in ("sns", "logs", "cloudtrail"):
            made = clients.of(service, asked or region)
            assert made.meta.endpoint_url == f"https://{host.format(service)}"
            assert made.meta.region_name == (asked or region)
    finally:
        client.close()


# --- refused, or not believed

WHO = "User: arn:aws:sts::123456789012:assumed-role/support/canary"


@pytest.mark.parametrize("operation", PARAMS)
async def test_what_is_denied_names_the_missing_action(operation: str) -> None:
    service = call.SERVICES[operation]
    written = service.upper() if service == "sns" else service
    message = f"{WHO} is not authorized to perform: {written}:{operation} on resource: *"
    for no in (
        (xml_refusal("AuthorizationError", message), xml_refusal("AccessDenied", message))
        if operation in OF_SNS
        else (
            refusal("AccessDeniedException", message),
            http({"Message": message}, status="400 Bad Request", headers=ERROR_TYPE),
        )
    ):
        result, server = await answered(operation, no)
        failure = failed(result)
        assert failure.origin is Origin.SERVICE
        assert failure.code in ("AuthorizationError", "AccessDenied", "AccessDeniedException")
        assert missing_action(failure.message, "Another") == f"{service}:{operation}"
        assert len(server.requests) == 1


ERROR_TYPE: Mapping[str, str | None] = {"x-amzn-errortype": "AccessDeniedException"}
HTML = http(b"<html>canary</html>", headers={"Content-Type": "text/html"})
WITH_ENTITY = http(
    b'<!DOCTYPE a [<!ENTITY b "canary">]><GetSMSAttributesResponse><GetSMSAttributesResult>'
    b"<attributes><entry><key>MonthlySpendLimit</key><value>&b;</value></entry></attributes>"
    b"</GetSMSAttributesResult></GetSMSAttributesResponse>",
    headers=XML,
)


@pytest.mark.parametrize(
    ("operation", "reply"),
    [
        *((operation, HTML) for operation in PARAMS),
        *((operation, http({})) for operation in PARAMS),
        *((operation, http(b"<a>", headers=XML)) for operation in PARAMS),
        *((operation, http(b"{", headers={"x-amzn-RequestId": None})) for operation in PARAMS),
        *((operation, xml(operation, "")) for operation in OF_JSON),
        (call.GET_SMS_ATTRIBUTES, WITH_ENTITY),
        (call.GET_SMS_ATTRIBUTES, xml(call.GET_SMS_ATTRIBUTES, "<attributes><canary/>")),
        (
            call.GET_SMS_ATTRIBUTES,
            xml(call.GET_SMS_ATTRIBUTES, "<attributes><entry><b>canary</b></entry></attributes>"),
        ),
        (call.GET_SMS_ATTRIBUTES, http(b"<GetSMSAttributesResponse/>", headers=XML)),
        (
            call.GET_SMS_SANDBOX_ACCOUNT_STATUS,
            xml(call.GET_SMS_SANDBOX_ACCOUNT_STATUS, "<IsInSandbox>canary</IsInSandbox>"),
        ),
        (
            call.LIST_ORIGINATION_NUMBERS,
            xml(
                call.LIST_ORIGINATION_NUMBERS,
                "<PhoneNumbers><member><CreatedAt>canary</CreatedAt></member></PhoneNumbers>",
            ),
        ),
        (
            call.LIST_SMS_SANDBOX_PHONE_NUMBERS,
            xml(
                call.LIST_SMS_SANDBOX_PHONE_NUMBERS,
                NUMBERS.format("canary", "") + "</PhoneNumbers>",
            ),
        ),
        (call.LOOKUP_EVENTS, http({"Events": [{**EVENT, "CloudTrailEvent": "canary"}]})),
        (call.LOOKUP_EVENTS, http({"Events": [{**EVENT, "EventTime": "canary"}]})),
        (call.FILTER_LOG_EVENTS, http({"events": [{**LINE, "timestamp": 10**30}]})),
    ],
)
async def test_what_cannot_be_the_service(operation: str, reply: bytes) -> None:
    result, server = await answered(operation, reply)
    failure = failed(result)
    assert (failure.origin, failure.code) == (Origin.REPLY, "NotCognitoReply")
    assert "canary" not in repr(failure)
    assert len(server.requests) == 1


def lines(size: int) -> bytes:
    return http({"events": [{"timestamp": 1, "message": "x" * size}]})


async def test_a_page_of_lines_may_be_longer_than_another_reply_but_not_without_end() -> None:
    result, _ = await answered(call.FILTER_LOG_EVENTS, lines(1_500_000))
    (line,) = _listed(replied(result), "events")
    assert len(line["Message"]) <= 2049
    for operation, size, limit in (
        (call.FILTER_LOG_EVENTS, 2_200_000, "2 MiB"),
        (call.LOOKUP_EVENTS, 1_100_000, "1 MiB"),
        (call.GET_SMS_ATTRIBUTES, 1_100_000, "1 MiB"),
    ):
        whole = lines(size) if operation in OF_JSON else xml(operation, " " * size)
        failure = failed((await answered(operation, whole))[0])
        assert (failure.origin, failure.code) == (Origin.REPLY, "ReplyTooLarge")
        assert f"larger than {limit}," in failure.message


def _listed(reply: Reply, name: str) -> tuple[Mapping[str, Any], ...]:
    found = reply.details[name]
    assert isinstance(found, tuple)
    return found


# --- slow, throttled, or nowhere


@pytest.mark.parametrize("operation", PARAMS)
async def test_one_that_hangs_is_ended_by_the_deadline(operation: str) -> None:
    with FaultServer(silent) as server, open_gateways() as gateways:
        gateway = warmed(gateways, lab(server.url, total_timeout_s=1.0))
        assert gateway._client is not None
        gateway._client._ready().clients.of(call.SERVICES[operation], "eu-west-1")
        failure = failed(await gateway.begin(asking(operation)).result())
    assert (failure.origin, failure.code) == (Origin.DEADLINE, "DeadlineExceeded")
    assert failure.record.duration_ms < 2000
    assert NUMBER not in repr(failure)


async def test_one_that_is_throttled_is_asked_again() -> None:
    busy = {
        call.LOOKUP_EVENTS: refusal("ThrottlingException", "Rate exceeded"),
        call.FILTER_LOG_EVENTS: refusal("ThrottlingException", "Rate exceeded"),
        call.GET_SMS_ATTRIBUTES: xml_refusal("Throttled", "x", status="429 Too Many Requests"),
        call.LIST_ORIGINATION_NUMBERS: xml_refusal("Throttling", "x", status="400 Bad Request"),
    }
    for operation, no in busy.items():
        result, server = await answered(operation, no, ANSWERS[operation][0])
        assert replied(result).details == ANSWERS[operation][1]
        assert len(server.requests) == 2


@pytest.mark.parametrize("operation", PARAMS)
async def test_the_practice_pool_is_asked_for_none_of_it(operation: str) -> None:
    with FaultServer(answer(ANSWERS[operation][0])) as server:
        failure = failed(await send(practice(server.url), asking(operation)))
    assert (failure.origin, failure.code) == (Origin.CLIENT, "NoAwsAccount")
    assert (failure.record.sent, server.connections) == (Sent.NO, 0)


async def test_what_is_no_region_is_asked_nothing() -> None:
    with FaultServer(silent) as server:
        asked = asking(call.GET_SMS_ATTRIBUTES, region="x.example.com/")
        failure = failed(await send(lab(server.url), asked))
    assert (failure.origin, failure.code) == (Origin.CLIENT, "InvalidRegionError")
    assert (failure.record.sent, server.connections) == (Sent.NO, 0)
