"""When another look into CloudTrail is offered, and with which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from console.core.diagnosis.evidence import Evidence, ProbeStatus, TrailEvent, TrailFacts
from console.ui.evidence.late_events import LateEvents, late_events
from tests.fakes import START
from tests.ui.evidence.gateways import probe

IDS = frozenset({"r1", "r2"})
EMPTY = Evidence(probes=(probe("LookupEvents"),), trail=TrailFacts())


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def found(*ids: str) -> Evidence:
    own = tuple(TrailEvent(at=START, event_name="AdminInitiateAuth", request_id=i) for i in ids)
    return replace(EMPTY, trail=TrailFacts(own=own))


def late(looked: float, now: float, evidence: Evidence = EMPTY) -> LateEvents | None:
    return late_events(IDS, evidence, ended=START, looked_at=at(looked), now=at(now))


@pytest.mark.parametrize(
    ("looked", "now", "anew", "next_s"),
    [
        (0.5, 0.5, False, 270.0),
        (0.5, 5, True, 600.0),
        (0.5, 8, True, 420.0),
        (6, 8, False, 420.0),
        (6, 15, True, None),
        (0.5, 60, True, None),
        (16, 60, False, None),
        (15, 15, False, None),
    ],
)
def test_it_is_offered_anew_at_each_moment_since_the_last_look(
    looked: float, now: float, *, anew: bool, next_s: float | None
) -> None:
    offered = late(looked, now)
    assert offered is not None
    assert (offered.anew, offered.next_s) == (anew, next_s)


def test_the_words_say_how_late_they_come_and_when_was_looked() -> None:
    time = f"{at(1).astimezone():%H:%M}"
    rest = f": events come 5 to 15 minutes late; looked at {time}."
    offered = [late(1, 1), late(1, 6), late(1, 1, found("r1"))]
    assert [one.words for one in offered if one is not None] == [
        f"This attempt is not yet in CloudTrail{rest}",
        f"This attempt may be in CloudTrail by now{rest}",
        f"The rest of this attempt is not yet in CloudTrail{rest}",
    ]
    over = late(20, 21)
    assert over is not None
    assert over.words.startswith("This attempt is still not in CloudTrail")


def test_what_is_all_there_or_cannot_be_known_is_not_offered() -> None:
    assert late(1, 6, found("r1", "r2", "r3")) is None
    assert late_events(frozenset(), EMPTY, ended=START, looked_at=at(1), now=at(6)) is None
    assert late(1, 6, Evidence()) is None
    denied = replace(EMPTY, probes=(probe("LookupEvents", ProbeStatus.DENIED),))
    assert late(1, 6, denied) is None
    assert late(1, 6, replace(denied, trail=None)) is None
