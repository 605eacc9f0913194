from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from console import resources
from console.core import facts
from console.core.attempt import Attempt, Plan
from console.core.call import CallResult, Origin, Reply, Sent
from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.classifier import Classifier
from console.core.errors import UserFacingError
from console.core.events import EventKind
from console.core.permit import Denied, Effect, OpenGuard, Permit, Wanted
from console.core.ports import Answer, GiveUp, Guard
from console.core.record import AttemptRecord, Outcome
from console.core.request import SignInRequest
from console.core.runner import AttemptRunner
from console.core.secret import WITHHELD, Secret
from tests.fakes import (
    START,
    FakeClock,
    FakeGateway,
    FakeVerifier,
    MemoryJournal,
    ScriptedAnswerer,
    challenge_reply,
    failure,
    profile,
    record,
    refusal,
    request,
    tokens_reply,
)

CLASSIFIER = Classifier(Catalogue.parse(resources.read_bytes("catalogue.json")))
CODE = Answer(responses={"SMS_MFA_CODE": Secret("493817")})


class Bench:
    """A runner on fakes."""

    def __init__(self, *results: CallResult | None) -> None:
        self.gateway = FakeGateway(results)
        self.journal = MemoryJournal()
        self.clock = FakeClock(tick=0.01)
        self.not_kept: list[UserFacingError] = []
        self.use(OpenGuard())

    def use(self, guard: Guard) -> None:
        self.runner = AttemptRunner(
            gateways=self.gateway,
            journal=self.journal,
            guard=guard,
            verifier=FakeVerifier(),
            classifier=lambda: CLASSIFIER,
            clock=self.clock,
            new_id=lambda: "7f3a0000",
            not_kept=self.not_kept.append,
        )

    def prepare(self, asked: SignInRequest | None = None) -> Attempt:
        return self.runner.prepare(Plan(profile=profile(), request=asked or request()))

    async def run(self, *answers: Answer | GiveUp | None) -> AttemptRecord:
        return await self.runner.run(self.prepare(), ScriptedAnswerer(answers))


def kinds(made: AttemptRecord) -> list[EventKind]:
    return [event.kind for event in made.events]


async def test_signs_in_and_keeps_everything() -> None:
    bench = Bench(tokens_reply())
    made = await bench.run()
    assert made.outcome is Outcome.SIGNED_IN
    assert made.classification is None
    assert kinds(made) == [
        EventKind.ATTEMPT_STARTED,
        EventKind.CALL_STARTED,
        EventKind.WIRE_TRY,
        EventKind.CALL_ENDED,
        EventKind.TOKENS,
        EventKind.ATTEMPT_ENDED,
    ]
    assert await bench.journal.load("7f3a0000") == made
    assert [step.request_id for step in made.steps] == ["9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6"]
    assert made.withheld == {"password": 1}


async def test_the_intent_is_kept_before_anything_is_sent() -> None:
    bench = Bench(tokens_reply())
    seen: list[list[str]] = []
    begin = bench.gateway.begin

    def spy(call: object, permit: object) -> object:
        seen.append(list(bench.journal.order))
        return begin(call, permit)  # type: ignore[arg-type]

    bench.gateway.begin = spy  # type: ignore[assignment, method-assign]
    await bench.run()
    assert seen == [["begin 7f3a0000"]]


async def test_the_intent_of_an_answer_is_kept_before_it_is_sent() -> None:
    bench = Bench(challenge_reply("SMS_MFA"), tokens_reply())
    kept: list[list[str]] = []
    begin = bench.gateway.begin

    def spy(call: object, permit: object) -> object:
        kept.append([str(event.kind) for event in bench.journal.events["7f3a0000"]])
        return begin(call, permit)  # type: ignore[arg-type]

    bench.gateway.begin = spy  # type: ignore[assignment, method-assign]
    await bench.run(CODE)
    first, second = kept
    assert first == []
    assert second[-2:] == ["answer", "call_started"]


