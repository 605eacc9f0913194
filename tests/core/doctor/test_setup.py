"""AWS's configuration and the operator's credentials, judged by values."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console import resources
from console.core.call import Failure, Origin, Sent
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.connection_check import CheckStatus, ConnectionCheck
from console.core.diagnosis.evidence import CallerFacts
from console.core.doctor.facts import Bundle, ConfigFacts, CredentialFacts
from console.core.doctor.setup import configuration, credentials
from tests.core.doctor.station import CALLER, CONFIG, CREDENTIALS
from tests.fakes import START, failure, refusal

OK, WARN, FAIL, _ = CheckStatus
CLASSIFIER = Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))


def configured(**changes: object) -> ConnectionCheck:
    facts: ConfigFacts = replace(CONFIG, **changes)  # type: ignore[arg-type]
    return configuration(facts, lambda: CLASSIFIER)


def credited(**changes: object) -> ConnectionCheck:
    facts: CredentialFacts = replace(CREDENTIALS, **changes)  # type: ignore[arg-type]
    return credentials(facts, lambda: CLASSIFIER)


def not_sent(code: str, message: str = "") -> Failure:
    return replace(failure(Origin.CLIENT, code, Sent.NO), message=message)


def test_what_is_configured_is_told() -> None:
    told = configured()
    assert (told.name, told.status) == ("AWS configuration", OK)
    assert told.detail == "Files: config; profile support; region eu-west-1."
    bare = configured(files=(), profile=None, region=None)
    assert bare.detail == "No files; region not set."
    both = configured(files=("config", "credentials"))
    assert both.detail.startswith("Files: config and credentials;")


def test_what_has_no_effect_is_told() -> None:
    told = configured(ignored=("AWS_ENDPOINT_URL", "SSLKEYLOGFILE"))
    assert told.status is WARN
    assert told.detail.endswith(
        "Set, and without effect on calls to Cognito: AWS_ENDPOINT_URL, SSLKEYLOGFILE."
    )
    assert "kind lab" in told.hint


def test_files_of_certificates() -> None:
    good = configured(bundle=Bundle(named_by="AWS_CA_BUNDLE", path="/home/alice/ca.pem"))
    assert good.status is OK
    assert "certificates from AWS_CA_BUNDLE." in good.detail
    assert "alice" not in good.detail
    bad = configured(
        bundle=Bundle(named_by="AWS_CA_BUNDLE", path="/x", problem="it does not exist.")
    )
    assert bad.status is FAIL
    assert bad.detail == "AWS_CA_BUNDLE names a file of certificates: it does not exist."
    assert "PEM" in bad.hint


@pytest.mark.parametrize("code", ["ConfigParseError", "ProfileNotFound", "NeverHeardOf"])
def test_a_configuration_that_cannot_be_used_is_explained(code: str) -> None:
    told = configured(failure=not_sent(code, "canary: /home/alice/.aws/config"))
    assert told.status is FAIL
    assert told.detail.startswith(f"{code}: ")
    assert told.hint
    assert "alice" not in told.detail + told.hint


def test_where_credentials_come_from() -> None:
    told = credited()
    assert (told.name, told.status, told.hint) == ("credentials", OK, "")
    assert told.detail == (
        "From sso (AWS SSO (IAM Identity Center)), without an end that is known here."
    )
    assert credited(method="brand-new").detail.startswith("From brand-new, without")
    assert credited(method=None).detail.startswith("From a source without a name,")


@pytest.mark.parametrize(
    ("left", "status"),
    [(timedelta(hours=3), OK), (timedelta(minutes=5), WARN), (timedelta(0), FAIL)],
)
def test_until_when_they_are_good(left: timedelta, status: CheckStatus) -> None:
    told = credited(expires_at=START + left)
    assert told.status is status
    assert f"good until {START + left:%Y-%m-%d %H:%M} UTC" in told.detail
    assert bool(told.hint) == (status is not OK)


def test_whose_they_are() -> None:
    told = credited(caller=CALLER)
    assert told.status is OK
    assert told.detail.endswith("They are those of account 123456789012, role Support.")
    assert "alice" not in told.detail


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        ("user/alice", "an IAM user"),
        ("root", "its root user"),
        ("federated-user/alice", "a federated user"),
        ("new-kind/alice", "an identity of another kind"),
    ],
)
def test_a_person_is_not_named(resource: str, words: str) -> None:
    caller = CallerFacts(account="123456789012", arn=f"arn:aws:iam::123456789012:{resource}")
    told = credited(caller=caller)
    assert told.detail.endswith(f"account 123456789012, {words}.")
    assert "alice" not in told.detail


def test_a_source_that_hangs_is_said_so() -> None:
    told = credited(failure=failure(Origin.DEADLINE, "DeadlineExceeded", Sent.NO))
    assert told.status is FAIL
    assert told.detail == "It did not end within its time limit."
    assert "get-caller-identity" in told.hint


def test_none_at_all() -> None:
    told = credited(failure=not_sent("NoCredentialsError"))
    assert told.status is FAIL
    assert "No AWS credentials were found" in told.detail
    assert "aws configure" in told.hint


def test_aws_does_not_take_them() -> None:
    told = credited(refusal=refusal("ExpiredToken", "The security token is expired", 403))
    assert told.status is FAIL
    assert "AWS does not take them" in told.detail
    assert told.hint


@pytest.mark.parametrize(
    "refused",
    [not_sent("EndpointConnectionError"), refusal("AccessDenied", "User: alice is not", 403)],
)
def test_whose_they_are_is_not_known(refused: Failure) -> None:
    told = credited(refusal=refused)
    assert told.status is WARN
    assert "Whose they are is not known" in told.detail
    assert "alice" not in told.detail
