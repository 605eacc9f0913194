from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from console.core.attempt import Plan
from console.core.call import ADMIN_RESPOND, Path
from console.core.diagnosis.classification import Classification
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.situations import (
    Refusal,
    failures_seen,
    situation_of_plan,
    situation_of_record,
)
from console.core.events import Event, EventKind
from console.core.ports import Answer, GiveUp
from console.core.record import AttemptRecord, Outcome
from console.core.request import SignInRequest
from console.core.secret import Secret
from tests.core.test_runner import CLASSIFIER, CODE, Bench
from tests.fakes import (
    START,
    ScriptedAnswerer,
    challenge_reply,
    profile,
    record,
    refusal,
    request,
    tokens_reply,
)

WRONG = refusal("NotAuthorizedException", "Incorrect username or password.")
MISMATCH = refusal("CodeMismatchException", "Invalid code received for user")


def classified(code: str, message: str = "") -> Classification:
    return CLASSIFIER.classify(code=code, message=message)


async def ran(
    bench: Bench, asked: SignInRequest | None = None, *answers: Answer | GiveUp
) -> tuple[Plan, AttemptRecord]:
    attempt = bench.prepare(asked)
    return attempt.plan, await bench.runner.run(attempt, ScriptedAnswerer(answers))


def test_a_plan_alone_is_a_forecasts_situation() -> None:
    asked = request(
        username=" alice",
        parameters={"PASSWORD": Secret("pass word"), "PREFERRED_CHALLENGE": "EMAIL_OTP"},
    )
    plan = Plan(profile=profile(), request=asked, client_secret=Secret("s"))
    found = situation_of_plan(
        plan, Evidence(clock_skew_s=7.0), failures_seen=2, answers={"SELECT_MFA_TYPE": "SMS_MFA"}
    )
    assert (found.outcome, found.classification, found.operation) == (None, None, None)
    assert (found.path, found.username) == (Path.ADMIN, " alice")
    assert found.parameters == {"PASSWORD", "PREFERRED_CHALLENGE"}
    assert found.password_findings == ("has a blank inside",)
    assert found.username_findings == ("begins with a blank",)
    assert found.has_client_secret is True
    assert (found.failures_seen, found.skew_s) == (2, 7.0)
    assert found.chosen == {"PREFERRED_CHALLENGE": "EMAIL_OTP", "SELECT_MFA_TYPE": "SMS_MFA"}
    assert "pass word" not in repr(found)
    assert found.password_seen


@pytest.mark.parametrize("given", [None, "", Secret("")])
def test_a_password_that_is_not_known_was_not_looked_at(given: str | Secret | None) -> None:
    parameters = {} if given is None else {"PASSWORD": given}
    plan = Plan(profile=profile(), request=request(parameters=parameters))
    found = situation_of_plan(plan, Evidence())
    assert (found.password_findings, found.password_seen) == ((), False)


@pytest.mark.parametrize(
    ("path", "challenge", "operation", "expected"),
    [
        (Path.ADMIN, None, None, "AdminInitiateAuth"),
        (Path.PUBLIC, None, None, "InitiateAuth"),
        (Path.ADMIN, "SMS_MFA", None, "AdminRespondToAuthChallenge"),
        (Path.ADMIN, None, "InitiateAuth", "InitiateAuth"),
    ],
)
def test_what_the_customer_saw_counts_as_the_outcome(
    path: Path, challenge: str | None, operation: str | None, expected: str
) -> None:
    seen = classified("NotAuthorizedException", "User is disabled.")
    found = situation_of_plan(
        Plan(profile=profile(), request=request(path=path)),
        Evidence(),
        refusal=Refusal(classification=seen, operation=operation, challenge=challenge),
    )
    assert (found.outcome, found.code_id, found.operation) == (Outcome.FAILED, "NA02", expected)
    assert found.seen_elsewhere
    assert found.challenge == challenge
    assert found.challenges == (() if challenge is None else (challenge,))


