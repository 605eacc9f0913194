from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.core.diagnosis.evidence import AuthEventFacts, TrailFacts
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import COUNTED, USER, missing, situation

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def event(minutes: float, *, right: bool = False, **more: Any) -> AuthEventFacts:
    return AuthEventFacts(
        at=NOW - timedelta(minutes=minutes),
        event_type="SignIn",
        response="Pass" if right else "Fail",
        challenges={"Password": "Success" if right else "Failure"},
        **more,
    )


def with_events(*events: AuthEventFacts, **changes: Any) -> Situation:
    known = {"auth_events": events, "gathered_at": NOW}
    return situation(evidence=known, **changes)


def test_what_is_left_is_the_password() -> None:
    asked = situation()
    assert first(asked) == ("wrong_password", False)
    unsent = found(asked, "wrong_password")
    assert unsent is not None
    assert (unsent.confidence, unsent.would_decide) == (Confidence.LOW, "AdminInitiateAuth")
    asked = situation(evidence=COUNTED)
    assert first(refused(asked, "NA01")) == ("wrong_password", True)
    assert first(refused(asked, "NA00")) == ("wrong_password", False)
    denied = found(lacking(refused(asked, "NA01"), "AdminGetUser"), "wrong_password")
    assert denied is not None
    assert (denied.decided, denied.would_decide) == (False, "AdminGetUser")
    assert denied.not_checked


@pytest.mark.parametrize(
    "asked",
    [
        missing(),
        situation(user={"enabled": False}),
        situation(user={"status": "EXTERNAL_PROVIDER"}),
        situation("CUSTOM_AUTH"),
        situation("REFRESH_TOKEN_AUTH"),
        situation("USER_AUTH", chosen={"PREFERRED_CHALLENGE": "EMAIL_OTP"}),
    ],
)
def test_the_password_is_not_at_fault_where_there_is_none_to_look_at(asked: Situation) -> None:
    assert found(asked, "wrong_password") is None
    assert found(refused(asked, "NA01"), "wrong_password") is None


@pytest.mark.parametrize("entry", ["NA02", "UC01", "NA04", "TM01", "IP08"])
def test_other_refusals_say_nothing_of_the_password(entry: str) -> None:
    assert found(refused(situation(), entry), "wrong_password") is None


def test_a_doubt_keeps_it_from_being_decided() -> None:
    owners = (replace(USER, username="old", matched_by="email", email_verified=False),)
    for asked in (
        situation(password_findings=("has a curly quotation mark",)),
        situation(failures_seen=6),
        situation(client={"secret_matches": False, "has_secret": True}),
        situation(username="al@example.com", evidence={"alias_users": owners}),
    ):
        finding = found(refused(asked, "NA01"), "wrong_password")
        assert finding is not None
        assert not finding.decided
        assert finding.against


def test_the_secret_of_an_app_was_compared_with_nothing() -> None:
    asked = refused(
        situation(client={"has_secret": True, "secret_matches": True}, evidence=COUNTED), "NA01"
    )
    assert first(asked) == ("wrong_password", True)
    assert first(replace(asked, seen_elsewhere=True)) == ("wrong_password", False)


def test_for_an_app_it_is_said_what_is_taken_for_granted() -> None:
    asked = replace(refused(situation(evidence=COUNTED), "NA01"), seen_elsewhere=True)
    finding = found(asked, "wrong_password")
    assert finding is not None
    assert finding.decided
    assert any("taken for granted" in sentence for sentence in finding.for_)


def test_a_lock_is_not_excluded_by_what_this_workstation_counts() -> None:
    asked = refused(situation(), "NA01")
    finding = found(asked, "wrong_password")
    assert finding is not None
    assert (finding.decided, finding.would_decide) == (False, "LookupEvents")
    assert finding.not_checked == (
        "What CloudTrail has of the attempt is not known: LookupEvents was not asked.",
    )
    for trail in (TrailFacts(refusals=None), TrailFacts(refusals=2)):
        known = found(refused(situation(evidence={"trail": trail}), "NA01"), "wrong_password")
        assert known is not None
        assert (known.decided, known.would_decide) == (False, "LookupEvents")
    by_history = refused(with_events(event(3)), "NA01")
    assert first(by_history) == ("wrong_password", True)
    assert first(lacking(by_history, "AdminListUserAuthEvents")) == ("wrong_password", False)


