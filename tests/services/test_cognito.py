"""One call over the real boto3 path: what comes back for every kind of answer and of trouble."""

from __future__ import annotations

import dataclasses
import gc
import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.credentials import AssumeRoleProvider, create_credential_resolver
from botocore.session import Session

from console.core.call import (
    ADMIN_RESPOND,
    DESCRIBE_USER_POOL_CLIENT,
    INITIATE_AUTH,
    ApiCall,
    Failure,
    Origin,
    Sent,
)
from console.core.call import Path as CallPath
from console.core.practice_keys import PRACTICE_ACCESS_KEY_ID
from console.core.profile import Profile
from console.core.secret import Secret
from console.practice.clients import CLIENTS
from console.practice.server import PracticeServer
from console.practice.users import USERS
from console.services.cognito import CognitoClient
from console.services.errands import Errands
from tests.services.fault_server import (
    REQUEST_ID,
    Connection,
    FaultServer,
    Script,
    answer,
    answer_and_close,
    http,
    refusal,
    silent,
)
from tests.services.lab import (
    CHALLENGE,
    PASSWORD,
    TOKENS,
    failed,
    lab,
    only_try,
    open_gateways,
    permitted,
    practice,
    replied,
    send,
    sign_in,
    until,
)

CANARY = "canary-of-the-page"
PAGE = f"<html>{CANARY}</html>".encode()


@pytest.fixture
def lab_keys(aws_home: Path) -> None:
    credentials = "[default]\naws_access_key_id = LABKEY\naws_secret_access_key = labsecret\n"
    (aws_home / "credentials").write_text(credentials)


async def test_tokens_come_wrapped_and_with_every_fact_of_the_wire() -> None:
    with FaultServer(answer(http(TOKENS))) as server:
        before = datetime.now(UTC)
        reply = replied(await send(practice(server.url)))
    tokens = reply.tokens
    assert tokens is not None
    assert tokens.names() == ("access", "id", "refresh")
    assert tokens.access_token == Secret("access.canary.token")
    assert (tokens.token_type, tokens.expires_in_s) == ("Bearer", 3600)
    assert "canary" not in repr(reply)
    record = reply.record
    assert (record.sent, record.http_status, record.request_id) == (Sent.YES, 200, REQUEST_ID)
    assert record.content_type == "application/x-amz-json-1.1"
    assert record.server_date == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert record.received_at is not None
    assert before <= record.started_at <= record.received_at <= datetime.now(UTC)
    wire = only_try(reply)
    assert (wire.number, wire.sent, wire.error, wire.reused) == (1, Sent.YES, None, False)
    assert wire.remote == f"127.0.0.1:{server.port}"
    assert wire.request_bytes == sum(len(r.head) + 4 + len(r.body) for r in server.requests)
    assert wire.reply_bytes == len(http(TOKENS))
    assert 0 <= wire.offset_ms <= wire.offset_ms + wire.duration_ms <= record.duration_ms


async def test_the_request_is_what_was_asked_signed_with_the_practice_keys() -> None:
    with FaultServer(answer(http(TOKENS))) as server:
        await send(practice(server.url))
    (request,) = server.requests
    assert request.header("X-Amz-Target").endswith(".AdminInitiateAuth")
    assert f"Credential={PRACTICE_ACCESS_KEY_ID}/" in request.header("Authorization")
    assert "/eu-west-1/cognito-idp/" in request.header("Authorization")
    sent = json.loads(request.body)
    assert sent["AuthParameters"] == {"USERNAME": "alice", "PASSWORD": PASSWORD}
    assert sent["ContextData"]["HttpHeaders"] == [{"headerName": "a", "headerValue": "b"}]


async def test_a_challenge_keeps_its_parameters_and_wraps_its_session() -> None:
    with FaultServer(answer(http(CHALLENGE))) as server:
        reply = replied(await send(practice(server.url)))
    assert reply.challenge_name == "SMS_MFA"
    assert reply.session == Secret("s" * 64)
    assert reply.challenge_parameters["CODE_DELIVERY_DESTINATION"] == "+*******1234"
    assert reply.available_challenges == ("SMS_MFA",)
    assert reply.tokens is None


