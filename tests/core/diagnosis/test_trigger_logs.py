"""What a trigger's log says of a refusal, and that none of its words are repeated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.diagnosis.evidence import LogKind, LogLine
from console.core.diagnosis.findings import find
from console.core.diagnosis.situation import Situation
from console.core.diagnosis.trigger_logs import bad_ends, logged, named_trigger, says_timeout
from tests.core.diagnosis.rules.refusals import refused
from tests.core.diagnosis.situations import situation


def line(
    kind: LogKind, trigger: str = "PreAuthentication", error_type: str | None = None
) -> LogLine:
    return LogLine(
        at=None, trigger=trigger, kind=kind, error_type=error_type, text="zaphod was here"
    )


def said(entry: str, message: str, *lines: LogLine) -> Situation:
    made = refused(situation(evidence={"log_lines": lines}), entry)
    assert made.classification is not None
    return replace(made, classification=replace(made.classification, message=message))


@pytest.mark.parametrize(
    ("entry", "message", "name"),
    [
        ("UL01", "", "PreAuthentication"),
        ("UL07", "", "UserMigration"),
        ("UL50", "", "VerifyAuthChallengeResponse"),
        ("UL51", "PostConfirmation failed with error x.", "PostConfirmation"),
        ("UX50", "PreSignUp invocation failed due to error Socket timeout.", "PreSignUp"),
        ("UL51", "VerifyAuthChallenge failed with error x.", "VerifyAuthChallengeResponse"),
        ("UL51", "zaphod failed with error x.", None),
        ("UX00", "something else", None),
    ],
)
def test_the_trigger_that_the_words_name(entry: str, message: str, name: str | None) -> None:
    assert named_trigger(said(entry, message)) == name


def test_only_bad_ends_of_the_trigger_that_refused_count() -> None:
    lines = (
        line(LogKind.OTHER),
        line(LogKind.ERROR, error_type="KeyError"),
        line(LogKind.TIMEOUT, "PostAuthentication"),
    )
    assert bad_ends(said("UL01", "", *lines)) == lines[1:2]
    assert bad_ends(said("UX00", "", *lines)) == lines[1:]
    assert bad_ends(said("UX00", "", *lines), ["PostAuthentication"]) == lines[2:]
    assert bad_ends(refused(situation(), "UL01")) == ()


def test_each_end_has_a_sentence_of_our_own() -> None:
    lines = (
        line(LogKind.TIMEOUT),
        line(LogKind.EXIT),
        line(LogKind.ERROR, error_type="app.errors.NotAllowed"),
        line(LogKind.ERROR, error_type="app.errors.NotAllowed"),
        line(LogKind.ERROR, "zaphod"),
    )
    assert logged(said("UX00", "", *lines)) == (
        "The log of the PreAuthentication trigger says that it timed out.",
        "The log of the PreAuthentication trigger says that its process ended by itself.",
        "The log of the PreAuthentication trigger has an error of the class app.errors.NotAllowed.",
        "The log of a trigger has an error.",
    )


@pytest.mark.parametrize(
    "kind", ["", "no such user zaphod", "<b>", "A" * 65, "AKIAIOSFODNN7EXAMPLE", "x\ny", "é"]
)
def test_what_is_no_name_of_a_class_is_not_repeated(kind: str) -> None:
    (sentence,) = logged(said("UL01", "", line(LogKind.ERROR, error_type=kind)))
    assert sentence == "The log of the PreAuthentication trigger has an error."


@pytest.mark.parametrize(
    ("message", "slow"),
    [
        (
            "PreAuthentication failed with error 2026-11-24 x Task timed out after 3.00 seconds.",
            True,
        ),
        ("PreSignUp invocation failed due to error Socket timeout while invoking Lambda.", True),
        ("PreAuthentication failed with error No timeout was given.", False),
        ("", False),
    ],
)
def test_words_of_a_timeout(message: str, slow: bool) -> None:
    assert says_timeout(said("UL01", message)) is slow
    assert not says_timeout(situation())


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(LogKind))
def test_no_log_can_say_anything_of_its_own(trigger: str, kind: str, end: LogKind) -> None:
    hostile = LogLine(at=None, trigger=trigger, kind=end, error_type=kind, text=f"zaphod {kind}")
    for entry in ("UL01", "UX00", "NA01"):
        for finding in find(said(entry, "zaphod", hostile)):
            told = str(finding.to_json())
            assert "zaphod" not in told
            assert told.isprintable()