async def test_a_refused_sign_in() -> None:
    plan, made = await ran(Bench(WRONG))
    for found in (situation_of_plan(plan, Evidence(), made), situation_of_record(made)):
        assert (found.outcome, found.code_id) == (Outcome.FAILED, "NA01")
        assert not found.seen_elsewhere
        assert (found.operation, found.challenge) == ("AdminInitiateAuth", None)
        assert found.parameters == {"PASSWORD"}
        assert (found.username, found.auth_flow) == ("alice", "ADMIN_USER_PASSWORD_AUTH")
        assert found.profile.user_pool_id == profile().user_pool_id


async def test_a_refused_answer_names_its_challenge() -> None:
    bench = Bench(challenge_reply("SMS_MFA"), MISMATCH)
    _, made = await ran(bench, None, CODE, GiveUp(reason="No more."))
    found = situation_of_record(made)
    assert (found.outcome, found.code_id) == (Outcome.FAILED, "CM02")
    assert (found.operation, found.challenge) == (ADMIN_RESPOND, "SMS_MFA")
    assert found.challenges == ("SMS_MFA",)


async def test_a_wrong_code_before_the_right_one_explains_nothing() -> None:
    bench = Bench(challenge_reply("SMS_MFA"), MISMATCH, tokens_reply())
    _, made = await ran(bench, None, CODE, CODE)
    found = situation_of_record(made)
    assert found.outcome is Outcome.SIGNED_IN
    assert (found.classification, found.operation) == (None, None)


@pytest.mark.parametrize("made_here", [True, False])
async def test_a_code_that_was_made_here_is_known_as_such(made_here: bool) -> None:
    bench = Bench(challenge_reply("SOFTWARE_TOKEN_MFA"), MISMATCH)
    given = Answer(responses={"SOFTWARE_TOKEN_MFA_CODE": Secret("123456")}, from_seed=made_here)
    _, made = await ran(bench, None, given, GiveUp(reason="No more."))
    assert situation_of_record(made).code_from_seed is made_here


async def test_a_challenge_that_was_given_up_is_the_open_one() -> None:
    bench = Bench(challenge_reply("SMS_MFA"))
    _, made = await ran(bench, None, GiveUp(reason="Nothing came."))
    found = situation_of_record(made)
    assert (found.outcome, found.classification) == (Outcome.ABANDONED, None)
    assert found.challenge == "SMS_MFA"


async def test_of_both_paths_the_one_that_did_not_sign_in_is_told() -> None:
    asked = request(both_paths=True)
    plan, made = await ran(Bench(tokens_reply(), WRONG), asked)
    for found in (situation_of_record(made), situation_of_plan(plan, Evidence(), made)):
        assert (found.path, found.operation) == (Path.PUBLIC, "InitiateAuth")
        assert found.code_id == "NA01"
    disabled = refusal("NotAuthorizedException", "User is disabled.")
    _, made = await ran(Bench(disabled, WRONG), asked)
    found = situation_of_record(made)
    assert (found.path, found.operation, found.code_id) == (
        Path.ADMIN,
        "AdminInitiateAuth",
        "NA02",
    )


async def test_a_skew_that_was_seen_and_odd_names() -> None:
    late = replace(WRONG, record=record(server_date=START - timedelta(seconds=300)))
    _, made = await ran(Bench(late), request(username="alice "))
    found = situation_of_record(made, Evidence(clock_skew_s=1.0))
    assert found.skew_s == 300
    assert found.username_findings == ("ends with a blank",)
    _, made = await ran(Bench(WRONG))
    assert situation_of_record(made, Evidence(clock_skew_s=1.0)).skew_s == 1.0


