from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.core.diagnosis.evidence import LogKind, LogLine
from console.core.diagnosis.finding import Confidence
from console.core.diagnosis.findings import find
from console.core.diagnosis.situation import Situation
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import USER, missing, situation


def ids(asked: Situation) -> list[str]:
    return [one.id for one in find(asked)]


MIGRATES: dict[str, Any] = {"triggers": ("UserMigration",)}


def test_a_migration_trigger_that_brings_nobody_in() -> None:
    asked = missing(pool=MIGRATES)
    assert first(asked) == ("migration_gave_nothing", False)  # it may still bring the user in
    for entry in ("NA01", "UN01"):
        assert first(refused(asked, entry)) == ("migration_gave_nothing", True)


def test_it_is_not_asked_without_a_password_a_trigger_or_an_unknown_user() -> None:
    spelled = replace(USER, username="ALICE", matched_by="username")
    for asked in (
        missing(),
        situation(pool=MIGRATES),
        missing("USER_SRP_AUTH", pool=MIGRATES),
        missing(pool=MIGRATES, evidence={"alias_users": (spelled,)}),
        missing(pool=MIGRATES, evidence={"found_in": ("eu-west-1_B",)}),
    ):
        assert found(asked, "migration_gave_nothing") is None
    assert found(refused(missing(pool=MIGRATES), "UL07"), "migration_gave_nothing") is None


def test_a_custom_sign_in_is_refused_by_its_triggers() -> None:
    asked = situation("CUSTOM_AUTH")
    assert first(asked) == ("custom_challenge_refused", False)
    for challenge in (None, "CUSTOM_CHALLENGE"):
        assert first(refused(asked, "NA01", challenge)) == ("custom_challenge_refused", True)
    assert first(lacking(refused(asked, "NA01"), "AdminGetUser"))[1] is False
    for other in (
        situation(),
        missing("CUSTOM_AUTH"),
        situation("CUSTOM_AUTH", user={"enabled": False}),
    ):
        assert found(refused(other, "NA01"), "custom_challenge_refused") is None


def test_after_srp_the_proof_comes_first() -> None:
    asked = situation("CUSTOM_AUTH", chosen={"CHALLENGE_NAME": "SRP_A"})
    assert first(asked)[0] in ("custom_challenge_refused", "wrong_password")
    at_proof = refused(asked, "NA01", "PASSWORD_VERIFIER")
    assert found(at_proof, "custom_challenge_refused") is None
    assert first(at_proof) == ("wrong_password", False)
    at_question = refused(asked, "NA01", "CUSTOM_CHALLENGE")
    finding = found(at_question, "custom_challenge_refused")
    assert finding is not None
    assert (finding.confidence, finding.decided) == (Confidence.HIGH, True)
    assert found(at_question, "wrong_password") is None


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("UL01", "trigger_refused"),
        ("UL07", "trigger_refused"),
        ("UL51", "trigger_refused"),
        ("UL09", "trigger_failed"),
        ("UX50", "trigger_timed_out"),
        ("UX00", "trigger_failed"),
        ("UX01", "trigger_not_permitted"),
        ("UX03", "trigger_missing"),
        ("UX51", "trigger_missing"),
        ("UX04", "trigger_throttled"),
        ("IL01", "trigger_output"),
    ],
)
def test_the_words_of_a_trigger_s_refusal_settle_it(entry: str, cause: str) -> None:
    assert first(refused(situation(), entry)) == (cause, True)
    assert found(situation(), cause) is None


def ended(entry: str, *kinds: LogKind, trigger: str = "PreAuthentication") -> Situation:
    """Refused by a trigger, in whose log are these ends around the attempt."""
    lines = tuple(
        LogLine(at=None, trigger=trigger, kind=kind, error_type="KeyError") for kind in kinds
    )
    return refused(situation(evidence={"log_lines": lines}), entry)


@pytest.mark.parametrize("entry", ["UL01", "UL00", "UX00"])
@pytest.mark.parametrize(
    ("kind", "cause"),
    [(LogKind.TIMEOUT, "trigger_timed_out"), (LogKind.EXIT, "trigger_failed")],
)
def test_what_cognito_wraps_alike_the_log_tells_apart(
    entry: str, kind: LogKind, cause: str
) -> None:
    asked = ended(entry, LogKind.OTHER, kind)
    assert ids(asked) == [cause]
    assert first(asked) == (cause, True)
    finding = found(asked, cause)
    assert finding is not None
    assert any(sentence.startswith("The log of") for sentence in finding.for_)


def test_an_error_in_the_log_is_the_function_s_own_no() -> None:
    asked = ended("UL01", LogKind.ERROR)
    assert (ids(asked), first(asked)) == (["trigger_refused"], ("trigger_refused", True))
    finding = found(asked, "trigger_refused")
    assert finding is not None
    assert finding.for_[-1].endswith("has an error of the class KeyError.")
    broken = found(ended("UX00", LogKind.ERROR), "trigger_failed")
    assert broken is not None
    assert (broken.decided, len(broken.for_)) == (True, 2)


def test_a_log_with_ends_of_both_kinds_decides_nothing() -> None:
    asked = ended("UL01", LogKind.ERROR, LogKind.TIMEOUT)
    assert ids(asked) == ["trigger_timed_out", "trigger_refused"]
    for finding in find(asked):
        assert (finding.decided, finding.would_decide) == (False, "AdminInitiateAuth")
        assert finding.against


def test_the_log_of_another_trigger_or_none_says_nothing() -> None:
    for asked in (
        ended("UL01", LogKind.TIMEOUT, trigger="PostAuthentication"),
        ended("UL01", LogKind.OTHER),
        lacking(refused(situation(), "UL01"), "FilterLogEvents"),
    ):
        assert (ids(asked), first(asked)) == (["trigger_refused"], ("trigger_refused", True))
    denied = found(lacking(ended("UL01", LogKind.TIMEOUT), "FilterLogEvents"), "trigger_timed_out")
    assert denied is not None
    assert (denied.decided, denied.would_decide) == (False, "FilterLogEvents")


def test_words_of_a_crash_or_of_a_timeout_need_no_log() -> None:
    assert ids(ended("UL09", LogKind.TIMEOUT)) == ["trigger_failed"]
    assert ids(ended("UX50", LogKind.ERROR)) == ["trigger_timed_out"]
    slow = refused(situation(), "UL01")
    assert slow.classification is not None
    words = replace(
        slow.classification, message="PreAuthentication failed with error Task timed out after 3 s"
    )
    assert ids(replace(slow, classification=words)) == ["trigger_timed_out"]


def test_what_the_log_of_a_custom_sign_in_or_a_migration_said_stands_beside_it() -> None:
    asked = ended("NA01", LogKind.ERROR, trigger="DefineAuthChallenge")
    custom = found(replace(asked, auth_flow="CUSTOM_AUTH"), "custom_challenge_refused")
    assert custom is not None
    assert "DefineAuthChallenge" in custom.for_[-1]
    lines = (LogLine(at=None, trigger="UserMigration", kind=LogKind.TIMEOUT),)
    nobody = refused(missing(pool=MIGRATES, evidence={"log_lines": lines}), "NA01")
    migration = found(nobody, "migration_gave_nothing")
    assert migration is not None
    assert "timed out" in migration.for_[-1]