class NoGuard:
    """Says no to one operation, after doing what the test wants at that moment."""

    def __init__(self, operation: str, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.operation, self.meanwhile = operation, meanwhile
        self.asked: list[Wanted] = []

    async def permit(self, wanted: Wanted) -> Permit | Denied:
        self.asked.append(wanted)
        self.meanwhile()
        if wanted.operation == self.operation:
            return Denied(reason="The budget is used up.")
        return Permit(wanted=wanted)


async def test_every_request_goes_with_a_permit_of_its_own() -> None:
    bench = Bench(challenge_reply("NEW_PASSWORD_REQUIRED"), tokens_reply())
    await bench.run(Answer(responses={"NEW_PASSWORD": Secret("New-Meadow-42!")}))
    wanted = [each.wanted for each in bench.gateway.permits if each is not None]
    assert [(each.operation, each.effect) for each in wanted] == [
        ("AdminInitiateAuth", Effect.TRY),
        ("AdminRespondToAuthChallenge", Effect.CHANGE),
    ]
    first = wanted[0]
    asked = (first.attempt_id, first.username, first.user_pool_id, first.client_id)
    assert asked == ("7f3a0000", "alice", profile().user_pool_id, profile().client_id)


async def test_what_the_guard_denies_is_not_sent() -> None:
    bench = Bench(tokens_reply())
    bench.use(NoGuard("AdminInitiateAuth"))
    made = await bench.run()
    assert made.outcome is Outcome.NOT_SENT
    assert made.classification is not None
    assert made.classification.id == "NC07"
    assert made.classification.message == "The budget is used up."
    assert [step.sent for step in made.steps] == [Sent.NO]
    assert bench.gateway.calls == []


async def test_an_answer_that_the_guard_denies_can_be_given_again() -> None:
    bench = Bench(challenge_reply("SMS_MFA"))
    guard = NoGuard("AdminRespondToAuthChallenge")
    bench.use(guard)
    made = await bench.run(CODE, CODE, GiveUp(reason="Given up."))
    assert made.outcome is Outcome.ABANDONED
    assert len(guard.asked) == 3
    assert len(bench.gateway.calls) == 1


def test_a_request_that_is_held_back_later_says_that_others_were_sent() -> None:
    unsent = failure(Origin.CLIENT, "NotPermitted", Sent.NO)
    first, later = (facts.ending(unsent, first=each) for each in (True, False))
    assert first == (Outcome.NOT_SENT, "Nothing was sent: NotPermitted.")
    assert later[0] is Outcome.NOT_SENT
    assert "What went before it was sent" in later[1]


async def test_a_cancel_while_the_guard_is_asked_sends_nothing() -> None:
    bench = Bench(tokens_reply())
    attempt = bench.prepare()
    bench.use(NoGuard("none of them", attempt.cancel))
    made = await bench.runner.run(attempt, ScriptedAnswerer())
    assert made.outcome is Outcome.CANCELLED
    assert bench.gateway.calls == []


async def test_what_happened_is_kept_before_an_answer_is_awaited() -> None:
    bench = Bench(challenge_reply("SMS_MFA"), tokens_reply())
    made = await bench.run(CODE)
    assert bench.journal.order == ["begin 7f3a0000", "append 5", "append 2", "finish signed_in"]
    assert (await bench.journal.load("7f3a0000")).events == made.events


async def test_a_refusal_is_a_result_with_its_cause() -> None:
    made = await Bench(refusal("NotAuthorizedException", "Incorrect username or password.")).run()
    assert made.outcome is Outcome.FAILED
    assert made.classification is not None
    assert made.classification.id == "NA01"
    assert "NotAuthorizedException" in made.reason


async def test_a_challenge_is_asked_and_answered() -> None:
    bench = Bench(challenge_reply("SMS_MFA"), tokens_reply())
    made = await bench.run(CODE)
    assert made.outcome is Outcome.SIGNED_IN
    assert made.challenges == ("SMS_MFA",)
    assert [call.operation for call in bench.gateway.calls] == [
        "AdminInitiateAuth",
        "AdminRespondToAuthChallenge",
    ]
    assert len(made.steps) == 2
    assert made.withheld == {"code": 1, "password": 1, "session": 1}


async def test_a_wrong_code_then_the_right_one() -> None:
    bench = Bench(
        challenge_reply("SMS_MFA"),
        refusal("CodeMismatchException", "Invalid code received for user"),
        tokens_reply(),
    )
    made = await bench.run(CODE, CODE)
    assert made.outcome is Outcome.SIGNED_IN
    assert made.challenges == ("SMS_MFA",)
    assert made.classification is None


async def test_giving_up_after_a_refusal_is_a_failure() -> None:
    bench = Bench(
        challenge_reply("SMS_MFA"),
        refusal("CodeMismatchException", "Invalid code received for user"),
    )
    made = await bench.run(CODE, GiveUp(reason="no more"))
    assert made.outcome is Outcome.FAILED
    assert made.classification is not None
    assert made.classification.id == "CM02"


async def test_giving_up_at_once_is_abandoned() -> None:
    attempt_bench = Bench(challenge_reply("SMS_MFA"))
    attempt = attempt_bench.prepare()
    answerer = ScriptedAnswerer([GiveUp(reason="nothing there", missing=("SMS_MFA_CODE",))])
    made = await attempt_bench.runner.run(attempt, answerer)
    assert made.outcome is Outcome.ABANDONED
    assert made.reason == "nothing there"
    assert attempt.missing == ("SMS_MFA_CODE",)


async def test_a_challenge_that_cannot_be_answered_is_said() -> None:
    made = await Bench(challenge_reply("PASSWORD_VERIFIER")).run()
    assert made.outcome is Outcome.ABANDONED
    assert made.challenges == ("PASSWORD_VERIFIER",)
    assert "PASSWORD_VERIFIER" in made.reason


async def test_a_factor_that_cannot_be_set_up_in_a_sign_in_is_said() -> None:
    made = await Bench(challenge_reply("MFA_SETUP", MFAS_CAN_SETUP='["SMS_MFA"]')).run()
    assert made.outcome is Outcome.ABANDONED
    assert "offers SMS_MFA" in made.reason


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (failure(Origin.CLIENT, "NoCredentialsError", Sent.NO), Outcome.NOT_SENT),
        (failure(Origin.CLIENT, "ReadTimeoutError", Sent.YES), Outcome.UNKNOWN),
        (failure(Origin.CLIENT, "ConnectionClosedError", Sent.MAYBE), Outcome.UNKNOWN),
        (failure(Origin.REPLY, "NotCognitoReply", Sent.YES), Outcome.UNKNOWN),
        (failure(Origin.DEADLINE, "DeadlineExceeded", Sent.NO), Outcome.NOT_SENT),
        (failure(Origin.DEADLINE, "DeadlineExceeded", Sent.YES), Outcome.UNKNOWN),
        (failure(Origin.STOPPED, "CallCancelled", Sent.YES), Outcome.CANCELLED),
    ],
)
async def test_outcome_by_who_failed_and_what_was_sent(
    result: CallResult, outcome: Outcome
) -> None:
    made = await Bench(result).run()
    assert made.outcome is outcome
    assert made.classification is not None
    assert made.classification.matched != "none"
    assert made.reason


