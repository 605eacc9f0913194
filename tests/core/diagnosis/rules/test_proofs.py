from __future__ import annotations

import pytest

from console.core.diagnosis.evidence import AuthEventFacts, DeviceFacts
from console.core.diagnosis.finding import Confidence
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import missing, situation


def history(results: str) -> tuple[AuthEventFacts, ...]:
    """Newest first: S for a right password, F for a wrong one, - for an event without one."""
    words = {"S": {"Password": "Success"}, "F": {"Password": "Failure"}, "-": {}}
    return tuple(
        AuthEventFacts(at=None, event_type="SignIn", response="Fail", challenges=words[letter])
        for letter in results
    )


@pytest.mark.parametrize("results", ["FSFSF", "FF-SFFSSF"])
def test_passwords_that_come_and_go_speak_of_the_proof(results: str) -> None:
    asked = situation("USER_SRP_AUTH", evidence={"auth_events": history(results)})
    refusal = refused(asked, "NA01", "PASSWORD_VERIFIER")
    assert first(asked) == first(refusal) == ("srp_proof", False)
    finding = found(lacking(asked, "AdminGetUser"), "srp_proof")
    assert finding is not None
    assert finding.would_decide == "AdminGetUser"


@pytest.mark.parametrize("results", ["", "FFFFF", "SFSFSF", "FSF"])
def test_a_plain_history_does_not(results: str) -> None:
    asked = situation("USER_SRP_AUTH", evidence={"auth_events": history(results)})
    assert first(asked) == ("wrong_password", False)
    finding = found(asked, "srp_proof")
    assert finding is not None
    assert finding.confidence is Confidence.LOW


@pytest.mark.parametrize("skew", [61.0, -4000.0])
def test_a_wrong_clock_speaks_of_the_proof(skew: float) -> None:
    asked = situation("USER_SRP_AUTH", skew_s=skew)
    refusal = refused(asked, "NA01", "PASSWORD_VERIFIER")
    assert first(refusal) == ("srp_proof", False)
    known = situation("USER_SRP_AUTH", evidence={"clock_skew_s": skew})
    assert first(refused(known, "NA01", "PASSWORD_VERIFIER")) == ("srp_proof", False)


def test_without_srp_there_is_no_proof() -> None:
    for asked in (
        situation(skew_s=90.0),
        missing("USER_SRP_AUTH", skew_s=90.0),
        situation("USER_SRP_AUTH", user={"status": "EXTERNAL_PROVIDER"}, skew_s=90.0),
    ):
        assert found(refused(asked, "NA01"), "srp_proof") is None


def test_a_device_that_is_not_known() -> None:
    assert first(refused(situation("USER_SRP_AUTH"), "RN50")) == ("device_unknown", True)
    named = {"parameters": frozenset({"PASSWORD", "DEVICE_KEY"}), "pool": {"device_tracking": True}}
    other = {"devices": (DeviceFacts(key_matches=False),)}
    assert first(situation("USER_SRP_AUTH", evidence=other, **named)) == ("device_unknown", True)
    own = {"devices": (DeviceFacts(key_matches=False), DeviceFacts(key_matches=True))}
    for evidence in (own, {}):
        assert (
            found(situation("USER_SRP_AUTH", evidence=evidence, **named), "device_unknown") is None
        )
    untracked = situation("USER_SRP_AUTH", evidence=other, parameters=named["parameters"])
    assert found(untracked, "device_unknown") is None


def test_a_passkey_and_a_time_that_is_no_time() -> None:
    asked = situation("USER_AUTH")
    assert first(refused(asked, "NA00", "WEB_AUTHN")) == ("passkey_refused", True)
    assert first(refused(asked, "WA07")) == ("passkey_refused", True)
    assert found(refused(asked, "NA00", "PASSWORD"), "passkey_refused") is None
    assert first(refused(situation("USER_SRP_AUTH"), "IP20")) == ("srp_time_format", True)
