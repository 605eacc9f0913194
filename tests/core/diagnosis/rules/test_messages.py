from __future__ import annotations

import pytest

from console.core.diagnosis.finding import Confidence
from tests.core.diagnosis.rules.refusals import first, found, given_up, refused
from tests.core.diagnosis.situations import missing, situation

HIDES = {"hides_users": True}


@pytest.mark.parametrize("challenge", ["EMAIL_OTP", "SMS_OTP"])
def test_a_code_that_nobody_sent(challenge: str) -> None:
    asked = missing("USER_AUTH", client=HIDES)
    for ended in (given_up(asked, challenge), refused(asked, "CM01", challenge)):
        assert first(ended) == ("simulated_delivery", True)
    for other in (
        given_up(situation("USER_AUTH", client=HIDES), challenge),
        given_up(missing("USER_AUTH"), challenge),
        given_up(asked, "SELECT_CHALLENGE"),
        asked,
    ):
        assert found(other, "simulated_delivery") is None


def test_an_e_mail_that_was_waited_for() -> None:
    waited = given_up(situation(pool={"email_account": "COGNITO_DEFAULT"}), "EMAIL_OTP")
    assert first(waited) == ("email_not_delivered", False)
    finding = found(waited, "email_not_delivered")
    assert finding is not None
    assert len(finding.for_) == 2
    faulty = found(
        given_up(situation(pool={"email_failure": "x"}), "EMAIL_OTP"), "email_not_delivered"
    )
    assert faulty is not None
    assert faulty.confidence is Confidence.HIGH
    assert first(refused(situation(), "LE50")) == ("email_not_delivered", True)
    assert found(situation(), "email_not_delivered") is None


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("SR01", "sms_role"),
        ("SR02", "sms_trust"),
        ("SE01", "email_role"),
        ("IU01", "pool_configuration"),
    ],
)
def test_words_that_settle_it(entry: str, cause: str) -> None:
    assert first(refused(situation(), entry)) == (cause, True)
    assert found(situation(), cause) is None