async def test_expired_credentials_count_as_not_sent_while_no_sign_in_began() -> None:
    expired = refusal("ExpiredTokenException", "The security token included is expired")
    record = await Bench(expired).run()
    assert record.outcome is Outcome.NOT_SENT
    assert "expired" in record.reason
    assert record.classification is not None
    assert record.classification.code == "ExpiredTokenException"
    assert record.steps[0].sent is Sent.YES
    later = await Bench(challenge_reply("SMS_MFA"), expired).run(CODE)
    assert later.outcome is Outcome.FAILED


async def test_cancel_stops_the_call_under_way() -> None:
    bench = Bench(None)
    attempt = bench.prepare()
    answerer = ScriptedAnswerer()

    async def cancel() -> None:
        await bench.gateway.begun.wait()
        await asyncio.sleep(0)
        attempt.cancel()
        attempt.cancel()

    made, _ = await asyncio.gather(bench.runner.run(attempt, answerer), cancel())
    assert made.outcome is Outcome.CANCELLED
    assert "had left" in made.reason


async def test_cancel_at_a_challenge_gives_it_up() -> None:
    bench = Bench(challenge_reply("SMS_MFA"))
    attempt = bench.prepare()
    answerer = ScriptedAnswerer([None])

    async def cancel() -> None:
        await answerer.waiting.wait()
        attempt.cancel()

    made, _ = await asyncio.gather(bench.runner.run(attempt, answerer), cancel())
    assert made.outcome is Outcome.ABANDONED


