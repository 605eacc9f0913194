"""The banner: how it ended, in mark, word and reason; what it waits for; announced."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.core.record import LegRecord, Outcome
from console.ui.attempt.outcome_banner import OutcomeBanner
from console.ui.theme import Theme
from tests.ui.timelines import HOSTILE


@pytest.fixture
def banner(qtbot: QtBot, theme: Theme) -> OutcomeBanner:
    made = OutcomeBanner()
    qtbot.addWidget(made)
    made.resize(856, 50)
    return made


@pytest.mark.parametrize(
    ("outcome", "line", "note"),
    [
        (Outcome.SIGNED_IN, "✓ Signed in — Why.", "ok"),
        (Outcome.FAILED, "✕ Refused — Why.", "bad"),
        (Outcome.CANCELLED, "– Cancelled — Why.", "info"),
        (Outcome.UNKNOWN, "? Outcome unknown — Why.", "warn"),
        (Outcome.ABANDONED, "– Abandoned — Why.", "info"),
        (Outcome.NOT_SENT, "! Not sent — Why.", "warn"),
    ],
)
def test_every_outcome_has_mark_word_reason_and_ground(
    banner: OutcomeBanner, outcome: Outcome, line: str, note: str
) -> None:
    banner.show_outcome(outcome, "Why.", simulated=False)
    assert banner.text == line
    assert not banner.isHidden()
    assert [f.property("note") for f in banner.findChildren(QFrame) if f.property("note")] == [note]
    assert banner.accessibleDescription() == line
    assert banner.objectName() == "outcomeBanner"


def test_a_simulated_attempt_says_so_in_the_same_line(banner: OutcomeBanner) -> None:
    banner.show_outcome(Outcome.FAILED, "Why.", simulated=True)
    assert banner.text == "✕ Refused — Why. · Simulated"
    (chip,) = (label for label in banner.findChildren(QLabel) if label.property("chip"))
    assert (chip.text(), chip.isHidden()) == ("◇ Simulated", False)
    banner.show_outcome(Outcome.FAILED, "Why.", simulated=False)
    assert chip.isHidden()


def test_while_running_it_says_what_it_waits_for(banner: OutcomeBanner) -> None:
    banner.show_running("Waiting for Cognito…", simulated=False)
    assert banner.text == "◷ Waiting for Cognito…"
    banner.show_unfinished("The record ends.", simulated=False)
    assert banner.text == "? Not finished — The record ends."


def test_it_takes_no_place_while_there_is_nothing(banner: OutcomeBanner) -> None:
    assert banner.isHidden()
    banner.show_running("Waiting", simulated=False)
    banner.clear()
    assert (banner.isHidden(), banner.text, banner.accessibleDescription()) == (True, "", "")


def test_reasons_from_outside_are_plain_and_wrap(banner: OutcomeBanner, qtbot: QtBot) -> None:
    banner.show_outcome(Outcome.FAILED, HOSTILE + "x" * 300, simulated=True)
    banner.show()
    qtbot.waitExposed(banner)
    labels = banner.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels
               if not label.property("chip"))  # fmt: skip
    assert "\u202e" not in "".join(label.text() for label in labels)
    assert banner.minimumSizeHint().width() < 500


def test_two_paths_are_told_in_one_look(banner: OutcomeBanner) -> None:
    legs = (
        LegRecord(path="admin", outcome=Outcome.SIGNED_IN, reason="Cognito issued tokens."),
        LegRecord(path="public", outcome=Outcome.FAILED, reason="x", classification="NA01"),
    )
    banner.show_outcome(Outcome.FAILED, "Admin path: in.", simulated=True, legs=legs)
    assert banner.text == "✕ admin: signed in · public: refused NA01 · Simulated"
    (frame,) = (f for f in banner.findChildren(QFrame) if f.property("note"))
    assert "Admin path: in." in frame.toolTip()
    banner.show_outcome(Outcome.FAILED, "Why.", simulated=True)
    assert banner.text == "✕ Refused — Why. · Simulated"
    assert frame.toolTip() == ""


def test_whoever_did_not_sign_in_is_led_to_the_reason(banner: OutcomeBanner) -> None:
    link = banner.findChild(QPushButton, "whyLink")
    assert link is not None
    asked: list[bool] = []
    banner.why_requested.connect(lambda: asked.append(True))
    for outcome in Outcome:
        banner.show_outcome(outcome, "Why.", simulated=False)
        assert link.isVisibleTo(banner) is (outcome is not Outcome.SIGNED_IN)
    link.click()
    assert asked == [True]
    legs = tuple(
        LegRecord(path=path, outcome=outcome, reason="")
        for path, outcome in (("admin", Outcome.SIGNED_IN), ("public", Outcome.FAILED))
    )
    banner.show_outcome(Outcome.SIGNED_IN, "", simulated=False, legs=legs)
    assert link.isVisibleTo(banner)
    banner.show_running("Waiting", simulated=False)
    assert not link.isVisibleTo(banner)
    banner.show_unfinished("It ends here.", simulated=False)
    assert not link.isVisibleTo(banner)


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("bannerCustomerLink", "customer_copy_requested"),
        ("bannerAdminLink", "admin_copy_requested"),
    ],
)
def test_a_paragraph_is_one_click_away_once_there_is_a_finding(
    qtbot: QtBot, banner: OutcomeBanner, name: str, signal: str
) -> None:
    banner.show_outcome(Outcome.FAILED, "Why.", simulated=False)
    link = banner.findChild(QPushButton, name)
    assert link is not None
    assert link.isHidden()
    banner.offer_copies(True)
    assert not link.isHidden()
    with qtbot.waitSignal(getattr(banner, signal)):
        link.click()
    banner.offer_copies(False)
    assert link.isHidden()
