"""What fits the same evidence keeps a cause from being decided; what does not fit is not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.core.call import Path
from console.core.diagnosis.evidence import AuthEventFacts, DeviceFacts, Probe, ProbeStatus
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.findings import find
from console.core.diagnosis.forecasting import forecast
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import found, given_up, lacking, refused
from tests.core.diagnosis.situations import COUNTED, USER, hidden, missing, situation

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BY_EMAIL = replace(USER, matched_by="email")


def event(minutes: float = 1, **more: Any) -> AuthEventFacts:
    made = AuthEventFacts(at=NOW - timedelta(minutes=minutes), event_type="SignIn", response="Fail")
    return replace(made, **more)


def decided(asked: Situation) -> list[str]:
    return [one.id for one in find(asked) if one.decided]


def ids(asked: Situation) -> list[str]:
    return [one.id for one in find(asked)]


# --- names


def test_an_address_that_is_no_name_here_is_not_a_matter_of_letter_case() -> None:
    known = {"alias_users": (BY_EMAIL,)}
    asked = hidden(username="Al@Example.com", evidence=known, pool={"case_sensitive": True})
    assert decided(refused(asked, "NA01")) == ["alias_not_accepted"]


def test_where_the_address_is_the_name_it_need_not_be_verified() -> None:
    unverified = replace(BY_EMAIL, username="7d3a", email_verified=False)
    pool = {"case_sensitive": True, "username_attributes": ("email",)}
    known = {"alias_users": (unverified,)}
    asked = hidden(username="Al@Example.com", evidence=known, pool=pool)
    assert decided(refused(asked, "NA01")) == ["letter_case"]


def test_an_unverified_address_is_not_blamed_before_the_pool_was_read() -> None:
    owner = replace(BY_EMAIL, email_verified=False)
    asked = missing(username="al@example.com", evidence={"alias_users": (owner,)}, pool=None)
    finding = found(asked, "alias_not_verified")
    assert finding is not None
    assert (finding.decided, finding.would_decide) == (False, "DescribeUserPool")


def test_the_holder_of_a_moved_alias_may_still_have_mistyped_the_password() -> None:
    owners = (BY_EMAIL, replace(BY_EMAIL, username="old", email_verified=False))
    pool = {"alias_attributes": ("email",)}
    asked = situation(username="al@example.com", evidence={"alias_users": owners}, pool=pool)
    tried = refused(asked, "NA01")
    assert ids(tried)[:2] == ["alias_moved", "wrong_password"]
    assert decided(tried) == []


def test_no_alias_moves_where_the_pool_takes_none() -> None:
    owners = (BY_EMAIL, replace(BY_EMAIL, username="old", email_verified=False))
    asked = hidden(username="al@example.com", evidence={"alias_users": owners})
    assert decided(refused(asked, "NA01")) == ["alias_not_accepted"]


def test_a_plain_name_in_another_pool_may_be_somebody_else() -> None:
    for name, sure in (("alice", False), ("al@example.com", True)):
        finding = found(
            refused(hidden(username=name, evidence={"found_in": ("p",)}), "NA01"), "other_pool"
        )
        assert finding is not None
        assert finding.decided is sure


def test_the_remedy_for_a_number_speaks_of_a_number() -> None:
    owner = replace(BY_EMAIL, matched_by="phone_number", phone_verified=False)
    pool = {"alias_attributes": ("phone_number",)}
    asked = missing(username="+4915100000", evidence={"alias_users": (owner,)}, pool=pool)
    finding = found(asked, "alias_not_verified")
    assert finding is not None
    assert finding.remedy is not None
    assert "phone_number_verified" in finding.remedy
    assert "email" not in finding.remedy


def test_somebody_who_is_not_there_is_named_even_where_the_words_do_not_fit() -> None:
    finding = found(refused(missing(), "NA01"), "user_unknown")
    assert finding is not None
    assert (finding.decided, finding.confidence) == (False, Confidence.LOW)
    assert finding.against


def test_no_call_would_decide_that_has_answered_already() -> None:
    known = {"alias_users": (replace(USER, username="ALICE", matched_by="username"),)}
    probe = Probe(operation="ListUsers", status=ProbeStatus.OK)
    asked = missing(evidence=known | {"probes": (probe,)}, pool={"case_sensitive": False})
    finding = found(refused(asked, "UN01"), "user_unknown")
    assert finding is not None
    assert finding.would_decide == "AdminInitiateAuth"


# --- accounts


def test_only_an_app_client_that_hides_users_hides_a_due_reset() -> None:
    reset: dict[str, Any] = {"user": {"status": "RESET_REQUIRED"}}
    shown = refused(situation(**reset), "NA01")
    assert (ids(shown), decided(shown)) == (["password_reset_required"], [])
    assert decided(refused(situation(**reset), "PR01")) == ["password_reset_required"]
    hidden = refused(situation(client={"hides_users": True}, **reset), "NA01")
    assert decided(hidden) == ["imported_reset_required"]
    unread = refused(situation(client=None, **reset), "NA01")
    assert ids(unread)[0] == "imported_reset_required"
    assert find(unread)[0].would_decide == "DescribeUserPoolClient"
    assert not forecast(situation(client={"hides_users": True}, **reset)).certain


def test_an_unconfirmed_account_is_told_by_words_of_its_own() -> None:
    asked = refused(situation(user={"status": "UNCONFIRMED"}), "NA01")
    finding = found(asked, "user_unconfirmed")
    assert finding is not None
    assert (finding.decided, bool(finding.against)) == (False, True)
    assert decided(refused(asked, "UC01")) == ["user_unconfirmed"]


# --- passwords


def test_nothing_says_that_a_password_is_wrong_before_one_was_tried() -> None:
    finding = found(situation(), "wrong_password")
    assert finding is not None
    assert finding.confidence is Confidence.LOW
    assert finding.against == ("Nothing was tried yet, and nothing that was read speaks for it.",)


def test_a_state_that_nobody_knows_decides_nothing() -> None:
    assert decided(refused(situation(user={"status": "UNKNOWN"}), "NA01")) == []


@pytest.mark.parametrize(
    ("flow", "challenge", "entry"),
    [
        ("USER_AUTH", "WEB_AUTHN", "NA01"),
        ("CUSTOM_AUTH", "CUSTOM_CHALLENGE", "NA01"),
        ("ADMIN_USER_PASSWORD_AUTH", None, "UN01"),
    ],
)
def test_an_odd_password_explains_no_refusal_that_did_not_look_at_it(
    flow: str, challenge: str | None, entry: str
) -> None:
    asked = situation(flow, password_findings=("ends with a blank",))
    assert found(refused(asked, entry, challenge), "padded_input") is None


def test_a_refresh_meets_neither_a_lock_nor_a_name() -> None:
    tokens = "REFRESH_TOKEN_AUTH"
    assert found(situation(tokens, failures_seen=20), "locked_out") is None
    assert found(missing(tokens), "user_unknown") is None


def test_a_leak_is_decided_by_a_refusal_of_now_and_not_by_words_for_a_wrong_password() -> None:
    known = {"blocks_compromised": True, "gathered_at": NOW}
    now = situation(evidence=known | {"auth_events": (event(compromised=True),)})
    assert decided(refused(now, "PR01")) == ["password_reset_required", "password_leaked"]
    assert decided(now) == []
    assert decided(refused(now, "NA01")) == []
    old = situation(evidence=known | {"auth_events": (event(6000, compromised=True),)})
    assert "password_leaked" not in decided(refused(old, "PR01"))


def test_an_expired_password_is_foreseen_too() -> None:
    user = {"status": "FORCE_CHANGE_PASSWORD", "modified": NOW - timedelta(days=8)}
    asked = situation(user=user, pool={"temporary_password_days": 7}, evidence={"gathered_at": NOW})
    ahead = forecast(asked)
    assert (ahead.refusal, ahead.challenge, ahead.counts_towards_lockout) == ("NA08", None, True)


# --- the secret


def test_another_secret_does_not_explain_words_for_a_wrong_password() -> None:
    asked = refused(situation(client={"has_secret": True, "secret_matches": False}), "NA01")
    assert ids(asked)[0] == "wrong_password"
    finding = found(asked, "client_secret_wrong")
    assert finding is not None
    assert (finding.confidence, finding.would_decide) == (Confidence.LOW, "AdminInitiateAuth")


def test_a_client_may_have_a_second_secret() -> None:
    asked = situation(client={"has_secret": True, "secret_matches": False}, has_client_secret=True)
    finding = found(asked, "client_secret_wrong")
    assert finding is not None
    assert (finding.decided, finding.confidence) == (False, Confidence.HIGH)
    assert decided(refused(asked, "NA04")) == ["client_secret_wrong"]


def test_the_secret_of_an_app_is_not_that_of_the_profile() -> None:
    client = {"has_secret": True, "secret_matches": True}
    asked = replace(
        refused(situation(client=client, has_client_secret=True), "NA04"), seen_elsewhere=True
    )
    assert ids(asked) == ["hash_of_other_name", "client_secret_wrong"]
    assert decided(asked) == []
    other = situation(client=client | {"secret_matches": False}, has_client_secret=True)
    assert decided(replace(refused(other, "NA04"), seen_elsewhere=True)) == []


def test_the_clock_of_an_app_is_not_that_of_this_machine() -> None:
    asked = refused(situation("USER_SRP_AUTH", skew_s=400.0), "NA01", "PASSWORD_VERIFIER")
    here = found(asked, "srp_proof")
    there = found(replace(asked, seen_elsewhere=True), "srp_proof")
    assert here is not None
    assert there is not None
    assert (here.confidence, there.confidence) == (Confidence.HIGH, Confidence.LOW)


# --- flows, refresh, devices


def test_a_client_whose_flows_were_never_set_allows_three() -> None:
    asked = situation(client={"auth_flows": ()})
    assert ids(asked)[0] == "flow_not_enabled"
    assert forecast(asked).refusal == "IP08"
    assert found(situation("USER_SRP_AUTH", client={"auth_flows": ()}), "flow_not_enabled") is None


def test_a_refresh_without_device_key_may_fail_for_another_cause() -> None:
    asked = situation("REFRESH_TOKEN_AUTH", pool={"device_tracking": True})
    assert ids(refused(asked, "NA13"))[0] == "refresh_device_key_missing"
    assert decided(refused(asked, "NA13")) == []


@pytest.mark.parametrize(
    ("flow", "entry", "cause"),
    [
        ("REFRESH_TOKEN_AUTH", "NA13", "refresh_device_unknown"),
        ("USER_SRP_AUTH", "", "device_unknown"),
    ],
)
def test_a_device_is_unknown_only_where_its_key_was_compared(
    flow: str, entry: str, cause: str
) -> None:
    asked = situation(
        flow,
        pool={"device_tracking": True},
        parameters=frozenset({"DEVICE_KEY"}),
        evidence={"devices": (DeviceFacts(remembered=True),)},
    )
    assert found(refused(asked, entry) if entry else asked, cause) is None


# --- codes and threats


def test_a_code_of_a_user_that_is_not_there_was_never_wrong() -> None:
    asked = missing("USER_AUTH", client={"hides_users": True})
    assert decided(refused(asked, "CM01", "EMAIL_OTP")) == ["simulated_delivery"]


def test_in_a_custom_sign_in_a_right_code_may_be_refused() -> None:
    asked = situation("CUSTOM_AUTH")
    assert decided(refused(asked, "CM01", "SOFTWARE_TOKEN_MFA")) == []
    assert decided(refused(situation(), "CM01", "SOFTWARE_TOKEN_MFA")) == ["code_wrong"]


def test_one_wrong_code_takes_no_factor_away() -> None:
    finding = found(refused(situation(), "CM01", "SMS_MFA"), "code_wrong")
    assert finding is not None
    assert "set-user-mfa-preference" not in (finding.remedy or "")


def test_only_a_sign_in_tells_what_was_thought_of_a_sign_in() -> None:
    pool = {"threat_protection": "ENFORCED"}
    other = event(event_type="ForgotPassword", risk_decision="Block")
    asked = situation(pool=pool, evidence={"auth_events": (other,)})
    assert found(asked, "threat_blocked") is None
    assert forecast(asked).refusal is None
    harmless = situation(pool=pool, evidence={"auth_events": (event(risk_decision="NoRisk"),)})
    assert ids(refused(harmless, "NA20")) == ["threat_blocked"]
    assert decided(refused(harmless, "NA20")) == []


# --- the operator's side


def test_an_unsigned_call_needs_neither_credentials_nor_a_clock() -> None:
    expired = Probe(
        operation="DescribeUserPool", status=ProbeStatus.FAILED, code="ExpiredTokenException"
    )
    asked = situation(
        "USER_PASSWORD_AUTH", pool=None, client=None, user=None, evidence={"probes": (expired,)}
    )
    assert decided(asked) != []
    public = replace(asked, path=Path.PUBLIC)
    assert decided(public) == []
    assert found(public, "credentials_expired") is not None
    assert found(replace(public, skew_s=4000.0), "clock_skew") is None


def test_a_clock_with_which_calls_succeed_does_not_refuse_them() -> None:
    finding = found(situation(skew_s=400.0), "clock_skew")
    assert finding is not None
    assert (finding.decided, finding.confidence) == (False, Confidence.LOW)


def test_a_name_with_a_blank_was_not_looked_for_by_the_migration() -> None:
    asked = missing(pool={"triggers": ("UserMigration",)}, username_findings=("ends with a blank",))
    assert decided(refused(asked, "NA01")) == ["padded_input"]


def test_what_was_given_up_at_a_code_is_not_a_matter_of_the_user_that_is_there() -> None:
    assert decided(given_up(situation(), "EMAIL_OTP")) == []
    assert ids(lacking(refused(situation(user=None), "NA01"), "AdminGetUser"))


def test_input_that_is_not_taken_may_be_a_reset_that_is_due() -> None:
    reset = situation("USER_SRP_AUTH", user={"status": "RESET_REQUIRED"})
    assert ids(refused(reset, "IP21", "PASSWORD_VERIFIER")) == ["password_reset_required"]
    assert decided(refused(situation("USER_SRP_AUTH"), "IP21", "PASSWORD_VERIFIER")) == []


def test_a_limit_of_codes_is_no_lock_of_the_user() -> None:
    assert decided(refused(situation(), "LE01")) == ["code_requests_limited"]


def test_nobody_is_told_that_an_untried_password_did_not_match() -> None:
    unsent = found(situation(), "wrong_password")
    tried = found(refused(situation(), "NA01"), "wrong_password")
    assert unsent is not None
    assert tried is not None
    assert "did not match" in tried.for_customer
    assert unsent.for_customer.startswith("If you are told")


@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "USER_AUTH"])
def test_a_refused_proof_is_of_srp_whatever_the_request_began_with(flow: str) -> None:
    asked = refused(situation(flow), "NA01", "PASSWORD_VERIFIER")
    assert ids(asked) == ["wrong_password", "srp_proof"]
    assert decided(asked) == []


def test_an_answer_to_a_challenge_that_nobody_named_may_be_of_anything() -> None:
    asked = refused(situation(evidence=COUNTED), "NA01")
    assert decided(replace(asked, operation="InitiateAuth")) == ["wrong_password"]
    assert decided(replace(asked, operation="RespondToAuthChallenge")) == []