async def test_cancel_before_the_start_sends_nothing() -> None:
    bench = Bench()
    attempt = bench.prepare()
    attempt.cancel()
    made = await bench.runner.run(attempt, ScriptedAnswerer())
    assert made.outcome is Outcome.CANCELLED
    assert bench.gateway.calls == []


async def test_a_cancelled_task_stops_its_request() -> None:
    bench = Bench(None)
    attempt = bench.prepare()
    answerer = ScriptedAnswerer()
    task = asyncio.get_running_loop().create_task(bench.runner.run(attempt, answerer))
    await bench.gateway.begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert bench.gateway.pending[0]._stopped.is_set()


async def test_a_journal_that_refuses_does_not_stop_the_attempt() -> None:
    bench = Bench(tokens_reply())
    bench.journal.refuse = UserFacingError("The disk is full.")
    made = await bench.run()
    assert made.outcome is Outcome.SIGNED_IN
    assert bench.not_kept
    assert bench.not_kept[0].title == "The disk is full."


async def test_a_text_that_repeats_the_password_is_withheld_but_still_classified() -> None:
    made = await Bench(
        refusal(
            "UserLambdaValidationException",
            "PreAuthentication failed with error correct-horse-1 is too weak.",
        )
    ).run()
    assert made.classification is not None
    assert made.classification.id == "UL01"
    assert made.classification.message == WITHHELD
    assert "correct-horse-1" not in str([event.to_json() for event in made.events])


async def test_a_skewed_clock_is_told_once() -> None:
    late = tokens_reply()
    behind = record(received_at=START + timedelta(seconds=95))
    first = challenge_reply("SMS_MFA")
    made = await Bench(
        type(first)(record=behind, challenge_name="SMS_MFA", session=first.session),
        type(late)(record=behind, tokens=late.tokens),
    ).run(CODE)
    skews = [event.number("skew_s") for event in made.events if event.kind == "clock_skew"]
    assert skews == [95]


async def test_odd_characters_are_told_without_the_value() -> None:
    bench = Bench(tokens_reply())
    attempt = bench.prepare(
        request(username="alice ", parameters={"PASSWORD": Secret("hunter2\n")})
    )
    made = await bench.runner.run(attempt, ScriptedAnswerer())
    warnings = made.events[0].texts("warnings")
    assert warnings == ("The user name ends with a blank.",)


async def test_the_ticket_can_change_while_it_runs() -> None:
    bench = Bench(tokens_reply())
    attempt = bench.prepare(request(ticket="CS-1"))
    attempt.ticket = "CS-2"
    made = await bench.runner.run(attempt, ScriptedAnswerer())
    assert made.ticket == "CS-2"
    assert made.run_json()["ticket"] == "CS-2"


async def test_a_password_that_is_a_word_of_cognito_s_hides_none_of_its_sentences() -> None:
    bench = Bench(refusal("NotAuthorizedException", "Incorrect username or password."))
    asked = request(parameters={"PASSWORD": Secret("password")})
    made = await bench.runner.run(bench.prepare(asked), ScriptedAnswerer())
    assert made.classification is not None
    assert made.classification.message == "Incorrect username or password."
    assert made.events[-2].text("message") == "Incorrect username or password."
    assert made.reason == "Cognito refused the request with NotAuthorizedException."