async def test_the_practice_pool_is_signed_in_to() -> None:
    alice = next(user for user in USERS if user.username == "alice")
    client = CLIENTS[alice.client]
    call = ApiCall(
        operation="AdminInitiateAuth",
        params={
            "UserPoolId": "eu-west-1_PRACTICE1",
            "ClientId": client.id,
            "AuthFlow": alice.auth_flow,
            "AuthParameters": {"USERNAME": "alice", "PASSWORD": Secret(alice.password)},
        },
    )
    with PracticeServer() as pool:
        reply = replied(await send(practice(pool.endpoint_url), call))
    assert reply.tokens is not None


async def test_an_exception_of_cognito_is_a_failure_of_the_service() -> None:
    text = "Incorrect username or password."
    code = "com.amazonaws.cognito#NotAuthorizedException"
    with FaultServer(answer(refusal(code, text))) as server:
        failure = failed(await send(practice(server.url)))
    assert failure.origin is Origin.SERVICE
    assert (failure.code, failure.message) == ("NotAuthorizedException", text)
    record = failure.record
    assert (record.sent, record.http_status, record.request_id) == (Sent.YES, 400, REQUEST_ID)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (refusal("TooManyRequestsException", "Rate exceeded"), "TooManyRequestsException"),
        (refusal("ThrottlingException", "Rate exceeded"), "ThrottlingException"),
        (
            refusal("InternalErrorException", "x", status="500 Internal Server Error"),
            "InternalErrorException",
        ),
        (
            refusal("ServiceUnavailable", "x", status="503 Service Unavailable"),
            "ServiceUnavailable",
        ),
    ],
)
async def test_what_botocore_would_try_again_is_tried_once(
    reply: bytes, code: str, aws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    monkeypatch.setenv("AWS_RETRY_MODE", "adaptive")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "LABKEY")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "labsecret")
    with FaultServer(answer(reply)) as server:
        failure = failed(await send(lab(server.url)))
    assert (failure.origin, failure.code) == (Origin.SERVICE, code)
    assert len(server.requests) == 1
    assert len(failure.record.tries) == 1


def broken(connection: Connection) -> None:
    if connection.read_request() is not None:
        connection.reset()


def gone(connection: Connection) -> None:
    connection.read_request()


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    head = http(headers={"Content-Length": None, "Transfer-Encoding": "chunked"})
    return head + b"".join(b"%x\r\n%b\r\n" % (len(c), c) for c in chunks) + end


def endless_header(connection: Connection) -> None:
    connection.read_request()
    connection.send(b"HTTP/1.1 200 OK\r\n")
    for _ in range(64):
        connection.send(b"X-Junk: " + b"j" * 65000 + b"\r\n")
    connection.wait_until_gone()


TOKENS_JSON = json.dumps(TOKENS).encode()
LARGE = json.dumps({"ChallengeName": "A", "pad": "x" * 2 * 1024 * 1024}).encode()
NOT = "NotCognitoReply"
CUT = "TruncatedReply"
BIG = "ReplyTooLarge"
LOCATION: dict[str, str | None] = {"Location": "/elsewhere"}
HTML: dict[str, str | None] = {"Content-Type": "text/html", "x-amzn-RequestId": None}

