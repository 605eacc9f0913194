"""Which replies can be those of STS, and what is read of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.services.caller_identity import IdentityForm
from console.services.replies import NotBelievableError, RawReply

FORM = IdentityForm()
HEADERS = {"content-type": "text/xml; charset=utf-8", "x-amzn-requestid": "r"}
ARN = "arn:aws:sts::123456789012:assumed-role/support/alice@example.com"
WHO = f"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult><Arn>{ARN}</Arn><UserId>AROA:alice</UserId><Account>123456789012</Account>
  </GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>
""".encode()
NO = b"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>ExpiredToken</Code><Message>canary</Message></Error><RequestId>r-1</RequestId></ErrorResponse>
"""


def reply(body: bytes = WHO, *, status: int = 200, **headers: str | None) -> RawReply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {name: value for name, value in {**HEADERS, **named}.items() if value is not None}
    return RawReply(status=status, headers=kept, body=body)


def refused(given: RawReply) -> str:
    with pytest.raises(NotBelievableError) as caught:
        FORM.judge(given)
    assert "canary" not in caught.value.sentence
    return caught.value.sentence


@pytest.mark.parametrize(
    "given",
    [
        reply(),
        reply(content_type="application/xml"),
        reply(x_amzn_requestid=None),
        reply(b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n' + WHO),
        reply(NO, status=403),
        reply(NO, status=400, x_amzn_requestid=None),
        reply(NO, status=503),
    ],
)
def test_replies_of_sts(given: RawReply) -> None:
    FORM.judge(given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (reply(content_type="text/html"), "another type than XML (HTTP 200)"),
        (reply(content_type=None), "another type"),
        (reply(b"{}", content_type="application/x-amz-json-1.1"), "another type"),
        (reply(b"<html>canary</html>"), "without a request id|not a GetCaller"),
        (reply(b"<html><RequestId>r</RequestId></html>"), "not a GetCallerIdentityResponse"),
        (reply(b"<GetCallerIdentityResponses>"), "not a GetCallerIdentityResponse"),
        (reply(b'<!DOCTYPE x [<!ENTITY a "canary">]>' + WHO), "declarations of its own"),
        (reply(WHO.replace(b"RequestId", b"Other"), x_amzn_requestid=None), "without a request id"),
        (reply(WHO, status=201), "not an error as AWS tells it (HTTP 201)"),
        (reply(WHO, status=500), "not an error"),
        (reply(NO), "not a GetCallerIdentityResponse"),
        (reply(NO.replace(b"Code", b"Kode"), status=400), "not an error"),
        (reply(NO, status=302), "not an error"),
        (reply(b"", status=503), "not an error"),
        (reply(content_length="5"), "not as many as its header announced"),
        (reply(WHO + b" " * 1024 * 1024), "larger than 1 MiB"),
    ],
)
def test_replies_of_something_else(given: RawReply, words: str) -> None:
    assert any(each in refused(given) for each in words.split("|"))


def test_account_and_arn_are_read_and_no_more() -> None:
    parsed = {"Account": "123456789012", "Arn": ARN, "UserId": "canary", "ResponseMetadata": {}}
    assert FORM.values(parsed) == {"details": {"Account": "123456789012", "Arn": ARN}}


@pytest.mark.parametrize(
    "change",
    [
        {"Account": None},
        {"Account": "12345678901"},
        {"Account": "123456789012\n"},
        {"Account": 123456789012},
        {"Arn": None},
        {"Arn": "arn:aws:s3:::canary"},
        {"Arn": "arn:aws:iam::123456789012:user/a b"},
        {"Arn": "arn:aws:iam::123456789012:user/" + "x" * 1001},
        {"Arn": "arn:aws:iam::123456789012:user/\u202ecanary"},
    ],
)
def test_no_identity(change: dict[str, object]) -> None:
    with pytest.raises(NotBelievableError, match="NotCognitoReply"):
        FORM.values({"Account": "123456789012", "Arn": ARN, **change})


@given(st.binary(max_size=80), st.sampled_from([200, 400, 500]))
def test_any_body_is_judged(body: bytes, status: int) -> None:
    for whole in (body, WHO[:60] + body):
        try:
            FORM.judge(reply(whole, status=status))
        except NotBelievableError:
            continue
        assert b"<!" not in whole
