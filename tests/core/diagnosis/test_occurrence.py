"""When a sign-in took place, by the service's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.core.call import Phases, Sent
from console.core.diagnosis.occurrence import DUE_AFTER_S, occurrence_of
from console.core.events import Event, EventKind
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, Step
from tests.fakes import START


def step(operation: str, *, sent: Sent = Sent.YES, request_id: str | None = None) -> Step:
    return Step(
        operation=operation,
        path="admin",
        sent=sent,
        request_id=request_id,
        http_status=400,
        duration_ms=100.0,
        wire_tries=1,
        phases=Phases(),
    )


RECORD = AttemptRecord(
    attempt_id="a",
    started_at=START,
    duration_ms=2000.0,
    profile_name="p",
    profile_kind=ProfileKind.PRODUCTION,
    region="eu-west-1",
    user_pool_id="eu-west-1_A",
    client_id="c",
    endpoint=None,
    username="alice",
    auth_flow="CUSTOM_AUTH",
    simulated=False,
    challenges=("CUSTOM_CHALLENGE",),
    steps=(
        step("AdminInitiateAuth", request_id="r1"),
        step("AdminRespondToAuthChallenge", request_id="r2"),
        step("AdminRespondToAuthChallenge", sent=Sent.MAYBE),
        step("ConfirmDevice", sent=Sent.NO, request_id="r9"),
    ),
)


def skew(seconds: float) -> Event:
    return Event(
        seq=1,
        kind=EventKind.CLOCK_SKEW,
        at=START,
        offset_ms=0.0,
        step=1,
        data={"skew_s": seconds},
        withheld={},
    )


def test_of_an_attempt_what_left_this_machine_counts() -> None:
    found = occurrence_of(RECORD)
    assert found is not None
    assert found.operations == ("AdminInitiateAuth", "AdminRespondToAuthChallenge")
    assert found.request_ids == {"r1", "r2"}
    assert (found.began, found.ended) == (START, START + timedelta(seconds=2))
    assert (found.auth_flow, found.challenges) == ("CUSTOM_AUTH", ("CUSTOM_CHALLENGE",))


def test_an_attempt_of_which_nothing_left_did_not_take_place() -> None:
    unsent = (step("AdminInitiateAuth", sent=Sent.NO),)
    assert occurrence_of(replace(RECORD, steps=unsent)) is None
    assert occurrence_of(replace(RECORD, steps=())) is None


def test_a_clock_that_is_ahead_is_put_right() -> None:
    ended = START + timedelta(seconds=5)
    found = occurrence_of(replace(RECORD, ended_at=ended, events=(skew(240.0),)))
    assert found is not None
    assert found.began == START - timedelta(minutes=4)
    assert found.ended == ended - timedelta(minutes=4)


def test_a_look_again_is_due_in_minutes() -> None:
    assert list(DUE_AFTER_S) == sorted(DUE_AFTER_S) == [300, 900]