async def test_what_is_sent_on_the_way_is_known_again() -> None:
    session = "session-1-canary"
    bench = Bench(
        challenge_reply("SMS_MFA", session=session, CODE_DELIVERY_DESTINATION=f"to {session}"),
        refusal(f"Odd{session}", f"{session} is spent"),
    )
    asked = request(client_metadata={"tenant": "tenant-canary-1"})
    attempt = bench.prepare(asked)
    made = await bench.runner.run(attempt, ScriptedAnswerer([CODE]))
    assert session not in repr(made)
    assert made.classification is not None
    assert (made.classification.code, made.classification.message) == (WITHHELD, WITHHELD)
    assert attempt.live.hit("tenant-canary-1 is locked")


async def test_a_reason_that_repeats_a_secret_is_left_out() -> None:
    bench = Bench(challenge_reply("SMS_MFA", session="session-1-canary"))
    made = await bench.run(GiveUp(reason="it lacks session-1-canary"))
    assert (made.outcome, made.reason) == (Outcome.ABANDONED, "The challenge was given up.")


BOTH_PATHS = request(both_paths=True)


async def test_both_paths_are_tried_in_turn_and_told_apart() -> None:
    wrong = refusal("NotAuthorizedException", "Incorrect username or password.")
    bench = Bench(tokens_reply(), wrong)
    made = await bench.runner.run(bench.prepare(BOTH_PATHS), ScriptedAnswerer())
    flows = [(call.operation, call.params["AuthFlow"]) for call in bench.gateway.calls]
    assert flows == [
        ("AdminInitiateAuth", "ADMIN_USER_PASSWORD_AUTH"),
        ("InitiateAuth", "USER_PASSWORD_AUTH"),
    ]
    assert made.path == "both"
    assert made.outcome is Outcome.FAILED
    assert made.classification is not None
    assert made.classification.id == "NA01"
    assert [(leg.path, leg.outcome) for leg in made.legs] == [
        ("admin", Outcome.SIGNED_IN),
        ("public", Outcome.FAILED),
    ]
    assert [step.path for step in made.steps] == ["admin", "public"]
    assert kinds(made).count(EventKind.PATH_ENDED) == 2
    assert kinds(made)[-1] is EventKind.ATTEMPT_ENDED
    assert made.tokens_left is not None
    assert "Admin path: Cognito issued tokens." in made.reason


async def test_both_paths_signed_in() -> None:
    bench = Bench(tokens_reply(), tokens_reply())
    made = await bench.runner.run(bench.prepare(BOTH_PATHS), ScriptedAnswerer())
    assert made.outcome is Outcome.SIGNED_IN
    paths = made.run_json()["paths"]
    assert isinstance(paths, list)
    assert len(paths) == 2


async def test_a_refusal_on_one_path_says_nothing_of_the_other() -> None:
    bench = Bench(refusal("InvalidParameterException", "Auth flow not enabled"), tokens_reply())
    made = await bench.runner.run(bench.prepare(BOTH_PATHS), ScriptedAnswerer())
    assert made.outcome is Outcome.FAILED
    assert [leg.outcome for leg in made.legs] == [Outcome.FAILED, Outcome.SIGNED_IN]


async def test_what_was_given_up_on_one_path_is_not_tried_on_the_other() -> None:
    bench = Bench(challenge_reply("SMS_MFA"))
    made = await bench.runner.run(
        bench.prepare(BOTH_PATHS), ScriptedAnswerer([GiveUp(reason="No code.")])
    )
    assert made.outcome is Outcome.ABANDONED
    assert len(bench.gateway.calls) == 1
    assert len(made.legs) == 1


