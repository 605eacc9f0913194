from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.loaders import Loader
from hypothesis import given
from hypothesis import strategies as st

from console.core.claims import DOMAINS, Check, read_claims
from console.core.secret import Secret
from tests.fakes import START, profile
from tests.jwts import SUB, token


@pytest.mark.parametrize("name", ["access", "id"])
def test_what_is_right_is_said_to_be(name: str) -> None:
    claims = read_claims(name, token(name), profile=profile(), now=START)
    assert claims is not None
    assert set(claims.checks.values()) == {Check.OK}
    assert (claims.use, claims.algorithm, claims.sub) == (name, "RS256", SUB)
    assert claims.username == "alice-real"
    assert claims.revocable
    assert claims.issued_at == claims.auth_time == START.replace(microsecond=0)
    assert claims.expires_at == START.replace(microsecond=0) + timedelta(hours=1)


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        ("issuer", {"iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other"}),
        ("issuer", {"iss": None}),
        ("client", {"client_id": "another"}),
        ("use", {"token_use": "id"}),
        ("expiry", {"exp": int(START.timestamp())}),
        ("expiry", {"exp": "soon"}),
        ("expiry", {"exp": None}),
        ("expiry", {"exp": 1e300}),
    ],
)
def test_what_is_wrong_is_named(check: str, changes: dict[str, object]) -> None:
    given_token = token("access", **changes)  # type: ignore[arg-type]
    claims = read_claims("access", given_token, profile=profile(), now=START)
    assert claims is not None
    wrong = {name for name, found in claims.checks.items() if found is Check.WRONG}
    assert wrong == {check}


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("us-gov-west-1", "cognito-idp.us-gov-west-1.amazonaws.com"),
        ("eusc-de-east-1", "cognito-idp.eusc-de-east-1.amazonaws.eu"),
        ("us-iso-east-1", "cognito-idp.us-iso-east-1.c2s.ic.gov"),
        ("eu-west-1", "issuer-cognito-idp.eu-west-1.amazonaws.com"),
    ],
)
def test_the_issuer_of_each_partition_and_form(region: str, host: str) -> None:
    pool = profile(region=region, user_pool_id=f"{region}_A")
    claims = read_claims(
        "access", token("access", iss=f"https://{host}/{region}_A"), profile=pool, now=START
    )
    assert claims is not None
    assert claims.checks["issuer"] is Check.OK


def test_the_domains_are_those_of_the_installed_botocore() -> None:
    partitions = Loader().load_data("partitions")["partitions"]
    known = {each["outputs"]["dnsSuffix"] for each in partitions if each["id"] != "aws-cn"}
    assert known == set(DOMAINS)


def test_scopes_groups_and_names() -> None:
    more: dict[str, Any] = {"cognito:groups": ["admins", 7, "x\u202ey"], "email": "a@b.c"}
    given_token = token("access", scope="a b", **more)
    claims = read_claims("access", given_token, profile=profile(), now=START)
    assert claims is not None
    assert claims.scopes == ("a", "b")
    assert claims.groups == ("admins", "x\\u202ey")
    assert "email" in claims.names


def test_an_older_client_without_revocation() -> None:
    claims = read_claims("id", token("id", origin_jti=None), profile=profile(), now=START)
    assert claims is not None
    assert not claims.revocable


@pytest.mark.parametrize("text", ["", "opaque", "a.b", "a.b.c", "e30.e30.e30.e30", "....", "é.é.é"])
def test_what_is_no_token_has_no_claims(text: str) -> None:
    assert read_claims("access", Secret(text), profile=profile(), now=START) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["iss", "exp", "iat", "auth_time", "scope", "sub", "cognito:groups"]
                ),
                inner,
            )
        ),
    )
)
def test_any_payload_is_read_or_refused(value: object) -> None:
    part = base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    claims = read_claims("id", Secret(f"{part}.{part}.x"), profile=profile(), now=START)
    assert (claims is not None) is isinstance(value, dict)


@pytest.mark.parametrize("before", [150, 180, 195, 400])
def test_a_cut_claim_gives_no_part_of_a_secret_away(before: int) -> None:
    secret = "correct-horse-battery"
    long = "x" * before + secret
    more: dict[str, Any] = {"cognito:groups": [long], "scope": long, "sub": long, long: 1}
    claims = read_claims("access", token("access", **more), profile=profile(), now=START)
    assert claims is not None
    for text in (*claims.groups, *claims.scopes, *claims.names, claims.sub or ""):
        assert secret in text or secret[:6] not in text
