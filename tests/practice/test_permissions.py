from __future__ import annotations

import json

import pytest

from console.core.practice_keys import (
    PRACTICE_ACCESS_KEY_ID,
    PRACTICE_LIMITED_ACCESS_KEY_ID,
    PRACTICE_USER_POOL_ID,
)
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.evidence import SIGNED
from console.practice.permissions import authorize, identify
from console.practice.pool import PracticePool
from console.practice.protocol import answer_post


def _header(key_id: str) -> str:
    return f"AWS4-HMAC-SHA256 Credential={key_id}/20260306/eu-west-1/cognito-idp/aws4_request, S=0"


def _post(key_id: str, operation: str, body: dict[str, object]) -> tuple[int, dict[str, str]]:
    reply = answer_post(
        PracticePool(),
        target=f"AWSCognitoIdentityProviderService.{operation}",
        authorization=_header(key_id),
        body=json.dumps(body).encode(),
    )
    return reply.status, json.loads(reply.body)


@pytest.mark.parametrize("operation", sorted(SIGNED))
def test_the_limited_key_may_read_nothing(operation: str) -> None:
    status, refusal = _post(
        PRACTICE_LIMITED_ACCESS_KEY_ID, operation, {"UserPoolId": PRACTICE_USER_POOL_ID}
    )
    pool = f"arn:aws:cognito-idp:eu-west-1:123456789012:userpool/{PRACTICE_USER_POOL_ID}"
    on = "*" if operation == "ListUserPools" else pool
    assert (status, refusal["__type"]) == (400, "AccessDeniedException")
    assert refusal["message"] == (
        "User: arn:aws:iam::123456789012:user/practice-limited is not authorized to perform:"
        f" cognito-idp:{operation} on resource: {on} because no identity-based policy allows"
        f" the cognito-idp:{operation} action"
    )


def test_the_limited_key_signs_users_in() -> None:
    status, reply = _post(
        PRACTICE_LIMITED_ACCESS_KEY_ID,
        "AdminInitiateAuth",
        {
            "UserPoolId": PRACTICE_USER_POOL_ID,
            "ClientId": CLIENTS["public"].id,
            "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "alice", "PASSWORD": "Amber-Kettle-41!"},
        },
    )
    assert status == 200
    assert "AuthenticationResult" in reply


def test_the_practice_key_may_do_everything() -> None:
    assert identify(_header(PRACTICE_ACCESS_KEY_ID)) == PRACTICE_ACCESS_KEY_ID
    for operation in SIGNED:
        authorize(PRACTICE_ACCESS_KEY_ID, operation, {})


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "MissingAuthenticationTokenException"),
        ("Bearer x", "MissingAuthenticationTokenException"),
        (_header("PRACTICEPOOLKEY00003"), "UnrecognizedClientException"),
    ],
)
def test_other_keys_are_unknown(header: str | None, code: str) -> None:
    with pytest.raises(PracticeError) as caught:
        identify(header)
    assert caught.value.code == code
