"""Where a pool's keys are, region by region, and which endpoints are allowed."""

from __future__ import annotations

import pytest

from console.core.call import (
    ADMIN_GET_USER,
    FILTER_LOG_EVENTS,
    GET_CALLER_IDENTITY,
    GET_SMS_ATTRIBUTES,
    LOOKUP_EVENTS,
    SERVICES,
    ApiCall,
)
from console.core.profile import ProfileKind
from console.services.addresses import check_endpoint, check_service, key_set_url, region_of
from console.services.faults import ClientFaultError
from tests.fakes import profile
from tests.services.lab import lab, practice


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
        (lab("http://127.0.0.1:1", use_fips=True), "choose among AWS's own endpoints"),
        (lab("http://127.0.0.1:1", use_dualstack=True), "choose among AWS's own endpoints"),
    ],
)
def test_endpoints_that_are_not(given: object, words: str) -> None:
    with pytest.raises(ClientFaultError) as caught:
        check_endpoint(given)  # type: ignore[arg-type]
    assert words in caught.value.message


@pytest.mark.parametrize("region", ["cn-north-1", "cn-northwest-1"])
def test_in_china_there_are_no_user_pools(region: str) -> None:
    with pytest.raises(ClientFaultError) as caught:
        check_endpoint(profile(region=region, user_pool_id=f"{region}_Ab12Cd34E"))
    assert caught.value.code == "NoUserPoolsInRegion"
    assert "do not exist in the China regions" in caught.value.message
    check_endpoint(lab("http://127.0.0.1:1", region=region))


def test_the_keys_are_where_the_calls_go() -> None:
    asked: list[str] = []

    def endpoint(region: str) -> str:
        asked.append(region)
        return "https://cognito-idp.example"

    url = key_set_url(profile(region="eu-north-1", user_pool_id="eu-north-1_A"), endpoint)
    assert url == "https://cognito-idp.example/eu-north-1_A/.well-known/jwks.json"
    assert asked == ["eu-north-1"]


@pytest.mark.parametrize("operation", sorted(SERVICES))
def test_the_practice_pool_is_asked_for_nothing_that_is_not_cognitos(operation: str) -> None:
    check_service(lab("http://127.0.0.1:1"), operation)
    check_service(profile(), operation)
    check_service(practice("http://127.0.0.1:1"), ADMIN_GET_USER)
    with pytest.raises(ClientFaultError) as caught:
        check_service(practice("http://127.0.0.1:1"), operation)
    identity = operation == GET_CALLER_IDENTITY
    assert caught.value.code == ("NoCallerIdentity" if identity else "NoAwsAccount")
    assert "in no AWS account" in caught.value.message


@pytest.mark.parametrize("region", ["us-east-1", "us-gov-west-1", "eusc-de-east-1", "ap-south-12"])
def test_a_call_may_name_its_region(region: str) -> None:
    call = ApiCall(operation=GET_SMS_ATTRIBUTES, params={}, region=region)
    assert region_of(profile(region="eu-west-1"), call) == region


@pytest.mark.parametrize("operation", [LOOKUP_EVENTS, FILTER_LOG_EVENTS, ADMIN_GET_USER])
def test_else_it_goes_to_the_profiles(operation: str) -> None:
    call = ApiCall(operation=operation, params={})
    assert region_of(profile(region="eu-north-1"), call) == "eu-north-1"


@pytest.mark.parametrize(
    "region",
    [
        "",
        "canary",
        "eu-west-1.canary.example/",
        "eu-west-1\n",
        "EU-WEST-1",
        "eu-west-1@x",
        "e-1",
        "é-1",
    ],
)
def test_what_is_no_region_becomes_no_host(region: str) -> None:
    with pytest.raises(ClientFaultError) as caught:
        region_of(profile(), ApiCall(operation=GET_SMS_ATTRIBUTES, params={}, region=region))
    assert caught.value.code == "InvalidRegionError"
    assert "canary" not in caught.value.message
