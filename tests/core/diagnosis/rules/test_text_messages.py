from __future__ import annotations

from typing import Any

import pytest

from console.core.diagnosis.evidence import SmsFacts
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import first, found, given_up, lacking, refused
from tests.core.diagnosis.situations import missing, situation

BY_SMS: dict[str, Any] = {"preferred_mfa": "SMS_MFA", "mfa_methods": ("SMS_MFA",)}
OPTED_OUT = "CheckIfPhoneNumberIsOptedOut"
FINE: dict[str, Any] = {
    "in_sandbox": False,
    "monthly_limit_usd": 50.0,
    "origination_numbers": 1,
    "opted_out": False,
}
OWN = ("sms_opted_out", "sms_sandbox", "sms_spend_limit", "sms_no_sender")


def before(pool: dict[str, Any] | None = None, **sms: Any) -> Situation:
    """Nothing was sent yet, and the second factor is a text message."""
    known = {"sms": SmsFacts(region="eu-west-1", **sms)} if sms else {}
    return situation(user=BY_SMS, pool=pool or {}, evidence=known)


def waited(challenge: str = "SMS_MFA", **sms: Any) -> Situation:
    return given_up(before(**sms), challenge)


@pytest.mark.parametrize("asked", [before(**FINE | {"opted_out": True}), waited(opted_out=True)])
def test_a_number_that_opted_out_gets_nothing(asked: Situation) -> None:
    assert first(asked) == ("sms_opted_out", True)
    assert found(asked, "sms_not_delivered") is None
    denied = found(lacking(asked, OPTED_OUT), "sms_opted_out")
    assert denied is not None
    assert (denied.decided, denied.would_decide) == (False, OPTED_OUT)


def test_in_the_sandbox_verified_numbers_alone_get_something() -> None:
    sandbox: dict[str, Any] = {"in_sandbox": True, "verified_in_sandbox": False}
    for asked in (before(**sandbox), waited("SMS_OTP", **sandbox)):
        assert first(asked) == ("sms_sandbox", True)
        assert found(asked, "sms_not_delivered") is None
    unread = found(waited(in_sandbox=True), "sms_sandbox")
    assert unread is not None
    assert (unread.decided, unread.confidence) == (False, Confidence.MEDIUM)
    assert unread.would_decide == "ListSMSSandboxPhoneNumbers"
    for inside in (True, False):
        fine = waited(in_sandbox=inside, verified_in_sandbox=inside)
        assert found(fine, "sms_sandbox") is None


def test_cognito_reports_the_sandbox_too() -> None:
    fault = {"sms_failure": "SNSSandbox"}
    told = found(before(pool=fault), "sms_sandbox")
    assert told is not None
    assert (told.decided, told.would_decide) == (False, "ListSMSSandboxPhoneNumbers")
    unverified = found(before(pool=fault, verified_in_sandbox=False), "sms_sandbox")
    assert unverified is not None
    assert unverified.would_decide == "GetSMSSandboxAccountStatus"
    assert found(before(pool=fault, in_sandbox=False), "sms_sandbox") is None
    assert found(before(pool={"sms_failure": "x"}), "sms_sandbox") is None


@pytest.mark.parametrize(
    ("facts", "cause", "decides", "denied"),
    [
        (
            {"monthly_limit_usd": 1.0},
            "sms_spend_limit",
            "CloudWatch SMSMonthToDateSpentUSD",
            "GetSMSAttributes",
        ),
        (
            {"origination_numbers": 0},
            "sms_no_sender",
            "CloudWatch Logs of SNS deliveries",
            "ListOriginationNumbers",
        ),
    ],
)
def test_what_is_but_a_chance(facts: dict[str, Any], cause: str, decides: str, denied: str) -> None:
    finding = found(waited(**FINE | facts), cause)
    assert finding is not None
    assert (finding.confidence, finding.decided) == (Confidence.MEDIUM, False)
    assert finding.would_decide == decides
    unsent = found(before(**FINE | facts), cause)
    assert unsent is not None
    assert unsent.confidence is Confidence.LOW
    refused_to_us = found(lacking(waited(**FINE | facts), denied), cause)
    assert refused_to_us is not None
    assert refused_to_us.would_decide == denied
    assert found(waited(**FINE), cause) is None


def test_where_no_text_message_matters_nothing_is_said_of_one() -> None:
    bad = SmsFacts(
        region="eu-west-1", in_sandbox=True, verified_in_sandbox=False, monthly_limit_usd=1.0,
        origination_numbers=0, opted_out=True,
    )  # fmt: skip
    known = {"sms": bad}
    for asked in (
        situation(evidence=known),
        given_up(situation(evidence=known), "EMAIL_OTP"),
        refused(situation(user=BY_SMS, evidence=known), "NA01"),
        given_up(missing(evidence=known), "SMS_MFA"),
        given_up(missing(client={"hides_users": True}, evidence=known), "SMS_OTP"),
    ):
        for cause in (*OWN, "sms_not_delivered"):
            assert found(asked, cause) is None


def test_a_preferred_first_factor_sends_a_text_message_too() -> None:
    asked = situation(
        "USER_AUTH",
        chosen={"PREFERRED_CHALLENGE": "SMS_OTP"},
        evidence={"sms": SmsFacts(region="eu-west-1", opted_out=True)},
    )
    assert first(asked) == ("sms_opted_out", True)


def test_what_waited_and_is_not_explained_names_what_is_not_known_of_sns() -> None:
    asked = waited()
    assert first(asked) == ("sms_not_delivered", False)
    finding = found(asked, "sms_not_delivered")
    assert finding is not None
    assert (finding.confidence, finding.would_decide) == (Confidence.LOW, OPTED_OUT)
    assert len(finding.not_checked) == 5
    known = found(waited(opted_out=False), "sms_not_delivered")
    assert known is not None
    assert known.would_decide == "GetSMSSandboxAccountStatus"
    fine = found(waited(**FINE), "sms_not_delivered")
    assert fine is not None
    assert fine.would_decide == "CloudWatch Logs of SNS deliveries"
    assert fine.not_checked == ()
    denied = found(lacking(asked, "DescribeUserPool"), "sms_not_delivered")
    assert denied is not None
    assert denied.would_decide == "DescribeUserPool"


def test_a_fault_that_cognito_reports_is_told_beforehand() -> None:
    faulty = {"sms_failure": "InvalidSmsRoleAccessPolicyException"}
    known = found(before(pool=faulty), "sms_not_delivered")
    assert known is not None
    assert known.confidence is Confidence.HIGH
    assert found(situation(pool=faulty), "sms_not_delivered") is None
    assert found(before(), "sms_not_delivered") is None


def test_the_sandbox_that_cognito_reports_comes_before_any_other_fault() -> None:
    asked = given_up(situation(pool={"sms_failure": "SNSSandbox"}), "SMS_MFA")
    assert first(asked) == ("sms_sandbox", False)
    other = given_up(situation(pool={"sms_failure": "other"}), "SMS_MFA")
    assert first(other) == ("sms_not_delivered", False)
