from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.core.diagnosis.evidence import AuthEventFacts
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import first, found, given_up, lacking, refused
from tests.core.diagnosis.situations import situation

DEMANDS = {"mfa": "ON"}
ENFORCED = {"threat_protection": "ENFORCED"}
SMS_ALONE = {"mfa_config": {"sms": True, "app": False, "email": False}}


def judged(decision: str, **changes: Any) -> Situation:
    event = AuthEventFacts(at=None, event_type="SignIn", response="Fail", risk_decision=decision)
    return situation(pool=ENFORCED, evidence={"auth_events": (event,)}, **changes)


def test_a_set_up_that_was_never_finished() -> None:
    asked = situation(pool=DEMANDS)
    beforehand = found(asked, "mfa_setup_unfinished")
    assert beforehand is not None
    assert (beforehand.confidence, beforehand.decided) == (Confidence.MEDIUM, False)
    assert first(given_up(asked, "MFA_SETUP")) == ("mfa_setup_unfinished", True)
    for other in (
        situation(),
        situation(pool=DEMANDS, user={"mfa_methods": ("SMS_MFA",)}),
        situation(pool=DEMANDS, user={"status": "EXTERNAL_PROVIDER"}),
        refused(asked, "NA01"),
    ):
        assert found(other, "mfa_setup_unfinished") is None


def test_text_messages_alone_and_no_number() -> None:
    asked = situation(pool=DEMANDS, user={"has_phone": False}, evidence=SMS_ALONE)
    assert first(asked) == ("mfa_sms_without_phone", True)
    assert first(lacking(asked, "GetUserPoolMfaConfig"))[1] is False
    assert found(situation(pool=DEMANDS, evidence=SMS_ALONE), "mfa_sms_without_phone") is None
    with_app = {"mfa_config": {"sms": True, "app": True, "email": False}}
    other = situation(pool=DEMANDS, user={"has_phone": False}, evidence=with_app)
    assert found(other, "mfa_sms_without_phone") is None


def test_threat_protection_blocks_or_demands() -> None:
    assert first(refused(judged("Block"), "NA20")) == ("threat_blocked", True)
    assert first(refused(judged("AccountTakeover"), "NA20")) == ("threat_needs_factor", True)
    has_one = refused(judged("AccountTakeover", user={"mfa_methods": ("SMS_MFA",)}), "NA20")
    assert found(has_one, "threat_needs_factor") is None
    unknown = lacking(refused(situation(), "NA20"), "AdminListUserAuthEvents")
    assert first(unknown) == ("threat_blocked", False)
    guess = found(unknown, "threat_needs_factor")
    assert guess is not None
    assert (guess.confidence, guess.would_decide) == (Confidence.LOW, "AdminListUserAuthEvents")


def test_a_list_of_blocked_addresses_may_be_the_risk() -> None:
    known = {"blocks_addresses": True, "auth_events": ()}
    asked = refused(situation(pool=ENFORCED, evidence=known), "NA20")
    finding = found(asked, "address_blocked")
    assert finding is not None
    assert (finding.decided, finding.confidence) == (False, Confidence.LOW)
    assert finding.would_decide == "AdminInitiateAuth"
    denied = found(lacking(asked, "AdminListUserAuthEvents"), "address_blocked")
    assert denied is not None
    assert denied.would_decide == "AdminListUserAuthEvents"
    block = AuthEventFacts(at=None, event_type="SignIn", response="Fail", risk_decision="Block")
    before = situation(pool=ENFORCED, evidence=known | {"auth_events": (block,)})
    assert found(before, "address_blocked") is not None
    assert first(refused(situation(), "NA21")) == ("address_blocked", True)
    for other in (
        situation(pool=ENFORCED, evidence=known),
        refused(situation(pool=ENFORCED, evidence=known), "NA01"),
        refused(situation(pool=ENFORCED, evidence={"blocks_addresses": False}), "NA20"),
        refused(situation(pool=ENFORCED), "NA20"),
    ):
        assert found(other, "address_blocked") is None


def test_a_block_of_the_last_sign_in_may_be_followed_by_another() -> None:
    assert first(judged("Block")) == ("threat_blocked", False)
    assert found(judged("NoRisk"), "threat_blocked") is None
    audit = judged("Block")
    audited = situation(
        pool={"threat_protection": "AUDIT"}, evidence={"auth_events": audit.evidence.auth_events}
    )
    assert found(audited, "threat_blocked") is None


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("NA21", "address_blocked"),
        ("CM01", "code_wrong"),
        ("CM02", "code_wrong"),
        ("EC02", "code_expired"),
        ("EC01", "code_used"),
        ("SN01", "app_not_registered"),
        ("MM01", "mfa_method_missing"),
    ],
)
def test_words_that_settle_it(entry: str, cause: str) -> None:
    assert first(refused(situation(), entry, "SMS_MFA")) == (cause, True)
    assert found(situation(), cause) is None


def test_a_code_that_a_wrong_clock_made() -> None:
    asked = replace(situation(skew_s=41.0), code_from_seed=True)
    tried = refused(asked, "CM02", "SOFTWARE_TOKEN_MFA")
    assert first(tried) == ("code_of_other_moment", False)
    other = found(tried, "code_wrong")
    assert other is not None
    assert (other.decided, len(other.against)) == (False, 1)
    for without in (replace(tried, code_from_seed=False), replace(tried, skew_s=20.0)):
        assert first(without) == ("code_wrong", True)
        assert found(without, "code_of_other_moment") is None
