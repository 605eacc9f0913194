"""What the plans lack, where no trigger refuses, and the codes that the rows speak of."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from console.practice.guarded_rows import GUARDED_ROWS
from console.practice.later_users import LATER_USERS
from console.practice.listing import LISTED
from console.practice.pool import PracticePool
from console.practice.seeds import SEEDS

Call = Callable[..., dict[str, Any]]
Refused = Callable[..., tuple[str, str]]
_PASSWORDS = {seed.username: seed.password for seed in SEEDS}
_TIER = "FeatureUnavailableInTierException"


def _asks(username: str) -> dict[str, str]:
    return {"USERNAME": username, "PASSWORD": _PASSWORDS[username]}


def test_the_rows_are_part_of_the_list_where_a_reader_can_try_them() -> None:
    assert set(map(id, GUARDED_ROWS)) <= set(map(id, LATER_USERS))
    listed = {id(user) for user in LISTED}
    hidden = {user.username for user in GUARDED_ROWS if id(user) not in listed}
    assert hidden == {"alice", "bob", "wrong-code", "verify-fails"}


def test_lite_has_passwords_and_proofs_alone(initiate: Call, refused: Refused) -> None:
    assert "AuthenticationResult" in initiate(client="lite", **_asks("alice"))
    begun = initiate("USER_SRP_AUTH", "lite", USERNAME="alice", SRP_A="2")
    assert begun["ChallengeName"] == "PASSWORD_VERIFIER"
    assert refused(initiate, "USER_AUTH", "lite", USERNAME="alice")[0] == _TIER
    assert refused(initiate, client="lite", **_asks("victor"))[0] == _TIER


def test_lite_offers_no_factor_by_e_mail(initiate: Call) -> None:
    asked = initiate(client="lite", **_asks("walter"))["ChallengeParameters"]
    assert json.loads(asked["MFAS_CAN_CHOOSE"]) == ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]
    asked = initiate(client="lite", **_asks("yvonne"))["ChallengeParameters"]
    assert json.loads(asked["MFAS_CAN_SETUP"]) == ["SOFTWARE_TOKEN_MFA"]


def test_lite_remembers_no_passwords(initiate: Call, respond: Call) -> None:
    asked = initiate(client="lite", **_asks("iris"))
    answer = {"USERNAME": "iris", "NEW_PASSWORD": "Older-Willow-84!"}
    reply = respond("NEW_PASSWORD_REQUIRED", asked["Session"], client="lite", **answer)
    assert "AuthenticationResult" in reply


def test_a_pool_without_triggers_is_refused_by_none_and_migrates_nobody(
    initiate: Call, refused: Refused
) -> None:
    client = "no-custom-triggers"
    for username in ("nina", "token-trigger", "trigger-output"):
        assert "AuthenticationResult" in initiate(client=client, **_asks(username))
    assert refused(initiate, client=client, **_asks("moira"))[0] == "UserNotFoundException"
    assert refused(initiate, client=client, **_asks("mallory"))[0] == "TooManyRequestsException"


def test_the_wrong_code_of_the_rows_is_never_sent(
    initiate: Call, pool: PracticePool, refused: Refused, respond: Call
) -> None:
    session = initiate(**_asks("wrong-code"))["Session"]
    (message,) = pool.outbox()
    assert int(message["code"]) > 0
    wrong = {"USERNAME": "wrong-code", "SMS_MFA_CODE": "000000"}
    for _ in range(2):  # the session outlives a wrong code
        assert refused(respond, "SMS_MFA", session, **wrong)[0] == "CodeMismatchException"
    right = {"USERNAME": "wrong-code", "SMS_MFA_CODE": message["code"]}
    assert "AuthenticationResult" in respond("SMS_MFA", session, **right)


def test_a_stale_code_is_told_from_a_wrong_one(
    initiate: Call, pool: PracticePool, refused: Refused, respond: Call
) -> None:
    session = initiate(**_asks("stale-code"))["Session"]
    (message,) = pool.outbox()
    for code, expected in (
        (message["code"], "ExpiredCodeException"),
        ("000000", "CodeMismatchException"),
    ):
        answer = {"USERNAME": "stale-code", "SMS_MFA_CODE": code}
        assert refused(respond, "SMS_MFA", session, **answer)[0] == expected