UNBELIEVABLE: dict[str, tuple[Script, str, int | None]] = {
    "redirect": (answer(http(status="302 Found", headers=LOCATION)), NOT, 302),
    "redirect that keeps the body": (
        answer(http(status="307 Temporary Redirect", headers=LOCATION)),
        NOT,
        307,
    ),
    "page": (answer(http(PAGE, headers=HTML)), NOT, 200),
    "page with a request id": (answer(http(PAGE, headers={"Content-Type": "text/html"})), NOT, 200),
    "page 403": (answer(http(PAGE, status="403 Forbidden", headers=HTML)), NOT, 403),
    "page 502": (answer(http(PAGE, status="502 Bad Gateway", headers=HTML)), NOT, 502),
    "empty 503": (answer(http(status="503 Slow Down", headers=HTML)), NOT, 503),
    "empty 200": (answer(http()), NOT, 200),
    "204": (answer(http(status="204 No Content", headers={"Content-Length": None})), NOT, 204),
    "page that says it is JSON": (answer(http(PAGE)), NOT, 200),
    "no type": (answer(http(TOKENS, headers={"Content-Type": None})), NOT, 200),
    "no request id": (answer(http(TOKENS, headers={"x-amzn-RequestId": None})), NOT, 200),
    "empty request id": (answer(http(TOKENS, headers={"x-amzn-RequestId": " "})), NOT, 200),
    "refusal without request id": (
        answer(http({"__type": "X"}, status="400 Bad Request", headers={"x-amzn-RequestId": None})),
        NOT,
        400,
    ),
    "error without a name": (answer(http({"a": 1}, status="400 Bad Request")), NOT, 400),
    "name of a wrong type": (answer(http({"__type": 5}, status="400 Bad Request")), NOT, 400),
    "created": (answer(http(TOKENS, status="201 Created")), NOT, 201),
    "compressed": (answer(http(TOKENS, headers={"Content-Encoding": "gzip"})), NOT, 200),
    "list": (answer(http(b"[]")), NOT, 200),
    "neither": (answer(http({"ChallengeParameters": {}})), NOT, 200),
    "no token": (answer(http({"AuthenticationResult": {"ExpiresIn": 1}})), NOT, 200),
    "number for a token": (answer(http({"AuthenticationResult": {"AccessToken": 5}})), NOT, 200),
    "list of tokens": (answer(http({"AuthenticationResult": ["a"]})), NOT, 200),
    "text for a device": (
        answer(http({"AuthenticationResult": {"AccessToken": "a", "NewDeviceMetadata": "d"}})),
        NOT,
        200,
    ),
    "number for a challenge": (answer(http({"ChallengeName": 5})), NOT, 200),
    "long challenge": (answer(http({"ChallengeName": "A" * 200})), NOT, 200),
    "list of parameters": (
        answer(http({"ChallengeName": "A", "ChallengeParameters": ["a"]})),
        NOT,
        200,
    ),
    "number for a session": (answer(http({"ChallengeName": "A", "Session": 5})), NOT, 200),
    "huge session": (answer(http({"ChallengeName": "A", "Session": "s" * 70000})), NOT, 200),
    "text for available": (
        answer(http({"ChallengeName": "A", "AvailableChallenges": 7})),
        NOT,
        200,
    ),
    "deep": (answer(http(b'{"a":' * 100_000)), NOT, 200),
    "huge number": (answer(http(b'{"a":' + b"1" * 10_000 + b"}")), NOT, 200),
    "no HTTP": (answer_and_close(b"220 mail.example ESMTP\r\n"), NOT, None),
    "long status line": (answer_and_close(b"HTTP/1.1 200 " + b"O" * 70_000 + b"\r\n"), NOT, None),
    "short of its length": (
        answer_and_close(http(TOKENS, headers={"Content-Length": "9999"})),
        CUT,
        200,
    ),
    "header cut off": (answer_and_close(http(TOKENS)[:40]), CUT, None),
    "empty for its length": (answer_and_close(http(headers={"Content-Length": "10"})), CUT, 200),
    "length that is no number": (
        answer_and_close(http(TOKENS, headers={"Content-Length": "many"})),
        CUT,
        200,
    ),
    "chunks cut off": (answer_and_close(chunked(TOKENS_JSON, end=b"")), CUT, 200),
    "chunk cut off": (answer_and_close(chunked(end=b"ff\r\n{")), CUT, 200),
    "chunk of no size": (answer_and_close(chunked(end=b"zz\r\n{")), CUT, 200),
    "2 MiB": (answer(http(LARGE)), BIG, 200),
    "2 MiB in chunks": (answer(chunked(LARGE)), BIG, 200),
    "2 MiB without length": (
        answer_and_close(http(LARGE, headers={"Content-Length": None})),
        BIG,
        200,
    ),
    "endless header": (endless_header, BIG, None),
    "endless chunk size": (answer(chunked(end=b"0" * 3 * 1024 * 1024)), CUT, 200),
}


@pytest.mark.parametrize("name", UNBELIEVABLE)
async def test_what_cannot_be_cognito_is_said_to_be_so_and_asked_once(name: str) -> None:
    script, code, status = UNBELIEVABLE[name]
    with FaultServer(script) as server, open_gateways() as gateways:
        failure = failed(
            await gateways.open(practice(server.url)).begin(*permitted(sign_in())).result()
        )
    assert (failure.origin, failure.code) == (Origin.REPLY, code), failure
    assert failure.record.http_status == status
    assert failure.record.sent is Sent.YES
    assert failure.message.endswith((".", "off"))
    assert CANARY not in repr(failure)
    assert len(server.requests) == 1
    assert (only_try(failure).error or "").startswith("NotBelievableError in ")
    assert only_try(failure).reply_bytes < 1.3 * 1024 * 1024


