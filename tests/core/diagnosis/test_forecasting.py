"""Tests of the forecast as a whole: message, change, lockout, triggers, words, certainty."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.call import Path
from console.core.conversation.flows import FLOWS, PREFERENCES
from console.core.diagnosis.forecast import SendsMessage
from console.core.diagnosis.forecasting import forecast
from tests.core.diagnosis.situations import missing, situation

SMS = {"mfa_methods": ("SMS_MFA",)}
TEMPORARY = {"status": "FORCE_CHANGE_PASSWORD"}
MIGRATES: dict[str, Any] = {"pool": {"triggers": ("UserMigration", "PreAuthentication")}}


@pytest.mark.parametrize(
    ("flow", "changes", "message"),
    [
        ("ADMIN_USER_PASSWORD_AUTH", {}, None),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": SMS}, ("SMS", "+*******0134", None)),
        (
            "USER_SRP_AUTH",
            {"user": SMS},
            ("SMS", "+*******0134", "PASSWORD_VERIFIER"),
        ),
        (
            "ADMIN_USER_PASSWORD_AUTH",
            {"user": TEMPORARY | SMS},
            ("SMS", "+*******0134", "NEW_PASSWORD_REQUIRED"),
        ),
        (
            "USER_AUTH",
            {"chosen": {"PREFERRED_CHALLENGE": "EMAIL_OTP"}},
            ("EMAIL", "a***@e***", None),
        ),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": SMS | {"enabled": False}}, None),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": {"mfa_methods": ("SMS_MFA", "EMAIL_OTP")}}, None),
    ],
)
def test_which_message_goes_out_and_when(
    flow: str, changes: dict[str, Any], message: tuple[str, str, str | None] | None
) -> None:
    found = forecast(situation(flow, **changes)).sends_message
    if message is None:
        assert found is None
    else:
        medium, masked, after = message
        assert found == SendsMessage(medium=medium, destination_masked=masked, after=after)


def test_a_missing_user_gets_no_message_though_cognito_acts_as_if() -> None:
    asked = missing(
        "USER_AUTH",
        client={"hides_users": True},
        chosen={"PREFERRED_CHALLENGE": "EMAIL_OTP"},
    )
    found = forecast(asked)
    assert (found.challenge, found.sends_message, found.refusal) == ("EMAIL_OTP", None, "NA01")
    assert not found.counts_towards_lockout


def test_a_missing_user_is_hidden_behind_srp() -> None:
    found = forecast(missing("USER_SRP_AUTH", client={"hides_users": True}))
    assert (found.challenge, found.refusal) == ("PASSWORD_VERIFIER", "NA01")
    told = forecast(missing("USER_SRP_AUTH"))
    assert (told.challenge, told.refusal, told.triggers) == (None, "UN01", ())


@pytest.mark.parametrize(
    ("flow", "changes", "changed"),
    [
        ("ADMIN_USER_PASSWORD_AUTH", {}, False),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": TEMPORARY}, True),
        ("ADMIN_USER_PASSWORD_AUTH", {"pool": {"mfa": "ON"}}, True),
        ("ADMIN_USER_PASSWORD_AUTH", {"evidence": {"blocks_compromised": True}}, True),
        ("USER_SRP_AUTH", {"evidence": {"blocks_compromised": True}}, False),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": SMS | {"phone_verified": False}}, True),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": TEMPORARY | {"enabled": False}}, False),
    ],
)
def test_what_changes_the_user(flow: str, changes: dict[str, Any], changed: bool) -> None:
    assert forecast(situation(flow, **changes)).changes_user is changed


def test_migration_makes_the_user() -> None:
    found = forecast(missing(**MIGRATES))
    assert (found.changes_user, found.certain, found.refusal) == (True, False, None)
    assert found.triggers == ("UserMigration", "PreAuthentication")
    assert "UserMigration" in found.expects
    refused = forecast(missing(**MIGRATES, client={"auth_flows": ("ALLOW_USER_AUTH",)}))
    assert (refused.changes_user, refused.triggers) == (False, ())


@pytest.mark.parametrize(
    ("flow", "changes", "counts"),
    [
        ("ADMIN_USER_PASSWORD_AUTH", {}, True),
        ("USER_SRP_AUTH", {}, True),
        ("USER_AUTH", {}, True),
        ("CUSTOM_AUTH", {}, False),
        ("CUSTOM_AUTH", {"chosen": {"CHALLENGE_NAME": "SRP_A"}}, True),
        ("USER_AUTH", {"chosen": {"PREFERRED_CHALLENGE": "WEB_AUTHN"}}, False),
        ("REFRESH_TOKEN_AUTH", {}, False),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": {"status": "UNCONFIRMED"}}, False),
        ("ADMIN_USER_PASSWORD_AUTH", {"client": {"auth_flows": ("ALLOW_USER_AUTH",)}}, False),
    ],
)
def test_what_counts_towards_the_lockout(flow: str, changes: dict[str, Any], counts: bool) -> None:
    assert forecast(situation(flow, **changes)).counts_towards_lockout is counts


@pytest.mark.parametrize(
    ("flow", "changes", "triggers"),
    [
        (
            "ADMIN_USER_PASSWORD_AUTH",
            {},
            ("PreAuthentication", "PreTokenGeneration", "PostAuthentication"),
        ),
        (
            "ADMIN_USER_PASSWORD_AUTH",
            {"user": SMS},
            ("PreAuthentication", "CustomMessage", "PreTokenGeneration", "PostAuthentication"),
        ),
        (
            "CUSTOM_AUTH",
            {},
            (
                "PreAuthentication",
                "DefineAuthChallenge",
                "CreateAuthChallenge",
                "VerifyAuthChallengeResponse",
                "PreTokenGeneration",
                "PostAuthentication",
            ),
        ),
        ("REFRESH_TOKEN_AUTH", {}, ("PreTokenGeneration",)),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": {"enabled": False}}, ("PreAuthentication",)),
        ("USER_PASSWORD_AUTH", {}, ()),
        ("ADMIN_USER_PASSWORD_AUTH", {"pool": None}, ()),
        (
            "ADMIN_USER_PASSWORD_AUTH",
            {"user": SMS, "pool": {"triggers": ("CustomSMSSender", "PreTokenGenerationConfig")}},
            ("CustomSMSSender", "PreTokenGeneration"),
        ),
    ],
)
def test_which_triggers_run_in_which_order(
    flow: str, changes: dict[str, Any], triggers: tuple[str, ...]
) -> None:
    assert forecast(situation(flow, **changes)).triggers == triggers


def test_the_first_challenge_and_the_first_that_needs_a_person() -> None:
    found = forecast(situation("USER_SRP_AUTH", user=SMS))
    assert (found.challenge, found.for_person) == ("PASSWORD_VERIFIER", "SMS_MFA")
    alone = forecast(situation("USER_SRP_AUTH"))
    assert (alone.challenge, alone.for_person) == ("PASSWORD_VERIFIER", None)


@pytest.mark.parametrize(
    ("changes", "certain"),
    [
        ({}, True),
        ({"user": None}, False),
        ({"pool": None}, False),
        ({"client": None}, False),
        ({"user": {"enabled": False}}, True),
        ({"user": {"status": "EXTERNAL_PROVIDER"}}, False),
    ],
)
def test_it_is_certain_where_all_was_read(changes: dict[str, Any], certain: bool) -> None:
    assert forecast(situation(**changes)).certain is certain


def test_the_app_s_own_path_is_never_certain() -> None:
    found = forecast(situation("USER_SRP_AUTH", path=Path.PUBLIC))
    assert not found.certain
    assert "web firewall" in found.expects


@pytest.mark.parametrize(
    ("flow", "changes", "words"),
    [
        ("ADMIN_USER_PASSWORD_AUTH", {}, "Tokens at once, if the password is right."),
        ("USER_AUTH", {}, "SELECT_CHALLENGE, then what is chosen, then tokens, if the answers are"),
        ("REFRESH_TOKEN_AUTH", {}, "New tokens, if the refresh token is good."),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": {"enabled": False}}, "A refusal (NA02), since the"),
        (
            "USER_SRP_AUTH",
            {"user": {"enabled": False}},
            "PASSWORD_VERIFIER, then a refusal (NA02), since the user is disabled.",
        ),
        (
            "ADMIN_USER_PASSWORD_AUTH",
            {"user": TEMPORARY, "pool": {"temporary_password_days": 7}},
            "unless the temporary password is too old (7 days in this pool).",
        ),
        (
            "ADMIN_USER_PASSWORD_AUTH",
            {"user": SMS, "pool": {"sms_failure": "SNSSandbox"}},
            "the pool says that its text messages fail.",
        ),
        ("ADMIN_USER_PASSWORD_AUTH", {"user": None}, "the user was not looked up"),
    ],
)
def test_it_says_so_in_one_sentence(flow: str, changes: dict[str, Any], words: str) -> None:
    found = forecast(situation(flow, **changes)).expects
    assert words in found
    assert found.count(".") == 1


HOSTILE = "\N{RIGHT-TO-LEFT OVERRIDE}<b>evil</b>"


@given(
    flow=st.sampled_from([*FLOWS, "A_FLOW_OF_TOMORROW"]),
    path=st.sampled_from(Path),
    status=st.sampled_from(["CONFIRMED", "ARCHIVED", "FORCE_CHANGE_PASSWORD", HOSTILE]),
    methods=st.lists(st.sampled_from(["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", HOSTILE])),
    preferred=st.sampled_from([None, *PREFERENCES, HOSTILE]),
    mfa=st.sampled_from([None, "ON", "OFF", "OPTIONAL", HOSTILE]),
    known=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_any_evidence_gives_a_forecast_that_quotes_none_of_it(
    flow: str,
    path: Path,
    status: str,
    methods: list[str],
    preferred: str | None,
    mfa: str | None,
    known: tuple[bool, bool, bool],
) -> None:
    pool, client, user = known
    found = forecast(
        situation(
            flow,
            path=path,
            pool={"mfa": mfa} if pool else None,
            client={} if client else None,
            user={"status": status, "mfa_methods": tuple(methods)} if user else None,
            chosen={} if preferred is None else {"PREFERRED_CHALLENGE": preferred},
        )
    )
    assert "evil" not in str(found.to_json())
    assert found.expects.endswith(".")
    assert not (found.certain and not all(known) and found.refusal is None)


def test_after_many_failed_tries_the_right_password_may_be_refused_for_a_moment() -> None:
    few, many = situation(failures_seen=4), situation(failures_seen=5)
    assert forecast(few).certain
    assert not forecast(many).certain
    assert "locked the user for the moment" in forecast(many).expects
    assert "locked" not in forecast(few).expects
    refresh = forecast(situation("REFRESH_TOKEN_AUTH", failures_seen=9))
    assert "locked" not in refresh.expects
    disabled = forecast(situation(user={"enabled": False}, failures_seen=5))
    assert disabled.certain
