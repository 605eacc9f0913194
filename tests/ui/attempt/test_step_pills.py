"""The steps at a glance, from the events of many kinds of attempts."""

from __future__ import annotations

from dataclasses import replace

from console.core.call import (
    ASSOCIATE_SOFTWARE_TOKEN,
    CONFIRM_DEVICE,
    INITIATE_AUTH,
    REVOKE_TOKEN,
    VERIFY_SOFTWARE_TOKEN,
    Failure,
    Origin,
    Path,
    Sent,
)
from console.core.conversation.challenges import MFA_SETUP, Stage
from console.core.record import Outcome
from console.core.telling import MARKS, State
from console.ui.attempt.step_pills import StepPills
from tests.ui.timelines import (
    HOSTILE,
    Story,
    on_both_paths,
    refused_at_once,
    signed_in,
    story,
    wrong_code,
)


def pills_of(told: Story) -> StepPills:
    pills = StepPills()
    for event in told.events:
        pills.take(event)
    return pills


def shown(told: Story) -> list[str]:
    return [
        f"{MARKS[pill.state]} {pill.label}{' (open)' if pill.open else ''}"
        f"{'' if pill.reached else ' (ahead)'}".strip()
        for pill in pills_of(told).pills
    ]


def test_the_strip_of_the_mock_up() -> None:
    told = story().started().call().asked().answered().refused()
    assert told.challenge is not None
    again = replace(told.challenge, try_number=2)
    told.question(again)
    expected = ["✓ Initiate", "? SOFTWARE_TOKEN_MFA (open)", "✕ Wrong code", "Tokens (ahead)"]
    assert shown(told) == expected
    told.end(Outcome.FAILED)
    assert shown(told) == ["✓ Initiate", "? SOFTWARE_TOKEN_MFA", "✕ Wrong code", "Tokens (ahead)"]


def test_a_sign_in_from_its_start_to_its_tokens() -> None:
    told = story()
    assert shown(told) == []
    assert shown(told.started()) == []
    assert shown(told.call()) == ["Initiate", "Tokens (ahead)"]
    told.asked("SMS_MFA")
    assert shown(told) == ["✓ Initiate", "? SMS_MFA (open)", "Tokens (ahead)"]
    assert shown(signed_in()) == ["✓ Initiate", "✓ SMS_MFA", "✓ Tokens"]


def test_a_refusal_at_once_marks_the_first_step() -> None:
    assert shown(refused_at_once()) == ["✕ Initiate", "Tokens (ahead)"]


def test_repeated_wrong_codes_are_counted() -> None:
    told = story().started().call().asked()
    assert told.challenge is not None
    for number in (2, 3):
        told.answered().refused()
        told.question(replace(told.challenge, try_number=number))
    told.answered().tokens()
    assert shown(told) == [
        "✓ Initiate", "✓ SOFTWARE_TOKEN_MFA", "✕ Wrong code ×2", "✓ Tokens",
    ]  # fmt: skip


def test_other_refusals_of_an_answer_are_named_by_their_code() -> None:
    told = story().started().call().asked().answered().refused("NotAuthorizedException", "Invalid")
    assert shown(told)[2] == "✕ NotAuthorized"


def test_how_it_ended_otherwise_is_a_step_too() -> None:
    asked = story().started().call().asked("SMS_MFA")
    assert shown(asked.end(Outcome.ABANDONED))[2] == "– Abandoned"
    told = story().started().call()
    stopped = Failure(record=told.record(sent=Sent.MAYBE, status=None), origin=Origin.STOPPED,
                      code="CallCancelled")  # fmt: skip
    told.ended(stopped).end(Outcome.CANCELLED)
    assert shown(told) == ["– Initiate", "Tokens (ahead)"]


def test_an_outcome_that_is_not_known_and_a_call_that_was_not_sent() -> None:
    for sent, mark in ((Sent.YES, "? Initiate"), (Sent.NO, "! Initiate")):
        told = story().started().call()
        told.refused("DeadlineExceeded", "", origin=Origin.CLIENT,
                     record=told.record(sent=sent, status=None))  # fmt: skip
        assert shown(told)[0] == mark


