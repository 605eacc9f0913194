"""What the connection test says."""

from __future__ import annotations

import pytest

from console.core.diagnosis.connection import CheckStatus
from console.core.diagnosis.connection_check import ConnectionCheck, check
from console.core.profile import ProfileKind
from console.ui.connection.words import (
    SIMULATED,
    STATES,
    WORDS,
    before,
    mark,
    to_text,
    verdict,
    whole_verdict,
)
from tests.fakes import profile

GOOD = check("Clock", CheckStatus.OK, "Fine.")
WARN = check("Flows", CheckStatus.WARN, "Few.", "Choose.")
SKIP = check("Flows", CheckStatus.SKIPPED, "Not known.")
FAIL = check("User pool", CheckStatus.FAIL, "None.", "Compare.")


def test_each_status_has_a_word_and_a_mark_of_its_own() -> None:
    assert set(STATES) == set(WORDS) == set(CheckStatus)
    assert len({mark(status) for status in CheckStatus}) == len(CheckStatus)
    assert all(mark(status) for status in CheckStatus)


def test_it_says_before_what_is_asked_and_as_whom() -> None:
    said = before(profile(aws_profile="support"))
    assert "the AWS profile “support”: GetCallerIdentity, DescribeUserPool," in said
    assert "No sign-in is sent." in said
    assert "botocore finds" in before(profile())
    practice = before(profile(kind=ProfileKind.PRACTICE))
    assert "practice pool" in practice
    assert "GetCallerIdentity" not in practice
    assert practice.startswith(SIMULATED)
    assert SIMULATED not in said


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([GOOD], "Nothing is at fault."),
        ([GOOD, WARN], "Nothing is at fault, 1 check is to look at."),
        ([FAIL], "1 check is at fault."),
        ([FAIL, FAIL, WARN], "2 checks are at fault, 1 to look at."),
    ],
)
def test_the_verdict(found: list[ConnectionCheck], sentence: str) -> None:
    assert verdict(found) == sentence


def test_what_nobody_looked_at_is_counted() -> None:
    assert whole_verdict([GOOD]) == "Nothing is at fault."
    assert whole_verdict([GOOD, SKIP]) == "Nothing is at fault. 1 of 2 were not checked."
    assert whole_verdict([FAIL, SKIP]) == "1 check is at fault. 1 of 2 were not checked."
    assert whole_verdict([SKIP, SKIP]) == "Nothing could be checked."


def test_the_copy_has_checks_hints_and_policy() -> None:
    copied = to_text(profile(), [GOOD, FAIL], '{"Version": 1}')
    assert copied.splitlines()[:2] == [
        "Connection test: Contoso shop",
        "eu-west-1_Ab12Cd34E · 74jdrobmasoi0m2i1je8vhrij6",
    ]
    assert "✓ Clock (fine): Fine.\n✕ User pool (at fault): None.\n    Compare.\n" in copied
    assert copied.endswith('The smallest IAM policy that is missing:\n{"Version": 1}\n')
    assert "policy" not in to_text(profile(), [GOOD], None)
    practice = profile(kind=ProfileKind.PRACTICE)
    assert SIMULATED in to_text(practice, [GOOD], None).splitlines()
    assert SIMULATED not in copied
