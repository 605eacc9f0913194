"""Where requests really go: by the profile alone, whatever variables and files of AWS say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from console.core.call import Origin, Sent
from console.core.profile import Profile
from console.services.addresses import key_set_url
from console.services.cognito import CognitoClient
from console.services.errands import Errands
from tests.fakes import profile
from tests.services.lab import failed, lab, send

ASKS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "cognito-idp": ("list_user_pools", {"MaxResults": 1}),
    "sts": ("get_caller_identity", {}),
    "sns": ("get_sms_attributes", {}),
    "logs": ("filter_log_events", {"logGroupName": "g"}),
    "cloudtrail": ("lookup_events", {}),
}
ELSEWHERE = "http://127.0.0.1:9"
VARIABLES = ("", "_COGNITO_IDENTITY_PROVIDER", "_STS", "_SNS", "_CLOUDWATCH_LOGS", "_CLOUDTRAIL")
CONFIG = f"""
[default]
endpoint_url = {ELSEWHERE}
services = elsewhere
use_fips_endpoint = true
use_dualstack_endpoint = true
[services elsewhere]
cognito_identity_provider =
  endpoint_url = {ELSEWHERE}
sts =
  endpoint_url = {ELSEWHERE}
sns =
  endpoint_url = {ELSEWHERE}
cloudwatch_logs =
  endpoint_url = {ELSEWHERE}
cloudtrail =
  endpoint_url = {ELSEWHERE}
"""


class StoppedShortError(Exception):
    """Nothing is to leave this machine."""


@pytest.fixture(autouse=True)
def keys(aws_home: Path) -> None:
    (aws_home / "credentials").write_text("[default]\naws_access_key_id=K\naws_secret_access_key=s")


@contextmanager
def opened(at: Profile) -> Iterator[CognitoClient]:
    client = CognitoClient(at, Errands())
    try:
        yield client
    finally:
        client.close()


def address(client: CognitoClient, service: str, region: str) -> str:
    """The URL of the request that would be sent."""
    made = client._ready()
    made.keys._pinned = made.keys._found().get_frozen_credentials()
    asked: list[str] = []

    def note(request: object, **_: object) -> None:
        asked.append(getattr(request, "url", ""))
        raise StoppedShortError

    operation, params = ASKS[service]
    client_of = made.clients.of(service, region)
    client_of.meta.events.register("before-sign", note)
    with pytest.raises(StoppedShortError):
        getattr(client_of, operation)(**params)
    (url,) = asked
    return url.rstrip("/")


def addresses(at: Profile) -> dict[str, str]:
    with opened(at) as client:
        return {service: address(client, service, at.region) for service in ASKS}


# --- the environment and the files of AWS


@pytest.mark.parametrize("how", ["variables", "config", "variants"])
@pytest.mark.parametrize("service", ASKS)
def test_nothing_from_outside_moves_a_service(
    how: str, service: str, aws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "variables":
        for name in VARIABLES:
            monkeypatch.setenv(f"AWS_ENDPOINT_URL{name}", ELSEWHERE)
    if how == "config":
        (aws_home / "config").write_text(CONFIG)
    if how == "variants":
        monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
        monkeypatch.setenv("AWS_USE_DUALSTACK_ENDPOINT", "true")
    with opened(profile()) as client:
        assert address(client, service, "eu-west-1") == f"https://{service}.eu-west-1.amazonaws.com"


def test_a_labs_endpoint_is_for_all_services(aws_home: Path) -> None:
    (aws_home / "config").write_text(CONFIG)
    assert set(addresses(lab("http://127.0.0.1:5000")).values()) == {"http://127.0.0.1:5000"}


# --- FIPS, dual-stack, partitions


@pytest.mark.parametrize(
    ("region", "chosen", "host"),
    [
        ("us-east-1", "", "cognito-idp.us-east-1.amazonaws.com"),
        ("us-east-1", "fips", "cognito-idp-fips.us-east-1.amazonaws.com"),
        ("us-east-1", "dualstack", "cognito-idp.us-east-1.amazonaws.com"),
        ("us-east-1", "fips dualstack", "cognito-idp-fips.us-east-1.amazonaws.com"),
        ("ca-central-1", "fips dualstack", "cognito-idp-fips.ca-central-1.api.aws"),
        ("us-gov-west-1", "", "cognito-idp.us-gov-west-1.amazonaws.com"),
        ("us-gov-west-1", "fips", "cognito-idp-fips.us-gov-west-1.amazonaws.com"),
        ("us-gov-west-1", "dualstack", "cognito-idp.us-gov-west-1.api.aws"),
        ("us-gov-east-1", "fips dualstack", "cognito-idp-fips.us-gov-east-1.api.aws"),
        ("eusc-de-east-1", "", "cognito-idp.eusc-de-east-1.amazonaws.eu"),
        ("us-iso-east-1", "", "cognito-idp.us-iso-east-1.c2s.ic.gov"),
        ("us-isob-east-1", "fips", "cognito-idp-fips.us-isob-east-1.sc2s.sgov.gov"),
    ],
)
def test_calls_and_keys_go_to_the_same_host(region: str, chosen: str, host: str) -> None:
    at = profile(
        region=region,
        user_pool_id=f"{region}_Ab12Cd34E",
        use_fips="fips" in chosen,
        use_dualstack="dualstack" in chosen,
    )
    with opened(at) as client:
        assert address(client, "cognito-idp", region) == f"https://{host}"
        keys = key_set_url(at, client._ready().endpoint)
    assert keys == f"https://{host}/{region}_Ab12Cd34E/.well-known/jwks.json"


def test_the_other_services_follow_the_profile_too() -> None:
    govcloud = profile(region="us-gov-west-1", user_pool_id="us-gov-west-1_A", use_fips=True)
    found = addresses(govcloud)
    assert found["sts"] == "https://sts.us-gov-west-1.amazonaws.com"  # it has FIPS by itself
    assert found["sns"] == "https://sns.us-gov-west-1.amazonaws.com"
    fips = addresses(profile(region="us-east-1", user_pool_id="us-east-1_A", use_fips=True))
    assert fips["sts"] == "https://sts-fips.us-east-1.amazonaws.com"
    assert fips["cloudtrail"] == "https://cloudtrail-fips.us-east-1.amazonaws.com"


# --- AWS China


@pytest.mark.parametrize("region", ["cn-north-1", "cn-northwest-1"])
async def test_nothing_is_sent_to_china(region: str) -> None:
    failure = failed(await send(profile(region=region, user_pool_id=f"{region}_Ab12Cd34E")))
    assert (failure.origin, failure.code) == (Origin.CLIENT, "NoUserPoolsInRegion")
    assert "do not exist in the China regions" in failure.message
    assert (failure.record.sent, failure.record.tries) == (Sent.NO, ())
