"""Tests of what is taken for a secret in a text, and of what must not be."""

from __future__ import annotations

import base64
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import resources
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.findings import CAUSES
from console.core.diagnosis.secret_shapes import LIMIT, SecretKind, find
from console.core.secret import WITHHELD

_random = random.Random(7)  # noqa: S311  # made-up values of the right shape
URLSAFE = string.ascii_letters + string.digits + "-_"


def value(length: int, alphabet: str = URLSAFE) -> str:
    return "".join(_random.choices(alphabet, k=length))


def b64(length: int) -> str:
    return base64.b64encode(_random.randbytes(length)).decode()


JWT = f"eyJraWQiOiJrZXkifQ.{value(300)}.{value(342)}"
JWE = f"eyJjdHkiOiJKV1QifQ.{value(342)}.{value(16)}.{value(900)}.{value(22)}"
SESSION = "AYABe" + value(1500)


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        (JWT, SecretKind.TOKEN),
        (JWT[: JWT.rindex(".")], SecretKind.TOKEN),
        (JWT[:100] + "\n" + JWT[100:], SecretKind.TOKEN),
        ("ew0KICJhbGciOiJub25lIn0." + value(60), SecretKind.TOKEN),
        (JWE, SecretKind.TOKEN),
        ("Bearer " + value(40), SecretKind.TOKEN),
        ("Basic " + b64(40), SecretKind.TOKEN),
        ("IQoJb3JpZ2lu" + b64(60), SecretKind.TOKEN),
        ("aoaAAAAAG0w:" + value(60), SecretKind.TOKEN),
        (SESSION, SecretKind.SESSION),
        ("AYABeByV0P5TFXSdX9gL", SecretKind.SESSION),
        ("k7-" + value(640), SecretKind.LONG_VALUE),
        ("J7" + value(50, string.ascii_uppercase + "234567"), SecretKind.LONG_VALUE),
        (b64(1200), SecretKind.LONG_VALUE),
        (value(768, "0123456789abcdef"), SecretKind.SRP_VALUE),
        (value(256, "0123456789ABCDEF"), SecretKind.SRP_VALUE),
        ("AKIA" + "IOSFODNN7EXAMPLE", SecretKind.ACCESS_KEY_ID),
        ("ASIA" + "IOSFODNN7EXAMPLE", SecretKind.ACCESS_KEY_ID),
        ("2rkorCfkFuSOs8pDsiAdzW//qmFzYNMuHoF6U2/QGrw=", SecretKind.HASH),
        ("-----BEGIN PRIVATE KEY-----\nc3lu\n", SecretKind.PRIVATE_KEY),
        ("-----BEGIN RSA PRIVATE KEY-----", SecretKind.PRIVATE_KEY),
        ("mysql://root:Synth-Db-Pw1@db.example.internal/users", SecretKind.URL_CREDENTIALS),
        ("https://app.example.com/cb?code=e8fd833a-52dc-4f6b", SecretKind.URL_CREDENTIALS),
    ],
)
def test_shapes_are_found_alone_and_within_a_text(secret: str, kind: SecretKind) -> None:
    assert find(secret) is kind
    assert find(f"PreAuthentication failed with error {secret}.") is not None
    assert find(f'{{"x": "{secret}"}}') is not None


def wrapped(text: str, width: int = 76) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


def test_a_long_value_is_found_where_a_mailer_wrapped_it() -> None:
    assert find(wrapped(b64(600))) is SecretKind.LONG_VALUE
    assert find(wrapped(value(768, "0123456789abcdef"))) is SecretKind.SRP_VALUE