def test_cloudtrail_sees_the_tries_of_everybody() -> None:
    some = situation(evidence={"trail": TrailFacts(refusals=6)})
    finding = found(refused(some, "NA01"), "locked_out")
    assert finding is not None
    assert (finding.confidence, finding.decided) == (Confidence.MEDIUM, False)
    assert any("CloudTrail" in sentence for sentence in finding.for_)
    assert finding.against  # a success between them would have cleared the count
    wrong = found(refused(some, "NA01"), "wrong_password")
    assert wrong is not None
    assert not wrong.decided
    many = situation(evidence={"trail": TrailFacts(refusals=12)}, failures_seen=11)
    finding = found(many, "locked_out")
    assert finding is not None
    assert (finding.confidence, finding.against, len(finding.for_)) == (Confidence.HIGH, (), 2)
    said = found(refused(some, "NA03"), "locked_out")
    assert said is not None
    assert (said.decided, len(said.for_)) == (True, 2)
    few = situation(evidence={"trail": TrailFacts(refusals=4)})
    assert found(few, "locked_out") is None
    denied = found(lacking(refused(some, "NA01"), "AdminGetUser"), "locked_out")
    assert denied is not None
    assert denied.would_decide == "AdminGetUser"


def test_by_srp_the_proof_may_be_at_fault_as_well() -> None:
    asked = refused(situation("USER_SRP_AUTH"), "NA01", "PASSWORD_VERIFIER")
    assert first(asked) == ("wrong_password", False)
    assert found(asked, "srp_proof") is not None
    at_code = refused(situation("USER_SRP_AUTH"), "NA01", "SOFTWARE_TOKEN_MFA")
    assert found(at_code, "wrong_password") is None


def test_a_blank_at_an_end_is_never_part_of_a_password() -> None:
    asked = situation(password_findings=("ends with a blank",))
    assert first(asked) == first(refused(asked, "NA01")) == ("padded_input", True)
    assert first(lacking(asked, "AdminGetUser")) == ("padded_input", False)
    odd = found(situation(password_findings=("has a typographic dash", "Hunter2!")), "padded_input")
    assert odd is not None
    assert len(odd.for_) == 1  # what a case says is odd is not repeated
    assert "Hunter2" not in str(odd.to_json())
    assert (odd.confidence, odd.decided) == (Confidence.MEDIUM, False)
    name = refused(missing(username_findings=("begins with a blank",)), "UN01")
    assert first(name) == ("padded_input", True)
    assert found(situation(), "padded_input") is None


def test_a_lock_is_told_by_cognito_or_by_what_went_before() -> None:
    assert first(refused(situation(), "NA03")) == ("locked_out", True)
    long = with_events(*(event(number) for number in range(1, 12)))
    assert first(long) == ("locked_out", False)
    assert first(situation(failures_seen=10)) == ("locked_out", False)
    short = found(situation(failures_seen=5), "locked_out")
    assert short is not None
    assert short.confidence is Confidence.LOW
    assert found(situation(failures_seen=4), "locked_out") is None
    assert found(missing(failures_seen=20), "locked_out") is None


@pytest.mark.parametrize(
    "events",
    [
        [event(number, right=number == 2) for number in range(1, 12)],
        [event(number + 15) for number in range(12)],
        [replace(event(number), at=None) for number in range(1, 12)],
    ],
)
def test_old_failures_and_those_before_a_success_lock_nobody(events: list[AuthEventFacts]) -> None:
    assert found(with_events(*events), "locked_out") is None


