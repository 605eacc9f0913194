from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from console.practice.checks import phantom

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_WRONG = ("NotAuthorizedException", "Incorrect username or password.")
_LOCKED = ("NotAuthorizedException", "Password attempts exceeded")
_RIGHT = {"USERNAME": "alice", "PASSWORD": "Amber-Kettle-41!"}
_HIDES = ("ADMIN_USER_PASSWORD_AUTH", "hidden-users")


def _fail(refused: Refused, initiate: Call, times: int, **how: str) -> None:
    for _ in range(times):
        assert refused(initiate, USERNAME="alice", PASSWORD="wrong", **how) == _WRONG


def test_the_fifth_wrong_password_locks_the_user_on_both_paths(
    initiate: Call, refused: Refused, advance: Callable[[float], None]
) -> None:
    _fail(refused, initiate, 3)
    _fail(refused, initiate, 2, flow="USER_PASSWORD_AUTH", path="public")
    assert refused(initiate, **_RIGHT) == _LOCKED
    assert refused(initiate, "USER_PASSWORD_AUTH", path="public", **_RIGHT) == _LOCKED
    assert "AuthenticationResult" in initiate(USERNAME="carol", PASSWORD="Cobalt-Harbor-23!")
    advance(1)
    _fail(refused, initiate, 1)
    advance(1)
    assert refused(initiate, **_RIGHT) == _LOCKED  # tries during a lock do not lengthen it
    advance(1)
    assert "AuthenticationResult" in initiate(**_RIGHT)
    _fail(refused, initiate, 4)
    assert "AuthenticationResult" in initiate(**_RIGHT)


def test_an_unknown_user_is_hidden_and_locked_like_any_other(
    initiate: Call, refused: Refused
) -> None:
    asked = {"USERNAME": "nobody", "PASSWORD": "x"}
    assert refused(initiate, **asked) == ("UserNotFoundException", "User does not exist.")
    for _ in range(5):
        assert refused(initiate, *_HIDES, **asked) == _WRONG
    assert refused(initiate, *_HIDES, **asked) == _LOCKED


def test_a_stand_in_is_never_let_in(initiate: Call, refused: Refused) -> None:
    reply = initiate("USER_AUTH", "hidden-users", USERNAME="nobody")
    name = reply["ChallengeParameters"]["USER_ID_FOR_SRP"]
    asked = {"USERNAME": "nobody", "PASSWORD": phantom(name).password}
    assert refused(initiate, *_HIDES, **asked) == _WRONG


def test_known_users_are_as_ever_where_users_are_hidden(initiate: Call, refused: Refused) -> None:
    assert "AuthenticationResult" in initiate(*_HIDES, **_RIGHT)
    kevin = {"USERNAME": "kevin", "PASSWORD": "Keen-Saddle-53!"}
    assert refused(initiate, *_HIDES, **kevin) == _WRONG
    assert refused(initiate, **kevin)[0] == "PasswordResetRequiredException"


def test_migration_brings_a_user_in_with_the_right_password_alone(
    initiate: Call, refused: Refused
) -> None:
    right = {"USERNAME": "moira", "PASSWORD": "Misty-Anvil-30!"}
    # SRP never asks the trigger, since no password is sent.
    assert refused(initiate, "USER_SRP_AUTH", USERNAME="moira", SRP_A="2")[0] == (
        "UserNotFoundException"
    )
    assert refused(initiate, **right | {"PASSWORD": "wrong"}) == (
        "UserLambdaValidationException",
        "UserMigration failed with error Bad password.",
    )
    assert "AuthenticationResult" in initiate(**right)
    assert "ChallengeName" in initiate("USER_SRP_AUTH", USERNAME="moira", SRP_A="2")
    assert refused(initiate, **right | {"PASSWORD": "wrong"}) == _WRONG


@pytest.mark.parametrize(
    ("username", "password", "code", "text"),
    [
        ("sms-role", "Sandy-Tower-18!", "InvalidSmsRoleAccessPolicyException", "with SNS"),
        ("email-role", "Early-Tower-20!", "InvalidEmailRoleAccessPolicyException", "role"),
        ("token-trigger", "Tepid-Tower-23!", "UserLambdaValidationException", "PreTokenGeneration"),
        ("pool-config", "Pearl-Tower-16!", "InvalidUserPoolConfigurationException", "pool"),
    ],
)
def test_what_strikes_after_the_password_says_that_the_password_was_right(
    initiate: Call, refused: Refused, username: str, password: str, code: str, text: str
) -> None:
    assert refused(initiate, USERNAME=username, PASSWORD="wrong") == _WRONG
    got = refused(initiate, USERNAME=username, PASSWORD=password)
    assert got[0] == code
    assert text in got[1]


def test_the_firewall_stands_before_the_public_path_alone(initiate: Call, refused: Refused) -> None:
    asked = {"USERNAME": "blocked-by-waf", "PASSWORD": "Brisk-Tower-14!"}
    assert "AuthenticationResult" in initiate(**asked)
    assert refused(initiate, "USER_PASSWORD_AUTH", path="public", **asked) == (
        "ForbiddenException",
        "Request not allowed due to WAF block.",
    )