def started(data: Mapping[str, object]) -> AttemptRecord:
    """A record of one call, which sent `data`."""
    event = Event(
        seq=1,
        kind=EventKind.CALL_STARTED,
        at=START,
        offset_ms=0,
        step=1,
        data={"request": data},  # type: ignore[dict-item]  # JSON
        withheld={},
    )
    return AttemptRecord(
        attempt_id="a",
        started_at=START,
        profile_name="p",
        profile_kind=profile().kind,
        region="eu-west-1",
        user_pool_id="eu-west-1_A",
        client_id="c",
        username="USER-1",
        auth_flow="USER_SRP_AUTH",
        path="public",
        simulated=True,
        events=(event,),
    )


@pytest.mark.parametrize(
    ("data", "parameters", "secret", "chosen"),
    [
        (
            {
                "AuthParameters": {
                    "USERNAME": "x",
                    "SRP_A": "‹withheld›",
                    "SECRET_HASH": "‹computed›",
                }
            },
            {"PASSWORD"},
            True,
            {},
        ),
        (
            {"AuthParameters": {"USERNAME": "x", "PREFERRED_CHALLENGE": "SMS_OTP"}},
            {"PREFERRED_CHALLENGE"},
            False,
            {"PREFERRED_CHALLENGE": "SMS_OTP"},
        ),
        (
            {"RefreshToken": "‹withheld›", "ClientSecret": "‹withheld›", "DeviceKey": "‹withheld›"},
            {"REFRESH_TOKEN", "DEVICE_KEY"},
            True,
            {},
        ),
        ({"AuthParameters": {"CHALLENGE_NAME": "‹withheld›"}}, {"CHALLENGE_NAME"}, False, {}),
        ({"AuthParameters": "‹withheld›"}, set(), False, {}),
    ],
)
def test_what_was_sent_tells_what_was_typed(
    data: Mapping[str, object], parameters: set[str], *, secret: bool, chosen: Mapping[str, str]
) -> None:
    found = situation_of_record(started(data))
    assert found.parameters == parameters
    assert found.has_client_secret is found.profile.has_client_secret is secret
    assert found.chosen == chosen
    assert found.path is Path.PUBLIC


def test_of_a_record_nobody_sees_the_password() -> None:
    assert not situation_of_record(started({})).password_seen


def test_a_record_without_events_is_read_too() -> None:
    found = situation_of_record(replace(started({}), events=(), challenges=("SMS_MFA",)))
    assert (found.parameters, found.challenge, found.outcome) == (frozenset(), "SMS_MFA", None)


def test_refusals_of_the_last_quarter_of_an_hour_are_counted() -> None:
    plain = replace(started({}), username="alice", outcome=Outcome.FAILED)
    disabled = classified("NotAuthorizedException", "User is disabled.")
    assert disabled.counts_towards_lockout is False
    records = [
        plain,
        replace(
            plain,
            classification=classified("NotAuthorizedException", "Incorrect username or password."),
        ),
        replace(plain, classification=disabled),
        replace(plain, outcome=Outcome.SIGNED_IN),
        replace(plain, username="bob"),
        replace(plain, user_pool_id="eu-west-1_B"),
        replace(plain, started_at=START - timedelta(minutes=16)),
        replace(plain, started_at=START + timedelta(hours=1)),
    ]
    counted = failures_seen(
        records, user_pool_id="eu-west-1_A", username="alice", now=START + timedelta(minutes=1)
    )
    assert counted == 2


def test_a_success_clears_the_refusals_before_it() -> None:
    plain = replace(started({}), username="alice", outcome=Outcome.FAILED)
    minutes = (plain.started_at + timedelta(minutes=number) for number in range(5))
    records = [replace(plain, started_at=at) for at in minutes]
    records[2] = replace(records[2], outcome=Outcome.SIGNED_IN)
    for order in (records, records[::-1]):
        counted = failures_seen(
            order, user_pool_id="eu-west-1_A", username="alice", now=START + timedelta(minutes=5)
        )
        assert counted == 2
