from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.core.diagnosis.finding import Confidence
from tests.core.diagnosis.rules.refusals import first, found, lacking, refused
from tests.core.diagnosis.situations import USER, missing, situation

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
        ("UX50", "trigger_failed"),
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
