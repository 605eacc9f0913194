"""Where a pool's keys are, region by region, and which endpoints are allowed."""

from __future__ import annotations

import pytest

from console.core.call import ADMIN_GET_USER, GET_CALLER_IDENTITY
from console.core.profile import ProfileKind
from console.services.addresses import check_endpoint, check_identity, key_set_url
from console.services.cognito import CognitoClient
from console.services.errands import Errands
from console.services.failures import ClientFaultError
from tests.fakes import profile
from tests.services.lab import lab, practice


@pytest.mark.usefixtures("aws_home")
@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("eu-west-1", "cognito-idp.eu-west-1.amazonaws.com"),
        ("us-gov-west-1", "cognito-idp.us-gov-west-1.amazonaws.com"),
        ("eusc-de-east-1", "cognito-idp.eusc-de-east-1.amazonaws.eu"),
        ("cn-north-1", "cognito-idp.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_the_keys_are_below_the_issuer_of_the_region(region: str, host: str) -> None:
    pool = f"{region}_Ab12Cd34E"
    client = CognitoClient(profile(region=region, user_pool_id=pool), Errands())
    try:
        suffix = client._ready().suffix
        url = key_set_url(profile(region=region, user_pool_id=pool), suffix)
    finally:
        client.close()
    assert url == f"https://{host}/{pool}/.well-known/jwks.json"


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:5000", "http://127.0.0.1:5000/"])
def test_the_keys_of_an_endpoint_are_its_own(endpoint: str) -> None:
    def never(_region: str) -> str:
        raise AssertionError("the region is not asked")

    url = key_set_url(practice(endpoint, user_pool_id="a_b/../c?d"), never)
    assert url == "http://127.0.0.1:5000/a_b%2F..%2Fc%3Fd/.well-known/jwks.json"


def test_endpoints_that_are_allowed() -> None:
    for each in (profile(), practice("http://127.0.0.1:1"), lab("http://lab.example"), lab(None)):
        check_endpoint(each)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (practice(None), "does not run"),
        (practice("http://192.0.2.7"), "on this machine"),
        (practice("http://127.0.0.1:1", kind=ProfileKind.STAGING), "only in a profile of kind"),
    ],
)
def test_endpoints_that_are_not(given: object, words: str) -> None:
    with pytest.raises(ClientFaultError) as caught:
        check_endpoint(given)  # type: ignore[arg-type]
    assert words in caught.value.message


def test_the_practice_pool_is_not_asked_who_calls() -> None:
    check_identity(lab("http://127.0.0.1:1"), GET_CALLER_IDENTITY)
    check_identity(profile(), GET_CALLER_IDENTITY)
    check_identity(practice("http://127.0.0.1:1"), ADMIN_GET_USER)
    with pytest.raises(ClientFaultError) as caught:
        check_identity(practice("http://127.0.0.1:1"), GET_CALLER_IDENTITY)
    assert caught.value.code == "NoCallerIdentity"
