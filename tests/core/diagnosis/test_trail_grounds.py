"""What CloudTrail says of a refusal that was seen here or elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.core.diagnosis.evidence import TrailEvent, TrailFacts
from console.core.diagnosis.findings import find
from console.core.diagnosis.situation import Situation
from console.core.diagnosis.trail_grounds import (
    trail_counts,
    trail_names_other,
    trail_refusals,
)
from tests.core.diagnosis.rules.refusals import found, refused
from tests.core.diagnosis.situations import USER, situation

CALL = "AdminInitiateAuth"


def own(error: str | None, name: str = CALL, sub: str | None = None) -> TrailEvent:
    return TrailEvent(at=None, event_name=name, request_id="r", error_code=error, sub=sub)


def seen(*events: TrailEvent, elsewhere: bool = False, **changes: Any) -> Situation:
    """Refused as NotAuthorizedException, while CloudTrail has these events of the attempt."""
    trail = TrailFacts(own=events, refusals=1)
    made = refused(situation(evidence={"trail": trail}, **changes), "NA01")
    assert made.classification is not None
    named = replace(made.classification, code="NotAuthorizedException")
    return replace(made, classification=named, operation=CALL, seen_elsewhere=elsewhere)


def test_the_same_error_there_speaks_for_it() -> None:
    (first, *_) = find(seen(own("NotAuthorizedException")))
    assert (first.id, first.decided) == ("wrong_password", True)
    assert first.for_[-1] == "CloudTrail has the refused call, with the same error."


@pytest.mark.parametrize(
    "events",
    [
        (),
        (own(None),),  # another step, or the refused one has yet to come
        (own("UserNotFoundException", "AdminRespondToAuthChallenge"),),
    ],
)
def test_what_is_not_there_yet_says_nothing(events: tuple[TrailEvent, ...]) -> None:
    for elsewhere in (False, True):
        for finding in find(seen(*events, elsewhere=elsewhere)):
            assert "CloudTrail has" not in str((finding.for_, finding.against))


def test_another_error_there_speaks_against_it_and_undecides_what_was_pasted() -> None:
    other = own("UserNotFoundException")
    (first, *_) = find(seen(other))
    assert first.decided  # what Cognito answered here is first-hand
    assert "another error" in first.against[-1]
    pasted = find(seen(other, elsewhere=True))
    assert not any(one.decided for one in pasted)
    assert all(one.would_decide for one in pasted)
    assert all("another error" in one.against[-1] for one in pasted)


def test_one_of_several_calls_that_fits_is_enough() -> None:
    (first, *_) = find(seen(own("UserNotFoundException"), own("NotAuthorizedException")))
    assert "same error" in first.for_[-1]


def test_another_user_there_is_a_doubt() -> None:
    mine, other = seen(own(None, sub=USER.sub)), seen(own(None, sub="0" * 8))
    assert (trail_names_other(mine), trail_names_other(other)) == (False, True)
    assert not trail_names_other(seen(own(None)))
    assert not trail_names_other(replace(other, operation="AdminRespondToAuthChallenge"))
    finding = found(other, "wrong_password")
    assert finding is not None
    assert not finding.decided
    assert any("another user" in sentence for sentence in finding.against)


def test_before_a_sign_in_there_is_no_refused_call() -> None:
    asked = situation(evidence={"trail": TrailFacts(own=(own("NotAuthorizedException"),))})
    assert not any("CloudTrail" in str(one.for_) for one in find(asked))
    assert not trail_names_other(asked)


@pytest.mark.parametrize(
    ("trail", "count", "here", "elsewhere"),
    [
        (None, 0, False, False),
        (TrailFacts(), 0, False, False),
        (TrailFacts(own=(own(None),)), 0, False, False),
        (TrailFacts(refusals=0), 0, False, False),  # it has yet to come so far
        (TrailFacts(refusals=3), 3, False, True),
        (TrailFacts(own=(own(None),), refusals=3), 3, True, True),
        (TrailFacts(own=(own(None),), refusals=7, whole=False), 7, False, False),
    ],
)
def test_refusals_from_anywhere(
    trail: TrailFacts | None, count: int, here: bool, elsewhere: bool
) -> None:
    asked = situation(evidence={"trail": trail})
    assert (trail_refusals(asked), trail_counts(asked)) == (count, here)
    assert trail_counts(replace(asked, seen_elsewhere=True)) is elsewhere
