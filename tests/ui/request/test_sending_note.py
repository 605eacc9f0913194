"""The note before sending: where it goes, what it risks, and nothing that is not known."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.core.conversation.flows import AuthFlow
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
    assert text == "Simulated on this machine: nothing reaches AWS."


def test_an_endpoint_of_a_lab_is_named() -> None:
    lab = profile(kind=ProfileKind.LAB, endpoint_url="http://127.0.0.1:5000/\u202e")
    _, text = sending_sentences(lab, PASSWORD_FLOW)
    assert text.startswith("Exactly one request goes to http://127.0.0.1:5000/\\u202e.")


def test_srp_takes_two_requests() -> None:
    _, text = sending_sentences(profile(), request(auth_flow=AuthFlow.USER_SRP_AUTH))
    assert text.startswith("Two requests go to Cognito in eu-west-1: SRP_A, then the proof")


def test_a_refresh_risks_no_lockout() -> None:
    _, text = sending_sentences(profile(), request(auth_flow=AuthFlow.REFRESH_TOKEN))
    assert "lockout" not in text
    assert "refresh token" in text


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
