"""The note before sending: where it goes, what it risks, and nothing that is not known."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.core.conversation.flows import ROTATED_REFRESH, AuthFlow
from console.core.profile import Profile, ProfileKind
from console.ui.request.sending_note import SendingNote, sending_sentences
from tests.fakes import profile, request

PASSWORD_FLOW = request()


def test_production_is_said_in_capitals_with_the_risk() -> None:
    title, text = sending_sentences(profile(), PASSWORD_FLOW)
    assert "PRODUCTION" in title
    assert text == (
        "Exactly one request goes to Cognito in eu-west-1. A failure counts towards the user's "
        "lockout, and the pool may send the user an SMS or e-mail."
    )


def test_practice_reaches_nobody() -> None:
    title, text = sending_sentences(profile(kind=ProfileKind.PRACTICE), PASSWORD_FLOW)
    assert "Simulated" in title
    assert text.startswith(
        "Simulated on this machine: nothing reaches AWS. "
        "Exactly one request goes to the practice pool."
    )


def test_an_endpoint_of_a_lab_is_named() -> None:
    lab = profile(kind=ProfileKind.LAB, endpoint_url="http://127.0.0.1:5000/\u202e")
    _, text = sending_sentences(lab, PASSWORD_FLOW)
    assert text.startswith("Exactly one request goes to http://127.0.0.1:5000/\\u202e.")


def test_srp_takes_two_requests() -> None:
    _, text = sending_sentences(profile(), request(auth_flow=AuthFlow.USER_SRP_AUTH))
    assert text.startswith("Two requests go to Cognito in eu-west-1: SRP_A, then the proof")


def test_a_refresh_risks_no_lockout() -> None:
    _, text = sending_sentences(profile(), request(auth_flow=AuthFlow.REFRESH_TOKEN))
    assert "no lockout" in text
    assert "no message" in text
    assert "client secret" not in text


def said(flow: str, *, profile_secret: bool = False, **changes: object) -> str:
    target = profile(has_client_secret=profile_secret)
    return sending_sentences(target, request(auth_flow=flow, **changes))[1]


def test_a_rotation_spends_the_token_and_sends_the_secret_itself() -> None:
    text = said(ROTATED_REFRESH, profile_secret=True)
    assert "this one is spent" in text
    assert "The client secret itself goes along, not a hash." in text
    assert "secret" not in said(ROTATED_REFRESH)


@pytest.mark.parametrize(
    ("flow", "count"),
    [
        (AuthFlow.ADMIN_USER_PASSWORD_AUTH, "Two requests go to Cognito in eu-west-1: one on"),
        (AuthFlow.USER_SRP_AUTH, "Four requests go to Cognito in eu-west-1: SRP_A and the proof"),
    ],
)
def test_both_paths_are_two_sign_ins(flow: AuthFlow, count: str) -> None:
    text = said(flow, both_paths=True)
    assert text.startswith(count)
    assert "on the admin path, then on the public one. Each failure counts" in text
    assert text.endswith("an SMS or e-mail for each.")


@pytest.mark.parametrize(
    ("preferred", "both", "words"),
    [
        ("EMAIL_OTP", False, "sends the user an e-mail with a code at once. A failure"),
        ("SMS_OTP", True, "an SMS with a code at once, once on each path. Each failure"),
        ("WEB_AUTHN", False, "No message goes."),
        ("PASSWORD", False, "the pool may send the user an SMS or e-mail."),
        ("PASSWORD_SRP", False, "Two requests go"),
        ("", False, "Cognito offers a choice; a code is sent when one is chosen."),
    ],
)
def test_a_choice_sends_what_is_preferred(preferred: str, both: bool, words: str) -> None:
    chosen = {"PREFERRED_CHALLENGE": preferred} if preferred else {}
    text = said(AuthFlow.USER_AUTH, parameters=chosen, both_paths=both)
    assert words in text
    assert "failure counts towards the user's lockout" in text


def test_custom_questions_are_the_triggers_matter() -> None:
    text = said(AuthFlow.CUSTOM_AUTH, parameters={})
    assert "The pool's triggers ask the questions" in text
    assert "may count" in text
    text = said(AuthFlow.CUSTOM_AUTH, parameters={"CHALLENGE_NAME": "SRP_A"})
    assert text.startswith("Two requests")


def test_of_an_unknown_flow_the_worst_is_taken() -> None:
    assert "is not known here" in said("USER_TOMORROW_AUTH")


@pytest.mark.parametrize(
    ("kind", "look"),
    [
        (ProfileKind.PRODUCTION, "bad"),
        (ProfileKind.STAGING, "warn"),
        (ProfileKind.DEVELOPMENT, "info"),
        (ProfileKind.LAB, "info"),
        (ProfileKind.PRACTICE, "sim"),
    ],
)
def test_the_look_follows_the_kind(qtbot: QtBot, kind: ProfileKind, look: str) -> None:
    note = SendingNote()
    qtbot.addWidget(note)
    assert note.isHidden(), "nothing to say without a profile"
    target: Profile = profile(kind=kind)
    note.show_for(target, PASSWORD_FLOW)
    assert not note.isHidden()
    assert note.property("note") == look
    title = note.findChild(QLabel, "sendingTitle")
    assert title is not None
    assert title.text() == sending_sentences(target, PASSWORD_FLOW)[0]
    note.show_for(None, PASSWORD_FLOW)
    assert note.isHidden()