async def test_sessions_and_events_of_two_paths_are_kept_once() -> None:
    bench = Bench(
        challenge_reply("SMS_MFA", "one"), tokens_reply(),
        challenge_reply("SMS_MFA", "two"), tokens_reply(),
    )  # fmt: skip
    made = await bench.runner.run(bench.prepare(BOTH_PATHS), ScriptedAnswerer([CODE, CODE]))
    sessions = [call.params.get("Session") for call in bench.gateway.calls]
    assert sessions == [None, Secret("one"), None, Secret("two")]
    appended = sum(int(word.split()[1]) for word in bench.journal.order if word[:6] == "append")
    assert appended < len(made.events)
    assert made.challenges == ("SMS_MFA", "SMS_MFA")


async def test_an_answer_after_the_end_of_the_session_is_not_sent() -> None:
    bench = Bench(challenge_reply("SMS_MFA"))
    bench.clock.tick = 1000.0
    made = await bench.run(CODE)
    assert made.outcome is Outcome.ABANDONED
    assert "expired" in made.reason
    assert len(bench.gateway.calls) == 1
    assert EventKind.ANSWER not in kinds(made)


async def test_a_set_up_is_one_challenge_with_several_questions() -> None:
    seed = Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    bench = Bench(
        challenge_reply("MFA_SETUP", MFAS_CAN_SETUP='["SOFTWARE_TOKEN_MFA"]'),
        Reply(record=record(), session=Secret("associated"), secret_code=seed),
        Reply(record=record(), session=Secret("verified"), status="SUCCESS"),
        tokens_reply(),
    )
    made = await bench.run(
        Answer(responses={"ANSWER": "SOFTWARE_TOKEN_MFA"}),
        Answer(responses={"SOFTWARE_TOKEN_MFA_CODE": Secret("493817")}, from_seed=True),
    )
    assert made.outcome is Outcome.SIGNED_IN
    assert made.challenges == ("MFA_SETUP",)
    assert [step.operation for step in made.steps] == [
        "AdminInitiateAuth",
        "AssociateSoftwareToken",
        "VerifySoftwareToken",
        "AdminRespondToAuthChallenge",
    ]
    stages = [event.text("stage") for event in made.events if event.kind is EventKind.CHALLENGE]
    assert stages == ["choose", "app"]
    assert seed.reveal() not in str([event.to_json() for event in made.events])


async def test_a_refused_answer_does_not_keep_the_other_path_from_being_tried() -> None:
    wrong = refusal("CodeMismatchException", "Invalid code provided, please request a code again.")
    bench = Bench(challenge_reply("SMS_MFA"), wrong, tokens_reply())
    made = await bench.runner.run(
        bench.prepare(BOTH_PATHS), ScriptedAnswerer([CODE, GiveUp(reason="No other code.")])
    )
    assert made.outcome is Outcome.FAILED
    assert [leg.outcome for leg in made.legs] == [Outcome.FAILED, Outcome.SIGNED_IN]


async def test_an_operator_who_stops_after_a_refusal_stops_both_paths() -> None:
    wrong = refusal("CodeMismatchException", "Invalid code provided, please request a code again.")
    bench = Bench(challenge_reply("SMS_MFA"), wrong)
    attempt = bench.prepare(BOTH_PATHS)
    answerer = ScriptedAnswerer([CODE, None])
    running = asyncio.ensure_future(  # noqa: TID251 - a test's own task
        bench.runner.run(attempt, answerer)
    )
    await answerer.waiting.wait()
    attempt.cancel()
    made = await running
    assert made.outcome is Outcome.FAILED
    assert len(made.legs) == 1


async def test_a_path_that_could_not_be_tried_does_not_hide_what_was_sent() -> None:
    nothing = failure(Origin.CLIENT, "NoCredentialsError", Sent.NO)
    bench = Bench(nothing, tokens_reply())
    made = await bench.runner.run(bench.prepare(BOTH_PATHS), ScriptedAnswerer())
    assert made.outcome is Outcome.SIGNED_IN
    assert [leg.outcome for leg in made.legs] == [Outcome.NOT_SENT, Outcome.SIGNED_IN]
    none = Bench(nothing, nothing)
    made = await none.runner.run(none.prepare(BOTH_PATHS), ScriptedAnswerer())
    assert made.outcome is Outcome.NOT_SENT