@pytest.mark.parametrize(
    "text",
    [
        "PASSWORD=hunter2",
        '{"AuthParameters":{"PASSWORD":"hunter2"}}',
        '{\\"NEW_PASSWORD\\": \\"hunter2\\"}',
        "{'SECRET_HASH': 'abc'}",
        "  PASSWORD = 'hunter2'",
        '{"PASSWORD": " leading blank"}',
        'PASSWORD: "<script>"',
        "SecretHash: abc+/=",
        "REFRESH_TOKEN => abc",
        "SMS_MFA_CODE=123456",
        "SOFTWARE_TOKEN_MFA_CODE: 000042",
        "ConfirmationCode=123456",
        "UserCode: 123456",
        "client_secret=abc",
        "clientSecret: abc",
        "https://example.com/cb?client_secret=abc",
        "https://signin.example.com/device?user_code=BCDF-GHJK",
        "otpauth://totp/x?secret=JSDSMD7B",
        "Authorization: Basic",
        "authorization=abc",
        "X-Forwarded-Secret: abc",
        "tenant=acme;token=abc",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "PASSWORD_CLAIM_SIGNATURE=abc",
        "ANSWER=blue",
        "SRP_A=abc",
        "PASSWORD%3Dhunter2",
        "Session: " + "x" * 20,
        "admin-initiate-auth --auth-parameters USERNAME=u,PASSWORD=hunter2",
        "tool --password hunter2",
        "Denied for alice password Tr0ub4dor&3-Synthetic.",
        "the password is Tr0ub4dor",
        "Invalid type for parameter AuthParameters.PASSWORD, value: 5, type: <class 'int'>",
        "1 validation error detected: Value 'hunter 2' at 'password' failed to satisfy constraint",
        "2 validation errors detected: Value 'x' at 'userPoolId' failed; Value 'y' at 'userCode'",
    ],
)
def test_values_are_found_by_the_name_before_them(text: str) -> None:
    assert find(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "05d2e49f-0d61-420c-98c1-09c3e9e3fb98",
        "x-amzn-RequestId: bf11f761-e7c6-48cd-ac6c-8fbd80ffdd85",
        "d41d8cd98f00b204e9800998ecf8427e",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "NotAuthorizedException",
        "Incorrect username or password.",
        "Password attempts exceeded",
        "Password reset required for the user",
        "Unable to verify secret hash for client examplesyntheticclientid01",
        "SecretHash does not match for the client: 6ojv9ilmtgimddqfkvhj4m9vim",
        "Client x1 is configured with secret but SECRET_HASH was not received",
        "Missing required parameter PASSWORD",
        "Invalid attributes given, new password should be given with key NEW_PASSWORD.",
        "Password does not conform to policy: Password not long enough",
        "Invalid session for the user, session is expired.",
        "Value at 'password' failed to satisfy constraint: Member must not be null",
        "1 validation error detected: Value 'x' at 'userPoolId' failed to satisfy constraint",
        "us-east-1",
        "us-east-1_EXAMPLE01",
        "us-east-1_87c09c36-4a78-4652-9b90-9050beb6117a",
        "AdminRespondToAuthChallenge",
        "NEW_PASSWORD_REQUIRED",
        "PASSWORD_VERIFIER",
        "SECRET_HASH",
        "PASSWORD",
        "2026-01-31T23:59:59.123456Z",
        "Mon Jan 5 07:00:00 UTC 2026",
        "1767225600123",
        "918.273 ms",
        "HTTP/1.1 400 Bad Request",
        "Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux#6.1",
        "443",
        "custom:tenant_id",
        "aws.cognito.signin.user.admin",
        "The secret of good logs is a token effort.",
        "123456 events",
        "1.2.3-rc.4",
        "arn:aws:sts::123456789012:assumed-role/SupportRole/synthetic.user@example.com",
        "Signature expired: 20200706T195306Z is now earlier than 20200707T071347Z",
        "Status Code: 400; Error Code: NotAuthorizedException; Request ID: abc",
        "error_code=17 status_code=400 exit_code: 129",
        "Password: must be longer than 8 characters",
        "The recipe has no answer to PASSWORD: it lacks PASSWORD.",
        "token: expired",
        "session=expired",
        f'{{"PASSWORD": "{WITHHELD}", "SECRET_HASH": "***"}}',
        '{"REFRESH_TOKEN": null}',
        "password=<redacted>",
        "token 9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6 is unknown",
        "the secret arn:aws:secretsmanager:eu-west-1:111122223333:secret",
        "-" * 200,
        "n" * 200,
        "/opt/Python/lib/python3" + "/some/folder/with/a/name" * 10,
        "The user's status is FORCE_CHANGE_PASSWORD: CONFIRMED is needed",
    ],
)
def test_what_diagnosis_needs_survives(text: str) -> None:
    assert find(text) is None


_NAMES = st.sampled_from(
    ["PASSWORD", "NEW_PASSWORD", "SECRET_HASH", "REFRESH_TOKEN", "SMS_OTP_CODE"]
)
_WORDS = st.text(string.ascii_letters + string.digits, min_size=1)


@given(name=_NAMES, before=st.text(max_size=50), form=st.sampled_from(['"{}":"{}"', "{}={}"]),
       secret=st.text(string.ascii_letters + string.digits, min_size=12))  # fmt: skip
def test_a_named_value_is_found_in_any_text(name: str, before: str, form: str, secret: str) -> None:
    assert find(f"{before} {form.format(name, secret)}") is not None


@given(st.text(st.characters()), st.integers(1, 2000))
def test_any_text_is_judged(text: str, times: int) -> None:
    assert find(text * times) in {None, *SecretKind}


def test_only_so_much_is_looked_at() -> None:
    assert find("a " * LIMIT + JWT) is None


@pytest.mark.parametrize(
    "text",
    [
        "hash kD7lXLgTZecGQ%2BxxDo6Yc4SSL%2F76wM9o9u8AQLHTYHY%3D of it",
        "hash kD7lXLgTZecGQ+xxDo6Yc4SSL\\/76wM9o9u8AQLHTYHY= of it",
        "https%3A%2F%2Fapp.example.com%2Fcb%3Fcode%3D0123456789abcdef",
        "mysql:&#x2F;&#x2F;root:Synth-Db-Pw1@db.example",
    ],
)
def test_shapes_are_found_in_escaped_texts(text: str) -> None:
    assert find(text) is not None


def test_no_sentence_of_ours_has_a_secrets_shape() -> None:
    catalogue = Catalogue.parse(resources.read_bytes("catalogue.json"))
    texts = [
        text for entry in catalogue for text in (entry.meaning, *entry.causes, *entry.next_steps)
    ]
    for cause in CAUSES.values():
        texts += [cause.title, cause.next_step, cause.customer, cause.admin, cause.remedy or ""]
    assert len(texts) > 500
    assert [text for text in texts if find(text) is not None] == []


@pytest.mark.parametrize("text", ['"PASSWORD": "<PASSWORD>"', "--password NEW_PASSWORD --x"])
def test_what_stands_for_a_value_is_none(text: str) -> None:
    assert find(text) is None
