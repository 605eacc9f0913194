"""Who issued the certificate, and why one was not trusted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.core.diagnosis.connection_check import CheckStatus
from console.core.doctor.facts import Bundle, RouteFacts
from console.core.doctor.issuers import accepted, refused
from tests.core.doctor.station import HOST, answered, at, failed

OK, WARN, FAIL, _ = CheckStatus
UNTRUSTED = (
    "SSL validation failed for https://x/ [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify "
    "failed: {} (_ssl.c:1006)"
)


def untrusted(reason: str, presented: str | None = None) -> RouteFacts:
    route = failed("tls", "SSLError", UNTRUSTED.format(reason))
    return replace(route, untrusted=True, presented=presented)


@pytest.mark.parametrize(
    "issuer",
    [
        "Amazon / Amazon RSA 2048 M02",
        "Amazon / Amazon ECDSA 256 M04",
        "Amazon Trust Services / X",
        "Starfield Technologies, Inc. / Starfield Services Root",
        "DigiCert Inc / DigiCert Global CA",
    ],
)
def test_issuers_that_amazon_uses(issuer: str) -> None:
    told = accepted(answered(issuer), at())
    assert (told.status, told.hint) == (OK, "")
    assert told.detail == f"TLSv1.3, certificate issued by {issuer}."


@pytest.mark.parametrize(
    "issuer",
    [
        "Contoso Security / Contoso Web Gateway",
        "Amazonia Corp / Amazon RSA 2048 M02",
        "Contoso / Amazon",
        "DigiCertificates of Contoso / X",
        None,
    ],
)
def test_an_interception_is_told_with_its_issuer(issuer: str | None) -> None:
    told = accepted(answered(issuer), at())
    assert told.status is WARN
    assert f"intercepted: the issuer is {issuer or 'somebody unnamed'}," in told.detail
    assert HOST in told.hint


def test_a_lab_has_any_issuer() -> None:
    assert accepted(answered("Contoso / Lab"), at("https://lab.example")).status is OK


def test_the_name_of_an_issuer_cannot_act_on_a_terminal() -> None:
    told = accepted(answered("Con\x1b[2Jtoso\u202e"), at())
    assert "Con\\x1b[2Jtoso\\u202e" in told.detail


@pytest.mark.parametrize(
    ("reason", "presented", "hint"),
    [
        ("self-signed certificate in certificate chain", "Contoso / Gateway", "AWS_CA_BUNDLE"),
        ("unable to get local issuer certificate", None, "intercepts TLS"),
        ("unable to get local issuer certificate", "Amazon / M02", "take out ca_bundle"),
        ("certificate has expired", "Amazon / M02", "date and time"),
        ("certificate is not yet valid", None, "date and time"),
        ("Hostname mismatch, certificate is not valid for 'x'.", None, "check DNS"),
    ],
)
def test_a_certificate_that_is_not_trusted(reason: str, presented: str | None, hint: str) -> None:
    told = refused(untrusted(reason, presented), at(), None)
    assert told.status is FAIL
    assert f"not trusted: {reason.lower()}" in told.detail
    assert (f"issued by {presented}." in told.detail) == (presented is not None)
    assert ("could not be learnt" in told.detail) == (presented is None)
    assert hint in told.hint


def test_a_lab_of_an_own_authority_needs_its_certificate() -> None:
    told = refused(untrusted("self-signed certificate", "Lab"), at("https://lab.example"), None)
    assert "endpoint’s authority" in told.hint
    assert "ca_bundle" in told.hint


def test_words_of_an_operating_system_are_not_needed() -> None:
    route = replace(failed("tls", "SSLError", "Zertifikat"), untrusted=True, presented="Contoso")
    told = refused(route, at(), None)
    assert told.detail == (
        "The certificate is not trusted: the operating system does not vouch for it. It was "
        "issued by Contoso."
    )
    assert "intercepts TLS" in told.hint


@pytest.mark.parametrize(
    ("code", "words"),
    [("ConnectTimeoutError", "nothing came back in time"), ("SSLError", "does not speak TLS")],
)
def test_tls_that_failed_before_a_certificate(code: str, words: str) -> None:
    told = refused(failed("tls", code, "[SSL: WRONG_VERSION_NUMBER] wrong version"), at(), None)
    assert told.status is FAIL
    assert words in told.detail
    assert told.hint


def test_a_bundle_that_cannot_be_used_is_the_reason() -> None:
    bundle = Bundle(named_by="AWS_CA_BUNDLE", path="/x", problem="it does not exist.")
    told = refused(failed("tls", "SSLError"), at(), bundle)
    assert (told.status, told.hint) == (FAIL, "See the check of the AWS configuration.")
    assert "AWS_CA_BUNDLE" in told.detail
    assert refused(untrusted("self-signed"), at(), replace(bundle, problem=None)).hint != told.hint
