from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.call import Origin, Reply, Sent
from console.core.pool_settings import PasswordPolicy, PoolSettings
from console.core.settings_reading import read_settings, settings_of
from tests.fakes import FakeGateway, failure, profile, record, refusal

CLIENT: dict[str, Any] = {
    "AuthSessionValidity": 5,
    "EnableTokenRevocation": True,
    "RefreshTokenRotation": {"Feature": "ENABLED"},
    "RefreshTokenValidity": 12,
    "TokenValidityUnits": {"RefreshToken": "hours"},
    "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
}
POOL: dict[str, Any] = {
    "Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireNumbers": True}},
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True},
    "SchemaAttributes": [{"Name": "custom:age", "AttributeDataType": "Number"}],
}
READ = PoolSettings(
    session_validity_s=300,
    token_revocation=True,
    rotates_refresh=True,
    refresh_validity_s=43200,
    auth_flows=("ALLOW_USER_SRP_AUTH",),
    device_tracking=True,
    password_policy=PasswordPolicy(minimum_length=12, require_numbers=True),
    attribute_types=(("custom:age", "Number"),),
)


async def test_both_calls_are_made_and_read() -> None:
    gateway = FakeGateway(
        [Reply(record=record(), details=CLIENT), Reply(record=record(), details=POOL)]
    )
    reading = await read_settings(profile(), gateway)
    assert reading.settings == READ
    assert not reading.failures
    assert [call.operation for call in gateway.calls] == [
        "DescribeUserPoolClient",
        "DescribeUserPool",
    ]
    assert all(call.signed for call in gateway.calls)


async def test_one_that_is_denied_hides_nothing_of_the_other() -> None:
    denied = refusal("AccessDeniedException", "User is not authorized to perform it")
    gateway = FakeGateway([denied, Reply(record=record(), details=POOL)])
    reading = await read_settings(profile(), gateway)
    assert reading.failures == {"DescribeUserPoolClient": denied}
    assert reading.settings.password_policy == READ.password_policy
    assert reading.settings.session_validity_s is None
    assert reading.settings.rotates_refresh is None


async def test_nothing_is_known_where_nothing_answers() -> None:
    none = failure(Origin.CLIENT, "EndpointConnectionError", Sent.NO)
    reading = await read_settings(profile(), FakeGateway([none, none]))
    assert reading.settings == PoolSettings()
    assert set(reading.failures) == {"DescribeUserPoolClient", "DescribeUserPool"}


@pytest.mark.parametrize(
    ("client", "seconds"),
    [
        ({"RefreshTokenValidity": 30}, 30 * 86400),
        ({"RefreshTokenValidity": 0}, None),  # Cognito's default, which it does not name
        ({"RefreshTokenValidity": 5, "TokenValidityUnits": {"RefreshToken": "weeks"}}, None),
        ({}, None),
    ],
)
def test_the_life_of_refresh_tokens(client: dict[str, Any], seconds: float | None) -> None:
    assert settings_of(client=client, pool={}).refresh_validity_s == seconds


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*CLIENT, *POOL]), inner),
)


@given(
    st.dictionaries(st.sampled_from(list(CLIENT)), _anything),
    st.dictionaries(st.sampled_from(list(POOL)), _anything),
)
def test_odd_members_are_not_known(client: dict[str, Any], pool: dict[str, Any]) -> None:
    assert hash(settings_of(client=client, pool=pool)) is not None


@pytest.mark.parametrize(
    "client",
    [
        {"AuthSessionValidity": 0},
        {"AuthSessionValidity": 10**9},
        {"RefreshTokenValidity": 10**9},
        {"RefreshTokenValidity": 3651},
        {"RefreshTokenValidity": 5, "TokenValidityUnits": {"RefreshToken": "seconds"}},
    ],
)
def test_lives_that_no_client_can_have_are_not_known(client: dict[str, Any]) -> None:
    settings = settings_of(client=client, pool={})
    assert settings.session_validity_s is None
    assert settings.refresh_validity_s is None


@pytest.mark.parametrize("length", [-1, 0, 100, 10**9])
def test_a_policy_that_no_pool_can_have_is_not_known(length: int) -> None:
    pool = {"Policies": {"PasswordPolicy": {"MinimumLength": length}}}
    assert settings_of(client={}, pool=pool).password_policy is None