@pytest.mark.parametrize(
    "reply",
    [
        chunked(TOKENS_JSON[:10], TOKENS_JSON[10:]),
        http(TOKENS, headers={"Content-Type": "application/json; charset=utf-8"}),
        http(TOKENS, headers={"x-amzn-RequestId": "A" * 52}),
        http(TOKENS, headers={"Date": "nonsense"}),
        http(TOKENS, headers={"Connection": "close"}),
        http(TOKENS, headers={"Content-Encoding": "identity"}),
        b"HTTP/1.1 100 Continue\r\n\r\n" + http(TOKENS),
    ],
)
async def test_odd_but_whole_replies_count(reply: bytes) -> None:
    with FaultServer(answer(reply)) as server:
        assert replied(await send(practice(server.url))).tokens is not None


async def test_a_whole_reply_without_length_counts() -> None:
    script = answer_and_close(http(TOKENS, headers={"Content-Length": None}))
    with FaultServer(script) as server:
        assert replied(await send(practice(server.url))).tokens is not None


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (broken, "ConnectionClosedError"),
        (gone, "ConnectionClosedError"),
        (silent, "ReadTimeoutError"),
    ],
)
async def test_no_answer_is_sent_and_asked_once(script: Script, code: str) -> None:
    with FaultServer(script) as server:
        failure = failed(await send(practice(server.url, read_timeout_s=0.2)))
    assert (failure.origin, failure.code) == (Origin.CLIENT, code)
    assert failure.record.sent is Sent.YES
    assert failure.record.http_status is None
    assert len(server.requests) == 1
    assert only_try(failure).error == f"{code} in wait"


async def test_a_body_that_stops_coming_is_a_read_timeout() -> None:
    def half(connection: Connection) -> None:
        connection.read_request()
        connection.send(http(TOKENS)[:-20])
        connection.wait_until_gone()

    with FaultServer(half) as server:
        failure = failed(await send(practice(server.url, read_timeout_s=0.2)))
    assert (failure.code, failure.record.http_status) == ("ReadTimeoutError", 200)
    assert only_try(failure).error == "ReadTimeoutError in read"


async def test_parameters_that_botocore_refuses_are_not_quoted() -> None:
    call = ApiCall(operation=ADMIN_RESPOND, params={"ChallengeName": ("SMS_MFA",), "ClientId": "c"})
    with FaultServer(answer(http(TOKENS))) as server:
        failure = failed(await send(practice(server.url), call))
    assert (failure.origin, failure.code) == (Origin.CLIENT, "ParamValidationError")
    assert "SMS_MFA" not in failure.message
    assert failure.record.sent is Sent.NO
    assert server.requests == []


async def test_a_bug_of_ours_is_raised() -> None:
    call = ApiCall(operation="NoSuchOperation", params={})
    with FaultServer(answer(http(TOKENS))) as server, pytest.raises(AssertionError, match="NoSuch"):
        await send(practice(server.url), call)
    assert server.requests == []


# --- where it goes, and as whom


async def test_practice_needs_no_aws_configuration(
    aws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (aws_home / "config").write_text("[default\nbroken")
    monkeypatch.setenv("AWS_PROFILE", "nonsense")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "many")
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(aws_home / "missing.pem"))
    monkeypatch.setenv("AWS_DATA_PATH", str(aws_home))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with FaultServer(answer(http(TOKENS))) as server:
        assert replied(await send(practice(server.url))).tokens is not None


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (practice(None), "does not run"),
        (practice("http://192.0.2.7:80"), "on this machine"),
        (lab("nonsense"), "looks like"),
        (practice("http://127.0.0.1:1", kind="production"), "only in a profile of kind"),
    ],
)
async def test_an_endpoint_that_is_not_allowed_is_not_called(profile: Profile, words: str) -> None:
    failure = failed(await send(profile))
    assert failure.origin is Origin.CLIENT
    assert failure.code == "InvalidEndpointConfigurationError"
    assert words in failure.message
    assert (failure.record.sent, failure.record.tries) == (Sent.NO, ())


