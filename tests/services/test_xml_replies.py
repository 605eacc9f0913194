"""Which replies in XML count as those of STS or SNS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.call import GET_SMS_SANDBOX_ACCOUNT_STATUS
from console.services.caller_identity import IDENTITY
from console.services.replies import NotBelievableError, RawReply
from console.services.text_messages import SMS_FORMS
from console.services.xml_replies import XmlForm

SANDBOX = SMS_FORMS[GET_SMS_SANDBOX_ACCOUNT_STATUS]
HEADERS = {"content-type": "text/xml; charset=utf-8", "x-amzn-requestid": "r"}
WHO = b"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn><UserId>AROA:alice</UserId>
  <Account>123456789012</Account></GetCallerIdentityResult>
  <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>
"""
NO = b"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>ExpiredToken</Code><Message>canary</Message></Error><RequestId>r-1</RequestId></ErrorResponse>
"""


def sandbox(status: bytes) -> bytes:
    return (
        b'<GetSMSSandboxAccountStatusResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">'
        b"<GetSMSSandboxAccountStatusResult>"
        + status
        + b"</GetSMSSandboxAccountStatusResult></GetSMSSandboxAccountStatusResponse>"
    )


def reply(body: bytes = WHO, *, status: int = 200, **headers: str | None) -> RawReply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {name: value for name, value in {**HEADERS, **named}.items() if value is not None}
    return RawReply(status=status, headers=kept, body=body)


def refused(given: RawReply, form: XmlForm = IDENTITY) -> str:
    with pytest.raises(NotBelievableError) as caught:
        form.judge(given)
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
    IDENTITY.judge(given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (reply(content_type="text/html"), "another type than XML (HTTP 200)"),
        (reply(content_type=None), "another type"),
        (reply(b"{}", content_type="application/x-amz-json-1.1"), "another type"),
        (reply(b"<html>canary</html>"), "not a GetCallerIdentityResponse"),
        (reply(b"<html>canary</html>", x_amzn_requestid=None), "without a request id"),
        (reply(b"<html><RequestId>r</RequestId></html>"), "not a GetCallerIdentityResponse"),
        (reply(b"<GetCallerIdentityResponses>"), "not a GetCallerIdentityResponse"),
        (reply(sandbox(b"")), "not a GetCallerIdentityResponse"),
        (reply(b'<!DOCTYPE x [<!ENTITY a "canary">]>' + WHO), "declarations of its own"),
        (reply(WHO.replace(b"<Arn>", b"<![CDATA[canary]]><Arn>")), "declarations of its own"),
        (reply(WHO.decode().encode("utf-16")), "not a GetCallerIdentityResponse"),
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
    assert words in refused(given)


@pytest.mark.parametrize("told", [b"true", b"false"])
def test_what_is_true_or_false_is_believed(told: bytes) -> None:
    SANDBOX.judge(reply(sandbox(b"<IsInSandbox>" + told + b"</IsInSandbox>")))


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"<IsInSandbox/>",
        b"<IsInSandbox></IsInSandbox>",
        b"<IsInSandbox>canary</IsInSandbox>",
        b"<IsInSandbox>True</IsInSandbox>",
        b"<IsInSandbox><a>true</a></IsInSandbox>",
        b"<IsInSandbox>true</IsInSandbox><IsInSandbox>true</IsInSandbox>",
        b"<IsInSandbox>true</IsInSandbox><IsInSandbox/>",
    ],
)
def test_what_is_neither_is_not_taken_for_false(told: bytes) -> None:
    sentence = refused(reply(sandbox(told)), SANDBOX)
    assert "with no IsInSandbox that is true or false" in sentence
    assert sentence.endswith("so it is not that of AWS SNS.")


@given(
    st.binary(max_size=80), st.sampled_from([200, 400, 500]), st.sampled_from([IDENTITY, SANDBOX])
)
def test_any_body_is_judged(body: bytes, status: int, form: XmlForm) -> None:
    for whole in (body, WHO[:60] + body, sandbox(body)):
        try:
            form.judge(reply(whole, status=status))
        except NotBelievableError:
            continue
        assert b"<!" not in whole
