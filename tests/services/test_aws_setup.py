"""What botocore reads of AWS's files and variables, with botocore itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.credentials import Credentials, RefreshableCredentials

from console.core.call import CallRecord, Failure, Origin, Sent
from console.core.doctor.address import bare_profile
from console.core.doctor.facts import Bundle, ConfigFacts
from console.core.profile import Profile, ProfileKind
from console.services.aws_setup import Sight, config_facts, facts_without_client, source_of
from console.services.clock import SystemClock
from console.services.cognito import CognitoClient
from console.services.errands import Errands
from console.services.exchange import Exchange
from tests.fakes import START, profile
from tests.services.fault_server import Certificate, make_certificate


@pytest.fixture(autouse=True)
def nothing_is_set_up(aws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert aws_home.exists()
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)


def read(at: Profile, region: str | None = "eu-west-1") -> ConfigFacts:
    client = CognitoClient(at, Errands())
    try:
        found = client.look(lambda sight: config_facts(sight, at, region), Exchange(SystemClock()))
    finally:
        client.close()
    assert isinstance(found, ConfigFacts), found
    return found


def test_a_machine_where_nothing_is_set_up() -> None:
    facts = read(bare_profile("us-east-1"), region=None)
    assert facts == ConfigFacts()


def test_region_profile_and_files(aws_home: Path) -> None:
    (aws_home / "config").write_text("[profile support]\nregion = eu-north-1\n")
    facts = read(profile(aws_profile="support"), region=None)
    assert facts == ConfigFacts(
        files=("config",),
        profile="support",
        region="eu-north-1",
        endpoint_url="https://cognito-idp.eu-north-1.amazonaws.com",
    )
    chosen = read(profile(aws_profile="support"), region="us-east-2")
    assert chosen.endpoint_url == "https://cognito-idp.us-east-2.amazonaws.com"
    assert chosen.region == "eu-north-1"


def test_the_variable_goes_before_the_file(aws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (aws_home / "config").write_text("[default]\nregion = eu-north-1\n")
    (aws_home / "credentials").write_text("")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ca-central-1")
    facts = read(bare_profile("us-east-1"), region=None)
    assert (facts.region, facts.files) == ("ca-central-1", ("config", "credentials"))


def test_fips_is_the_profiles_alone(aws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (aws_home / "config").write_text("[default]\nuse_dualstack_endpoint = true\n")
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    ignored = ("AWS_USE_FIPS_ENDPOINT", "use_dualstack_endpoint of the AWS profile")
    for use_fips, host in ((False, "cognito-idp"), (True, "cognito-idp-fips")):
        facts = read(profile(region="us-east-1", use_fips=use_fips), region="us-east-1")
        assert facts.endpoint_url == f"https://{host}.us-east-1.amazonaws.com"
        assert facts.ignored == ignored


def test_a_lab_has_its_own_address() -> None:
    at = profile(kind=ProfileKind.LAB, endpoint_url="http://127.0.0.1:9")
    assert read(at).endpoint_url == "http://127.0.0.1:9"


def test_what_has_no_effect(aws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (aws_home / "config").write_text(
        "[default]\nendpoint_url = http://evil.example\nservices = local\n"
        "[services local]\ncognito_identity_provider =\n  endpoint_url = http://evil.example\n"
    )
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://evil.example")
    monkeypatch.setenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://evil.example")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    facts = read(bare_profile("eu-west-1"))
    assert facts.ignored == (
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
        "AWS_REGION",
        "endpoint_url of the AWS profile",
        "endpoint_url of the AWS profile’s services",
    )
    assert facts.endpoint_url == "https://cognito-idp.eu-west-1.amazonaws.com"
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    assert "AWS_REGION" not in read(bare_profile("eu-west-1")).ignored


@pytest.mark.parametrize("text", ["no section", "[profile x"])
def test_a_broken_file_is_a_failure(aws_home: Path, text: str) -> None:
    (aws_home / "config").write_text(text)
    client = CognitoClient(bare_profile("eu-west-1"), Errands())
    exchange = Exchange(SystemClock())
    found = client.look(
        lambda sight: config_facts(sight, bare_profile("eu-west-1"), None), exchange
    )
    assert isinstance(found, Failure)
    assert found.code == "ConfigParseError"


def test_without_a_client_the_environment_alone_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    record = CallRecord(started_at=START, duration_ms=1.0, sent=Sent.NO)
    failure = Failure(record=record, origin=Origin.CLIENT, code="ConfigParseError")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://evil.example")
    monkeypatch.setenv("AWS_CA_BUNDLE", "/nowhere/ca.pem")
    assert facts_without_client(bare_profile("us-east-1"), failure) == ConfigFacts(
        region="eu-west-2",
        ignored=("AWS_ENDPOINT_URL",),
        bundle=Bundle(
            named_by="AWS_CA_BUNDLE", path="/nowhere/ca.pem", problem="it does not exist."
        ),
        failure=failure,
    )


def test_files_of_certificates(aws_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good: Certificate = make_certificate(aws_home)
    junk = aws_home / "junk.pem"
    junk.write_text("no certificate")

    def bundle(**changes: object) -> tuple[str, str | None]:
        found = read(profile(**changes)).bundle
        assert found is not None
        return found.named_by, found.problem

    assert read(profile()).bundle is None
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(good.file))
    assert bundle() == ("REQUESTS_CA_BUNDLE", None)
    (aws_home / "config").write_text(f"[default]\nca_bundle = {aws_home}\n")
    assert bundle() == ("ca_bundle of the AWS profile", "it is a folder, not a file.")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(junk))
    assert bundle() == ("AWS_CA_BUNDLE", "no certificate in it can be read.")
    assert bundle(ca_bundle=str(good.file)) == ("the profile (ca_bundle)", None)
    missing = str(aws_home / "missing")
    assert bundle(ca_bundle=missing) == ("the profile (ca_bundle)", "it does not exist.")


def seen(source: object) -> Sight:
    return SimpleNamespace(
        core=None, clients=None, keys=SimpleNamespace(source=source), endpoint=str
    )


def test_where_keys_came_from() -> None:
    assert source_of(seen(Credentials("a", "b", method="env"))) == ("env", None)
    assert source_of(seen(None)) == (None, None)


def test_until_when_they_are_good_is_in_the_place_where_it_is_looked_for() -> None:
    end = datetime(2036, 1, 1, 12, tzinfo=UTC)
    source = RefreshableCredentials("a", "b", "c", end, refresh_using=dict, method="sso")
    assert source_of(seen(source)) == ("sso", end)
    naive = RefreshableCredentials(
        "a", "b", "c", end.replace(tzinfo=None), refresh_using=dict, method="sso"
    )
    assert source_of(seen(naive)) == ("sso", None)