@pytest.mark.usefixtures("lab_keys")
def test_no_variable_and_no_file_moves_the_endpoint(
    aws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false")
    (aws_home / "config").write_text(
        "[default]\nendpoint_url = http://127.0.0.1:9\nservices = own\n"
        "[services own]\ncognito_identity_provider =\n  endpoint_url = http://127.0.0.1:9\n"
    )
    models = aws_home / ".aws" / "models" / "cognito-idp" / "2016-04-18"
    models.mkdir(parents=True)
    (models / "service-2.json").write_text("{}")
    client = CognitoClient(lab(None), Errands())
    client.warm()
    try:
        url = client._ready().clients.of("cognito-idp", "eu-west-1").meta.endpoint_url
        assert url == "https://cognito-idp.eu-west-1.amazonaws.com"
    finally:
        client.close()


@pytest.mark.usefixtures("lab_keys")
async def test_the_endpoint_of_a_lab_profile_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    with FaultServer(answer(http(TOKENS))) as server:
        replied(await send(lab(server.url)))
    assert "Credential=LABKEY/" in server.requests[0].header("Authorization")


async def test_a_named_aws_profile_signs(aws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "OTHERKEY")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "othersecret")
    (aws_home / "credentials").write_text(
        "[support]\naws_access_key_id = NAMEDKEY\naws_secret_access_key = s\n"
    )
    with FaultServer(answer(http(TOKENS))) as server:
        replied(await send(lab(server.url, aws_profile="support")))
    assert "Credential=NAMEDKEY/" in server.requests[0].header("Authorization")


async def client_fault(profile: Profile, code: str) -> Failure:
    with FaultServer(answer(http(TOKENS))) as server:
        failure = failed(await send(profile_at(profile, server.url)))
    assert (failure.origin, failure.code) == (Origin.CLIENT, code), failure
    assert (failure.record.sent, failure.record.tries) == (Sent.NO, ())
    assert server.connections == 0
    return failure


def profile_at(profile: Profile, url: str) -> Profile:
    return dataclasses.replace(profile, endpoint_url=url)


@pytest.mark.usefixtures("aws_home")
async def test_a_missing_aws_profile() -> None:
    failure = await client_fault(lab(None, aws_profile="nobody"), "ProfileNotFound")
    assert "nobody" in failure.message


@pytest.mark.usefixtures("aws_home")
async def test_a_public_call_is_unsigned_and_needs_no_credentials() -> None:
    public = ApiCall(
        operation=INITIATE_AUTH,
        path=CallPath.PUBLIC,
        params={
            "ClientId": "client1",
            "AuthFlow": "USER_SRP_AUTH",
            "AuthParameters": {"USERNAME": "alice", "SRP_A": Secret("abc123")},
            "UserContextData": {"IpAddress": "192.0.2.1"},
        },
    )
    with FaultServer(answer(http(TOKENS))) as server:
        replied(await send(lab(server.url), public))
    (request,) = server.requests
    assert request.header("X-Amz-Target").endswith(".InitiateAuth")
    assert b"authorization" not in request.head.lower()
    assert json.loads(request.body)["AuthParameters"] == {"USERNAME": "alice", "SRP_A": "abc123"}


@pytest.mark.usefixtures("aws_home")
async def test_no_credentials_are_not_looked_for_in_the_network() -> None:
    failure = await client_fault(lab(None), "NoCredentialsError")
    assert failure.message == "Unable to locate credentials"


async def test_a_broken_configuration_file(aws_home: Path) -> None:
    (aws_home / "config").write_text("[default\nbroken")
    failure = await client_fault(lab(None), "ConfigParseError")
    assert str(aws_home) not in failure.message


async def test_a_setting_that_is_no_number(aws_home: Path) -> None:
    (aws_home / "config").write_text("[default]\nmetadata_service_timeout = many\n")
    await client_fault(lab(None), "InvalidConfigError")


@pytest.mark.usefixtures("lab_keys")
async def test_a_region_that_is_none() -> None:
    await client_fault(lab(None, region="eu west 1"), "InvalidRegionError")


@pytest.mark.parametrize("program", ["{home}/no-such-program", "'", "{python} -c print(5)"])
async def test_a_program_for_credentials_that_fails(aws_home: Path, program: str) -> None:
    command = program.format(home=aws_home, python=sys.executable)
    (aws_home / "config").write_text(f"[default]\ncredential_process = {command}\n")
    failure = await client_fault(lab(None), "CredentialRetrievalError")
    assert str(aws_home) not in failure.message