def test_many_rounds_keep_the_strip_short() -> None:
    told = story().started().call()
    for number in range(40):
        told.asked(f"ROUND_{number}").answered()
    pills = pills_of(told).pills
    assert len(pills) == 14
    assert pills[0].label == "29 earlier"
    assert pills[-2].label == "ROUND_39"
    assert pills[1].state is State.DONE


def test_a_challenges_name_from_outside_is_escaped_and_cut() -> None:
    (_, asked, _) = pills_of(story().started().call().asked(HOSTILE * 4)).pills
    assert "\u202e" not in asked.label
    assert len(asked.label) < 120


def test_the_wrong_code_of_the_finished_story() -> None:
    assert shown(wrong_code())[-2:] == ["✕ Wrong code", "Tokens (ahead)"]


def test_two_paths_stand_one_after_the_other() -> None:
    told = on_both_paths()
    assert shown(told) == ["✓ admin", "✓ Tokens", "✕ public", "Tokens (ahead)"]
    assert [pill.spoken for pill in pills_of(told).pills] == [
        "Initiate, admin path", "Tokens, admin path",
        "Initiate, public path", "Tokens, public path",
    ]  # fmt: skip


def test_a_question_of_the_first_path_is_not_open_on_the_second() -> None:
    told = story(both=True).started().call().asked("SMS_MFA").answered().refused()
    told.path_end(Path.ADMIN, Outcome.FAILED).call(INITIATE_AUTH, path=Path.PUBLIC)
    assert shown(told) == [
        "✓ admin", "? SMS_MFA", "✕ Wrong code", "public", "Tokens (ahead)",
    ]  # fmt: skip
    told.tokens().path_end(Path.PUBLIC, Outcome.SIGNED_IN).end(Outcome.FAILED)
    assert shown(told)[3:] == ["✓ public", "✓ Tokens"]


def test_the_set_up_of_an_app_is_told_by_its_stages() -> None:
    told = story().started().call().asked(MFA_SETUP)
    assert told.challenge is not None
    told.answered(ANSWER="SOFTWARE_TOKEN_MFA").call(ASSOCIATE_SOFTWARE_TOKEN).done()
    told.question(replace(told.challenge, stage=Stage.APP))
    assert shown(told) == [
        "✓ Initiate", "✓ MFA_SETUP", "? MFA_SETUP app (open)", "Tokens (ahead)",
    ]  # fmt: skip
    told.call(VERIFY_SOFTWARE_TOKEN).refused("EnableSoftwareTokenMFAException", "Code mismatch")
    told.call(VERIFY_SOFTWARE_TOKEN).done().call().tokens()
    assert shown(told) == [
        "✓ Initiate", "✓ MFA_SETUP", "✓ MFA_SETUP app", "✕ Wrong code", "✓ Tokens",
    ]  # fmt: skip


def test_a_choice_that_needs_no_call_is_done_when_the_next_question_comes() -> None:
    told = story().started().call().asked(MFA_SETUP)
    assert told.challenge is not None
    told.answered(ANSWER="EMAIL_OTP")
    told.question(replace(told.challenge, stage=Stage.EMAIL))
    assert shown(told) == [
        "✓ Initiate", "✓ MFA_SETUP", "? MFA_SETUP e-mail (open)", "Tokens (ahead)",
    ]  # fmt: skip


def test_calls_after_the_outcome_are_steps_of_their_own() -> None:
    told = signed_in()
    before = shown(told)
    told.call().tokens().call(CONFIRM_DEVICE).done()
    told.call(REVOKE_TOKEN)
    assert shown(told) == [*before, "✓ Refresh", "✓ Confirm device", "Revoke"]
    told.refused("UnsupportedTokenTypeException", "No.")
    assert shown(told)[-1] == "✕ Revoke"
    failed = on_both_paths().call(REVOKE_TOKEN).done()
    assert shown(failed)[-2:] == ["✕ public", "✓ Revoke"], "tokens are no aim any more"


def test_an_end_whose_start_is_missing_still_begins() -> None:
    pills = StepPills()
    pills.take(refused_at_once().events[3])
    assert [pill.text for pill in pills.pills] == ["Initiate", "Tokens"]
    assert pills.pills[0].state is State.REFUSED
