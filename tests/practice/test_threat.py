from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyotp
import pytest

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.calls import Path
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.pool import PracticePool
from console.practice.seeds import SEEDS
from console.practice.threat import judged_address, refuse_barred, require_add_on

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_BLOCKED = ("NotAuthorizedException", "Unable to login because of security reasons.")
_PASSWORDS = {seed.username: seed.password for seed in SEEDS}


def _asks(username: str) -> dict[str, str]:
    return {"USERNAME": username, "PASSWORD": _PASSWORDS[username]}


def test_a_risky_user_is_blocked_whatever_the_password(initiate: Call, refused: Refused) -> None:
    assert refused(initiate, **_asks("risky")) == _BLOCKED
    assert refused(initiate, USERNAME="risky", PASSWORD="wrong") == _BLOCKED
    assert refused(initiate, "USER_AUTH", USERNAME="risky") == _BLOCKED


@pytest.mark.parametrize("client", ["lite", "no-custom-triggers"])
def test_no_plan_but_plus_judges_a_risk(client: str) -> None:
    with pytest.raises(PracticeError) as caught:
        require_add_on(CLIENTS[client])
    assert caught.value.code == "UserPoolAddOnNotEnabledException"
    refuse_barred(CLIENTS[client], "203.0.113.1")


def test_a_risky_user_gets_in_where_nobody_judges(initiate: Call) -> None:
    assert "AuthenticationResult" in initiate(client="lite", **_asks("risky"))
    assert "AuthenticationResult" in initiate(client="lite", **_asks("suspect"))


def test_a_demanded_factor_is_asked_for(
    initiate: Call, respond: Call, now: Callable[[], Any]
) -> None:
    asked = initiate(**_asks("suspect"))
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    seed = next(seed.totp_seed for seed in SEEDS if seed.username == "suspect")
    code = pyotp.TOTP(seed or "").at(now())
    reply = respond(
        "SOFTWARE_TOKEN_MFA",
        asked["Session"],
        USERNAME="suspect",
        SOFTWARE_TOKEN_MFA_CODE=code,
    )
    assert "AuthenticationResult" in reply


def test_who_has_no_factor_is_blocked_after_the_right_password(
    initiate: Call, refused: Refused
) -> None:
    assert refused(initiate, **_asks("suspect-without")) == _BLOCKED
    assert refused(initiate, USERNAME="suspect-without", PASSWORD="wrong")[1] == (
        "Incorrect username or password."
    )


@pytest.mark.parametrize("address", ["203.0.113.0", "203.0.113.255", "2001:db8:bad::1"])
def test_barred_addresses(address: str) -> None:
    with pytest.raises(PracticeError, match=r"Request not allowed due to security reasons\."):
        refuse_barred(CLIENTS["public"], address)


@pytest.mark.parametrize("address", ["203.0.112.255", "198.51.100.7", "::1", "no address"])
def test_other_addresses(address: str) -> None:
    refuse_barred(CLIENTS["public"], address)


def test_which_address_is_judged() -> None:
    given = {"IpAddress": "203.0.113.9"}
    admin = {"ContextData": given}
    public = {"UserContextData": given}
    client, confidential = CLIENTS["public"], CLIENTS["confidential"]
    assert judged_address(client, admin, Path.ADMIN) == "203.0.113.9"
    assert judged_address(client, {}, Path.ADMIN) == "127.0.0.1"
    assert judged_address(client, {"ContextData": {}}, Path.ADMIN) == "127.0.0.1"
    assert judged_address(client, public, Path.PUBLIC) == "127.0.0.1"
    assert judged_address(confidential, public, Path.PUBLIC) == "203.0.113.9"
    with pytest.raises(PracticeError, match="ContextData must be a structure"):
        judged_address(client, {"ContextData": "x"}, Path.ADMIN)


def test_a_barred_address_is_refused_before_the_user_is_looked_up(
    pool: PracticePool, refused: Refused
) -> None:
    call = {
        "UserPoolId": PRACTICE_USER_POOL_ID,
        "ClientId": CLIENTS["public"].id,
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "nobody", "PASSWORD": "x"},
        "ContextData": {"IpAddress": "203.0.113.9"},
    }
    assert refused(pool.handle, "AdminInitiateAuth", call) == (
        "NotAuthorizedException",
        "Request not allowed due to security reasons.",
    )