async def test_half_a_key(aws_home: Path) -> None:
    (aws_home / "credentials").write_text("[default]\naws_access_key_id = LABKEY\n")
    await client_fault(lab(None), "PartialCredentialsError")


async def test_credentials_that_were_put_right_are_found_by_the_next_call(aws_home: Path) -> None:
    with FaultServer(answer(http(TOKENS))) as server, open_gateways() as gateways:
        gateway = gateways.open(lab(server.url))
        assert (
            failed(await gateway.begin(*permitted(sign_in())).result()).code == "NoCredentialsError"
        )
        (aws_home / "credentials").write_text(
            "[default]\naws_access_key_id = LATE\naws_secret_access_key = s\n"
        )
        replied(await gateway.begin(*permitted(sign_in())).result())
    assert "Credential=LATE/" in server.requests[0].header("Authorization")


@pytest.mark.usefixtures("lab_keys")
async def test_credentials_are_read_anew_after_cognito_refused_them(aws_home: Path) -> None:
    stale = refusal(
        "ExpiredTokenException", "The security token included in the request is expired"
    )
    with FaultServer(answer(stale, http(TOKENS))) as server, open_gateways() as gateways:
        gateway = gateways.open(lab(server.url))
        first = failed(await gateway.begin(*permitted(sign_in())).result())
        assert (first.origin, first.code) == (Origin.SERVICE, "ExpiredTokenException")
        (aws_home / "credentials").write_text(
            "[default]\naws_access_key_id = RENEWED\naws_secret_access_key = s\n"
        )
        second = replied(await gateway.begin(*permitted(sign_in())).result())
    assert "Credential=RENEWED/" in server.requests[1].header("Authorization")
    assert only_try(second).reused


# --- roles: another service is asked for credentials first

ROLE = """
[profile support]
role_arn = arn:aws:iam::123456789012:role/support
source_profile = source
{more}
[profile source]
aws_access_key_id = SOURCE
aws_secret_access_key = s
"""
ASSUMED = b"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleResult><Credentials><AccessKeyId>ASSUMED</AccessKeyId>
<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>
<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>"""
DENIED = b"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>
<Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole
</Message></Error><RequestId>r</RequestId></ErrorResponse>"""
XML: dict[str, str | None] = {"Content-Type": "text/xml"}


def use_role(aws_home: Path, monkeypatch: pytest.MonkeyPatch, sts: str, more: str = "") -> Profile:
    (aws_home / "config").write_text(ROLE.format(more=more))
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts)
    return lab(None, aws_profile="support")


async def test_a_role_is_assumed_once_for_many_calls(
    aws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        FaultServer(answer(http(ASSUMED, headers=XML))) as sts,
        FaultServer(answer(http(TOKENS))) as server,
        open_gateways() as gateways,
    ):
        profile = use_role(aws_home, monkeypatch, sts.url)
        gateway = gateways.open(profile_at(profile, server.url))
        for _ in range(2):
            reply = replied(await gateway.begin(*permitted(sign_in())).result())
    assert len(sts.requests) == 1
    assert [len(reply.record.tries), len(server.requests)] == [1, 2]
    assert all("Credential=ASSUMED/" in r.header("Authorization") for r in server.requests)


