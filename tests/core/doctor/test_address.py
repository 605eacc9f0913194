"""Which addresses are tried, and what is known of one by its form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.doctor.address import address_of, bare_profile, is_region, url_in
from tests.core.doctor.station import at


def test_the_parts_of_an_address() -> None:
    found = at("https://cognito-idp.eu-west-1.amazonaws.com/path?query")
    assert found.url == "https://cognito-idp.eu-west-1.amazonaws.com/"
    assert (found.host, found.port, found.secure) == (
        "cognito-idp.eu-west-1.amazonaws.com",
        443,
        True,
    )
    assert (found.of_aws, found.near, found.numeric) == (True, False, False)
    plain = at("http://127.0.0.1:8700")
    assert (plain.port, plain.secure) == (8700, False)
    assert (plain.of_aws, plain.near, plain.numeric) == (False, True, True)
    assert at("http://lab.example").port == 80


@pytest.mark.parametrize(
    ("host", "of_aws"),
    [
        ("cognito-idp.cn-north-1.amazonaws.com.cn", True),
        ("cognito-idp.eu-west-1.api.aws", True),
        ("amazonaws.com.example.org", False),
        ("notamazonaws.com", False),
    ],
)
def test_hosts_of_aws(host: str, of_aws: bool) -> None:
    assert at(f"https://{host}").of_aws is of_aws


@pytest.mark.parametrize(
    "url", ["", "ftp://x", "https://", "https://user:pass@host", "http://[::1", "http://x:99999"]
)
def test_what_is_no_address(url: str) -> None:
    assert address_of(url) is None


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_none(text: str) -> None:
    found = address_of(text)
    assert found is None or (found.host and found.url.startswith("http"))


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("eu-west-1", "cognito-idp.eu-west-1.amazonaws.com"),
        ("us-gov-west-1", "cognito-idp.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "cognito-idp.cn-north-1.amazonaws.com.cn"),
        ("eusc-de-east-1", "cognito-idp.eusc-de-east-1.amazonaws.eu"),
    ],
)
def test_the_usual_address_in_a_region(region: str, host: str) -> None:
    assert at(url_in(region)).host == host
    assert at(url_in(region)).of_aws


@pytest.mark.parametrize("text", ["", "eu-west-1/", "EU-WEST-1", "eu west 1", "evil.example/#-1"])
def test_what_is_no_region(text: str) -> None:
    assert not is_region(text)
    assert is_region("ap-southeast-2")
    assert bare_profile("ap-southeast-2").region == "ap-southeast-2"
