from __future__ import annotations

import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.practice_keys import PRACTICE_ACCESS_KEY_ID, PRACTICE_USER_POOL_ID
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.pool import PracticePool
from console.practice.protocol import HttpReply, answer_get, answer_post, refusal

_TARGET = "AWSCognitoIdentityProviderService.AdminInitiateAuth"
_SIGNED = (
    f"AWS4-HMAC-SHA256 Credential={PRACTICE_ACCESS_KEY_ID}/20260306/eu-west-1/cognito-idp/"
    "aws4_request, SignedHeaders=host;x-amz-date, Signature=00"
)
_POOL = PracticePool()


def _post(
    body: bytes = b"{}", target: str | None = _TARGET, authorization: str | None = _SIGNED
) -> HttpReply:
    return answer_post(_POOL, target=target, authorization=authorization, body=body)


def _code(reply: HttpReply) -> str:
    code = json.loads(reply.body)["__type"]
    assert isinstance(code, str)
    return code


def _sign_in(username: str, password: str) -> bytes:
    return json.dumps(
        {
            "UserPoolId": PRACTICE_USER_POOL_ID,
            "ClientId": CLIENTS["public"].id,
            "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": username, "PASSWORD": password},
        }
    ).encode()


def test_a_sign_in_is_a_200_with_a_uuid() -> None:
    reply = _post(_sign_in("alice", "Amber-Kettle-41!"))
    headers = dict(reply.headers)
    assert reply.status == 200
    assert "AuthenticationResult" in json.loads(reply.body)
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    assert str(uuid.UUID(headers["x-amzn-RequestId"])) == headers["x-amzn-RequestId"]
    assert set(headers) == {"Content-Type", "x-amzn-RequestId"}


def test_a_refusal_is_a_400_with_cognitos_headers() -> None:
    reply = _post(_sign_in("alice", "wrong"))
    headers = dict(reply.headers)
    assert reply.status == 400
    assert json.loads(reply.body) == {
        "__type": "NotAuthorizedException",
        "message": "Incorrect username or password.",
    }
    assert headers["x-amzn-errortype"] == "NotAuthorizedException:"
    assert headers["x-amzn-errormessage"] == "Incorrect username or password."


def test_an_internal_error_is_a_500() -> None:
    reply = _post(_sign_in("quinn", "Quiet-Gravel-64!"))
    assert (reply.status, _code(reply)) == (500, "InternalErrorException")


@pytest.mark.parametrize(
    "target",
    [None, "", "AdminInitiateAuth", _TARGET + "X", "AWSCognitoIdentityProviderService.SignUp",
     "AWSCognitoIdentityService.AdminInitiateAuth"],
)  # fmt: skip
def test_unknown_targets(target: str | None) -> None:
    assert _code(_post(target=target)) == "UnknownOperationException"


@pytest.mark.parametrize("header", [None, "", "Bearer x", "AWS4-HMAC-SHA256 Signature=1"])
def test_missing_authentication(header: str | None) -> None:
    reply = _post(authorization=header)
    assert json.loads(reply.body) == {
        "__type": "MissingAuthenticationTokenException",
        "message": "Missing Authentication Token",
    }


def test_an_unknown_key_is_refused_before_the_body_is_read() -> None:
    reply = _post(b"no json", authorization=_SIGNED.replace(PRACTICE_ACCESS_KEY_ID, "OTHERKEY"))
    assert json.loads(reply.body) == {
        "__type": "UnrecognizedClientException",
        "message": "The security token included in the request is invalid.",
    }


def test_header_order_of_the_signature_does_not_matter() -> None:
    header = f"AWS4-HMAC-SHA256 SignedHeaders=host, Credential={PRACTICE_ACCESS_KEY_ID}/x/y, S=1"
    assert _code(_post(authorization=header)) == "InvalidParameterException"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe{", b"[]", b'"x"', b"null", b"[" * 60_000, b'{"AuthFlow": "\\ud800"}',
     b'{"AuthFlow": {}}'],
)  # fmt: skip
def test_malformed_bodies(body: bytes) -> None:
    reply = _post(body)
    assert (reply.status, _code(reply)) == (400, "SerializationException")


@given(st.binary(max_size=200))
def test_no_bytes_break_the_pool(body: bytes) -> None:
    assert _post(body).status == 400


@given(st.text(max_size=2_000))
def test_an_echoed_value_stays_within_one_header_line(text: str) -> None:
    headers = dict(refusal(PracticeError("X", text)).headers)
    shown = headers["x-amzn-errormessage"]
    assert shown.isascii()
    assert all(char.isprintable() for char in shown)


def test_outbox_and_keys_and_nothing_else_can_be_got() -> None:
    pool = PracticePool()
    assert json.loads(answer_get(pool, "/outbox").body) == []
    keys = answer_get(pool, f"/{PRACTICE_USER_POOL_ID}/.well-known/jwks.json")
    assert json.loads(keys.body) == pool.jwks()
    for path in ("/", "/outbox/", "/eu-west-1_Other/.well-known/jwks.json"):
        assert answer_get(pool, path).status == 404