async def test_a_role_that_is_denied(aws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer(answer(http(DENIED, status="403 Forbidden", headers=XML))) as sts:
        profile = use_role(aws_home, monkeypatch, sts.url)
        failure = await client_fault(profile, "AccessDenied")
    assert failure.message.startswith("AssumeRole: not authorized to perform: sts:AssumeRole")


async def test_a_role_with_mfa_is_refused_and_not_asked_for_on_a_terminal(
    aws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = "mfa_serial = arn:aws:iam::123456789012:mfa/me"
    with FaultServer(answer(http(ASSUMED, headers=XML))) as sts:
        profile = use_role(aws_home, monkeypatch, sts.url, more)
        failure = await client_fault(profile, "MfaPromptNotSupported")
    assert "mfa_serial" in failure.message
    assert sts.requests == []


async def test_credentials_that_hang_are_left_behind_by_a_stop(
    aws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultServer(silent) as sts, FaultServer(answer(http(TOKENS))) as server:
        profile = use_role(aws_home, monkeypatch, sts.url)
        with open_gateways() as gateways:
            pending = gateways.open(profile_at(profile, server.url)).begin(*permitted(sign_in()))
            until(sts.asked.is_set)
            pending.stop()
            failure = failed(await pending.result())
            assert (failure.origin, failure.code) == (Origin.STOPPED, "CallCancelled")
            assert failure.record.sent is Sent.NO
            assert failure.record.left_behind
            errands = gateways._pool.errands
            until(lambda: errands.left_behind == 1)
            sts.ending.set()
    until(lambda: errands.left_behind == 0)
    assert server.connections == 0


def test_the_private_name_of_the_prompter_is_still_there() -> None:
    resolver = create_credential_resolver(Session())
    provider = resolver.get_provider("assume-role")
    assert isinstance(provider, AssumeRoleProvider)
    assert callable(vars(provider)["_prompter"])
    assert "iam-role" in [provider.METHOD for provider in resolver.providers]


# --- what must not stay, and not be told


def mark() -> str:
    """A text that stands nowhere as it is."""
    return "outlives" + chr(126) + "nothing"


def device_of(text: str) -> dict[str, object]:
    return {"NewDeviceMetadata": {"DeviceKey": text, "DeviceGroupKey": text}}


def freshly(build: Callable[[], bytes]) -> Script:
    """A script whose replies are made when they are sent, and not kept."""

    def script(connection: Connection) -> None:
        while connection.read_request() is not None:
            connection.send(build())

    return script


@pytest.mark.parametrize(
    "script",
    [
        freshly(lambda: http({"AuthenticationResult": {"AccessToken": mark()}})),
        freshly(lambda: http({"ChallengeName": "SMS_MFA", "Session": mark()})),
        freshly(lambda: http({"AuthenticationResult": {"IdToken": "i", **device_of(mark())}})),
        freshly(lambda: refusal("NotAuthorizedException", "Incorrect username or password.")),
        freshly(lambda: http(mark().encode())),
        freshly(lambda: http({"ChallengeName": 5, "Session": mark()})),
        broken,
    ],
)
async def test_nothing_that_was_revealed_outlives_the_call(script: Script) -> None:
    with FaultServer(script) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        gateway.warm()
        gc.collect()
        gc.disable()
        try:
            await gateway.begin(*permitted(sign_in(mark()))).result()
            server.requests.clear()
            until(lambda: holders() == [])  # the threads let go a moment later
        finally:
            gc.enable()


async def test_a_clients_secret_outlives_its_description_wrapped_alone() -> None:
    describe = ApiCall(
        operation=DESCRIBE_USER_POOL_CLIENT,
        params={"UserPoolId": "eu-west-1_a", "ClientId": "client1"},
    )

    def described() -> bytes:
        return http({"UserPoolClient": {"ClientId": "client1", "ClientSecret": mark()}})

    with FaultServer(freshly(described)) as server, open_gateways() as gateways:
        gateway = gateways.open(practice(server.url))
        gc.collect()
        gc.disable()
        try:
            reply = replied(await gateway.begin(*permitted(describe)).result())
            until(lambda: holders() == [])
        finally:
            gc.enable()
    assert reply.details == {"ClientId": "client1", "ClientSecret": Secret(mark())}


def holders() -> list[str]:
    """What in this process holds the mark, unless wrapped."""
    return [
        f"{type(each).__name__}: {held[:60]!r}"
        for each in gc.get_objects()
        if not isinstance(each, Secret)
        for held in gc.get_referents(each)
        if (isinstance(held, str) and mark() in held)
        or (isinstance(held, bytes | bytearray) and mark().encode() in held)
    ]


def test_the_search_for_holders_finds_one() -> None:
    kept = [mark()]
    assert holders() == [f"list: {kept[0]!r}"]


async def test_the_libraries_say_nothing(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    junk = http(TOKENS).replace(b"\r\nDate", b"\r\nno header at all\r\nDate")
    for script in (answer_and_close(junk), answer(http(TOKENS))):
        with FaultServer(script) as server:
            await send(practice(server.url))
    loud = [r for r in caplog.records if r.name.split(".")[0] in ("boto3", "botocore", "urllib3")]
    assert loud == []
    assert PASSWORD not in caplog.text
    assert capfd.readouterr().err == ""
