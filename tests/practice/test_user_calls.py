from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.clients import OTHER_POOL_ID
from console.practice.pool import PracticePool
from console.practice.seeds import SEEDS
from console.practice.tokens import subject

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]


@pytest.fixture
def ask(pool: PracticePool) -> Call:
    def call(operation: str, **body: object) -> dict[str, Any]:
        return pool.handle(operation, {"UserPoolId": PRACTICE_USER_POOL_ID} | body)

    return call


def _named(user: dict[str, Any]) -> dict[str, str]:
    return {one["Name"]: one["Value"] for one in user["UserAttributes"]}


def test_a_user_is_shown_as_seeded(ask: Call) -> None:
    for seed in SEEDS:
        if seed.migrates or seed.only_in is not None:
            continue
        user = ask("AdminGetUser", Username=seed.username)
        assert user["UserStatus"] == str(seed.status)
        assert user["Enabled"] is seed.enabled
        assert _named(user) == {"sub": subject(seed.username)} | dict(seed.attributes)
        assert user["UserCreateDate"] == user["UserLastModifiedDate"]


def test_a_user_is_found_by_alias_and_sub(ask: Call, refused: Refused) -> None:
    for name in ("alice@example.com", subject("alice")):
        assert ask("AdminGetUser", Username=name)["Username"] == "alice"
    for operation in ("AdminGetUser", "AdminListUserAuthEvents", "AdminListGroupsForUser"):
        assert refused(ask, operation, Username="nobody") == (
            "UserNotFoundException",
            "User does not exist.",
        )


@pytest.mark.parametrize(
    ("username", "factors", "preferred"),
    [
        ("alice", None, None),
        ("dave", ["SOFTWARE_TOKEN_MFA"], "SOFTWARE_TOKEN_MFA"),
        ("erin", ["SMS_MFA"], "SMS_MFA"),
        ("victor", ["EMAIL_OTP"], "EMAIL_OTP"),
        ("walter", ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"], None),
        ("yvonne", None, None),
    ],
)
def test_second_factors_are_shown_as_they_are_asked_for(
    ask: Call, username: str, factors: list[str] | None, preferred: str | None
) -> None:
    user = ask("AdminGetUser", Username=username)
    assert user.get("UserMFASettingList") == factors
    assert user.get("PreferredMfaSetting") == preferred
    assert ("MFAOptions" in user) is ("SMS_MFA" in (factors or ()))


def test_dates_follow_what_happens(
    ask: Call,
    initiate: Call,
    respond: Call,
    refused: Refused,
    advance: Callable[[float], None],
    now: Callable[[], datetime],
) -> None:
    assert refused(ask, "AdminGetUser", Username="moira")[0] == "UserNotFoundException"
    advance(60)
    initiate(USERNAME="moira", PASSWORD="Misty-Anvil-30!")
    migrated = ask("AdminGetUser", Username="moira")
    assert migrated["UserCreateDate"] == migrated["UserLastModifiedDate"] == now().timestamp()
    asked = initiate(USERNAME="zack", PASSWORD="Zesty-Harvest-16!")
    new = {"NEW_PASSWORD": "Fresh-Meadow-77!", "userAttributes_name": "Zack"}
    respond("NEW_PASSWORD_REQUIRED", asked["Session"], USERNAME="zack", **new)
    zack = ask("AdminGetUser", Username="zack")
    assert zack["UserStatus"] == "CONFIRMED"
    assert _named(zack)["name"] == "Zack"
    assert zack["UserCreateDate"] < zack["UserLastModifiedDate"] == now().timestamp()


def test_a_list_is_filtered_and_cut(ask: Call, refused: Refused) -> None:
    listed = ask("ListUsers", Filter='email = "dave@example.com"', AttributesToGet=["sub"])
    (dave,) = listed["Users"]
    assert dave["Username"] == "dave"
    assert dave["Attributes"] == [{"Name": "sub", "Value": subject("dave")}]
    first = ask("ListUsers", Limit=2)
    assert [user["Username"] for user in first["Users"]] == ["alice", "bob"]
    second = ask("ListUsers", Limit=2, PaginationToken=first["PaginationToken"])
    assert [user["Username"] for user in second["Users"]] == ["carol", "dave"]
    assert ask("ListUsers", Filter='email = "none@example.com"') == {"Users": []}
    assert refused(ask, "ListUsers", Filter="email")[1] == "Error while parsing filter."
    assert refused(ask, "ListUsers", AttributesToGet="sub")[0] == "SerializationException"
    assert refused(ask, "ListUsers", AttributesToGet=[])[0] == "InvalidParameterException"


def test_groups_are_those_of_the_tokens(
    ask: Call, initiate: Call, jwt_claims: Callable[[str], dict[str, Any]]
) -> None:
    groups = [one["GroupName"] for one in ask("AdminListGroupsForUser", Username="clara")["Groups"]]
    tokens = initiate(USERNAME="clara", PASSWORD="Clover-Ladder-39!")["AuthenticationResult"]
    for kind in ("IdToken", "AccessToken"):
        claims = jwt_claims(tokens[kind])
        assert claims["cognito:groups"] == groups == ["staff", "night-shift"]
        assert claims["tenant"] == "blue"
        assert claims["name"] == "Clara of the blue tenant"
    assert ask("AdminListGroupsForUser", Username="alice") == {"Groups": []}
    one = ask("AdminListGroupsForUser", Username="clara", Limit=1)
    assert len(one["Groups"]) == 1
    assert "NextToken" in one


def test_the_claims_trigger_runs_where_the_pool_has_it_and_its_plan_allows(
    initiate: Call, jwt_claims: Callable[[str], dict[str, Any]]
) -> None:
    asked = {"USERNAME": "clara", "PASSWORD": "Clover-Ladder-39!"}
    lite = initiate(client="lite", **asked)["AuthenticationResult"]
    assert jwt_claims(lite["IdToken"])["tenant"] == "blue"
    assert "tenant" not in jwt_claims(lite["AccessToken"])


def test_confirmed_devices_are_listed(ask: Call) -> None:
    (device,) = ask("AdminListDevices", Username="wendy")["Devices"]
    assert device["DeviceKey"].startswith("eu-west-1_")
    assert ask("AdminListDevices", Username="alice") == {"Devices": []}


def test_a_user_of_another_pool_is_not_here(ask: Call, refused: Refused) -> None:
    other = {"UserPoolId": OTHER_POOL_ID}
    assert refused(ask, "AdminGetUser", Username="olga")[0] == "UserNotFoundException"
    assert refused(ask, "AdminGetUser", Username=subject("olga"))[0] == "UserNotFoundException"
    assert ask("ListUsers", Filter='username = "olga"')["Users"] == []
    assert ask("AdminGetUser", Username="olga", **other)["Username"] == "olga"
    (found,) = ask("ListUsers", Filter='email = "olga@example.com"', **other)["Users"]
    assert found["Username"] == "olga"


def test_a_temporary_password_is_as_old_as_it_is_good(
    ask: Call, now: Callable[[], datetime]
) -> None:
    fresh, stale = (ask("AdminGetUser", Username=name) for name in ("grace", "peggy"))
    assert fresh["UserStatus"] == stale["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    days = [(now().timestamp() - user["UserLastModifiedDate"]) / 86_400 for user in (fresh, stale)]
    assert days[0] == 1
    assert days[1] > 7