def test_a_temporary_password_has_an_end() -> None:
    assert first(refused(situation(), "NA08")) == ("temporary_password_expired", True)
    old = {"status": "FORCE_CHANGE_PASSWORD", "modified": NOW - timedelta(days=8)}
    pool = {"temporary_password_days": 7}
    asked = situation(user=old, pool=pool, evidence={"gathered_at": NOW})
    assert first(asked) == ("temporary_password_expired", True)
    assert first(lacking(asked, "AdminGetUser")) == ("temporary_password_expired", False)
    for user, days in (
        (old | {"modified": NOW - timedelta(days=6)}, 7),
        (old | {"status": "CONFIRMED"}, 7),
        (old | {"modified": None}, 7),
        (old, 0),
        (old, None),
    ):
        fine = situation(
            user=user, pool={"temporary_password_days": days}, evidence={"gathered_at": NOW}
        )
        assert found(fine, "temporary_password_expired") is None


def test_a_leaked_password_is_blocked_where_threat_protection_says_so() -> None:
    leaked = event(1, compromised=True)
    asked = with_events(leaked)
    assert found(asked, "password_leaked") is not None
    for blocks, expected in ((True, True), (False, None)):
        known = {"auth_events": (leaked,), "blocks_compromised": blocks}
        finding = found(refused(situation(evidence=known), "NA20"), "password_leaked")
        assert (None if finding is None else finding.decided) is expected
    assert found(with_events(event(1)), "password_leaked") is None
    by_srp = situation("USER_SRP_AUTH", evidence={"auth_events": (leaked,)})
    assert found(by_srp, "password_leaked") is None


@pytest.mark.parametrize(
    "user",
    [
        {"status": "FORCE_CHANGE_PASSWORD"},
        {"email_verified": False, "phone_verified": False},
    ],
)
def test_nobody_is_sent_where_a_forgotten_password_leads_nowhere(user: dict[str, Any]) -> None:
    asked = refused(situation(user=user, evidence=COUNTED), "NA01")
    finding = found(asked, "wrong_password")
    assert finding is not None
    assert finding.decided
    assert "forgotten" not in finding.for_customer
    assert "administrator" in finding.for_customer
    plain = found(refused(situation(), "NA01"), "wrong_password")
    assert plain is not None
    assert "forgotten-password" in plain.for_customer


def test_a_temporary_password_that_is_too_old_besides() -> None:
    user = {"status": "FORCE_CHANGE_PASSWORD", "modified": NOW - timedelta(days=8)}
    evidence = {**COUNTED, "gathered_at": NOW}
    asked = situation(user=user, pool={"temporary_password_days": 7}, evidence=evidence)
    tried = refused(asked, "NA01")
    assert first(tried) == ("wrong_password", True)
    finding = found(tried, "temporary_password_expired")
    assert finding is not None
    assert (finding.decided, finding.confidence) == (False, Confidence.MEDIUM)


def test_a_password_in_answer_to_its_challenge_was_looked_at() -> None:
    asked = situation("USER_AUTH", evidence=COUNTED)
    assert first(refused(asked, "NA01", "PASSWORD")) == ("wrong_password", True)


def test_words_that_nobody_knows_need_not_be_about_a_password() -> None:
    finding = found(refused(situation(evidence=COUNTED), "NA00"), "wrong_password")
    assert finding is not None
    assert (finding.decided, finding.confidence) == (False, Confidence.MEDIUM)
    assert "not known" in finding.against[0]
    assert not any("refused together" in sentence for sentence in finding.for_)


def test_a_limit_whose_text_is_not_known_may_be_another() -> None:
    assert first(refused(situation(), "LE01")) == ("code_requests_limited", True)
    assert first(refused(situation(), "LE00")) == ("code_requests_limited", False)


def test_a_code_without_its_words_is_told_by_what_was_read() -> None:
    user = {"status": "FORCE_CHANGE_PASSWORD", "modified": NOW - timedelta(days=8)}
    old = situation(user=user, pool={"temporary_password_days": 7}, evidence={"gathered_at": NOW})
    assert first(refused(old, "NA00")) == ("temporary_password_expired", False)
    assert first(refused(situation(failures_seen=12), "NA00")) == ("locked_out", False)
