from __future__ import annotations

from dataclasses import replace

from console.core.call import Path
from console.core.diagnosis.forecast import Forecast, SendsMessage
from console.ui.evidence.forecast_lines import (
    Foreseen,
    LegForecast,
    certainty,
    forecast_facts,
    refusals_words,
)
from tests.ui.evidence.gateways import finding

PLAIN = Forecast(
    challenge=None,
    sends_message=None,
    changes_user=False,
    counts_towards_lockout=False,
    triggers=(),
)


def fact(name: str, forecast: Forecast, failures: int = 0) -> str:
    return dict(forecast_facts(forecast, failures))[name]


def test_a_plain_one() -> None:
    assert dict(forecast_facts(PLAIN, 0)) == {
        "Asks first": "nothing",
        "Message": "none",
        "Changes the user": "no",
        "A wrong answer": "does not count towards a lockout",
        "Triggers": "none",
    }
    assert certainty(PLAIN)[0] != certainty(replace(PLAIN, certain=True))[0]


def test_what_is_asked_and_by_whom_it_is_answered() -> None:
    srp = replace(PLAIN, challenge="PASSWORD_VERIFIER")
    assert fact("Asks first", srp) == "PASSWORD_VERIFIER, which the console answers by itself"
    assert fact("Asks first", replace(srp, for_person="SMS_MFA")).endswith("; then SMS_MFA")
    assert fact("Asks first", replace(PLAIN, challenge="SMS_MFA", for_person="SMS_MFA")) == (
        "SMS_MFA"
    )


def test_a_message_names_its_covered_address_and_its_moment() -> None:
    sms = SendsMessage(medium="SMS", destination_masked="+*******0134")
    mail = SendsMessage(medium="EMAIL", destination_masked=None, after="PASSWORD")
    assert fact("Message", replace(PLAIN, sends_message=sms)) == "SMS to +*******0134, at once"
    assert fact("Message", replace(PLAIN, sends_message=mail)) == (
        "e-mail to an address that is not known, after PASSWORD"
    )


def test_failures_of_the_last_minutes_are_said() -> None:
    counting = replace(PLAIN, counts_towards_lockout=True, changes_user=True, triggers=("A", "B"))
    assert fact("A wrong answer", counting, 1).endswith(
        "lockout; 1 failed try from here in the last 15 minutes"
    )
    assert "3 failed tries" in fact("A wrong answer", counting, 3)
    assert fact("Changes the user", counting) == "yes"
    assert fact("Triggers", counting) == "A, B"


def test_what_is_in_the_way_of_both_paths_is_said_once() -> None:
    legs = tuple(
        LegForecast(path=path, forecast=PLAIN, in_the_way=found)
        for path, found in (
            (Path.ADMIN, (finding("a"), finding("b"))),
            (Path.PUBLIC, (finding("b"), finding("c"))),
        )
    )
    assert [each.id for each in Foreseen(legs=legs).in_the_way] == ["a", "b", "c"]


def test_before_anything_is_known_the_refusals_are_said_with_what_they_lead_to() -> None:
    assert refusals_words(1).startswith("! 1 failed try from here in the last 15 minutes. ")
    assert "3 failed tries" in refusals_words(3)
    assert "locks the user out" in refusals_words(3)


def test_triggers_of_a_pool_that_was_not_read_are_not_known() -> None:
    assert dict(forecast_facts(PLAIN, 0, pool_read=False))["Triggers"] == "not known"
