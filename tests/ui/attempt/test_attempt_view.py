"""The right column as a whole: live, from the journal, and from the one to the other."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.core.call import REVOKE_TOKEN
from console.core.profile import ProfileKind
from console.core.record import Outcome
from console.ui.attempt.attempt_view import AttemptView
from console.ui.attempt.diagnosis_panel import EMPTY, RUNNING, DiagnosisPanel
from console.ui.attempt.diagnosis_words import Diagnosis
from console.ui.attempt.outcome_banner import OutcomeBanner
from console.ui.attempt.step_strip import StepStrip
from console.ui.attempt.tokens_panel import Following, TokensPanel
from console.ui.theme import Theme
from console.ui.timeline.view import TimelineView
from tests.ui.timelines import (
    HOSTILE,
    Story,
    long_story,
    on_both_paths,
    refused_at_once,
    signed_in,
    story,
    wrong_code,
)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> AttemptView:
    made = AttemptView(theme=theme)
    qtbot.addWidget(made)
    made.resize(856, 784)
    made.show()
    qtbot.waitExposed(made)
    return made


def table(view: AttemptView) -> TimelineView:
    found = view.findChild(TimelineView, "timelineView")
    assert found is not None
    return found


def banner(view: AttemptView) -> str:
    found = view.findChild(OutcomeBanner, "outcomeBanner")
    assert found is not None
    return found.text


def diagnosis(view: AttemptView) -> DiagnosisPanel:
    found = view.findChild(DiagnosisPanel, "diagnosisPanel")
    assert found is not None
    return found


def steps(view: AttemptView) -> list[str]:
    found = view.findChild(StepStrip, "stepStrip")
    assert found is not None
    return [pill.label for pill in found.pills]


def attempt_facts(view: AttemptView) -> str:
    found = view.findChild(QLabel, "attemptFacts")
    assert found is not None
    return found.text()


def summary_code(view: AttemptView) -> str:
    found = view.findChild(QPlainTextEdit, "summaryCode")
    assert found is not None
    return found.toPlainText()


def selected(view: AttemptView) -> str:
    row = table(view).current
    return "" if row is None else row.sentence


def count(view: AttemptView) -> int:
    return table(view).timeline.rowCount()


def test_at_first_every_part_says_what_to_do(view: AttemptView) -> None:
    notice = view.findChild(QLabel, "timelineNotice")
    assert notice is not None
    assert notice.text().startswith("Nothing has run yet.")
    assert (banner(view), steps(view), attempt_facts(view)) == ("", [], "")
    assert EMPTY in [label.text() for label in diagnosis(view).findChildren(QLabel)]


def test_the_lower_part_is_as_high_as_in_the_mock_up(view: AttemptView) -> None:
    assert diagnosis(view).height() == 352
    view.resize(856, 1000)
    assert diagnosis(view).height() == 352  # the timeline takes what is left


def test_a_live_attempt_grows_and_ends(view: AttemptView, qtbot: QtBot) -> None:
    told = story().started().call()
    view.show_attempt(told.attempt)
    assert count(view) == 2
    assert banner(view) == "◷ Waiting for Cognito…"
    assert attempt_facts(view) == "attempt 7f3a · 00:00"
    assert RUNNING in [label.text() for label in diagnosis(view).findChildren(QLabel)]
    told.asked("SMS_MFA")
    qtbot.waitUntil(lambda: count(view) == 4)
    assert banner(view) == "◷ Waiting for the answer to SMS_MFA"
    told.answered()
    qtbot.waitUntil(lambda: count(view) == 6)
    assert banner(view) == "◷ Waiting for Cognito…"
    told.refused().end(Outcome.FAILED, "Cognito refused the request with CodeMismatchException.")
    qtbot.waitUntil(lambda: count(view) == 8)
    assert banner(view) == "✕ Refused — Cognito refused the request with CodeMismatchException."
    assert selected(view) == "AdminRespondToAuthChallenge refused"
    assert summary_code(view) == "CodeMismatchException"
    shown = diagnosis(view).diagnosis
    assert shown is not None
    assert shown.said_by == "Cognito said"
    assert steps(view) == ["Initiate", "SMS_MFA", "Wrong code", "Tokens"]
    assert attempt_facts(view) == "attempt 7f3a · 00:27.349"


def test_an_attempt_that_is_watched_from_its_very_start(view: AttemptView, qtbot: QtBot) -> None:
    told = story()
    view.show_attempt(told.attempt)
    assert count(view) == 0
    told.started().call()
    qtbot.waitUntil(lambda: count(view) == 2)


def test_a_call_under_way_that_is_inspected_is_brought_up_to_date(
    view: AttemptView, qtbot: QtBot
) -> None:
    told = story().started().call()
    view.show_attempt(told.attempt)
    table(view).select(1)
    assert summary_code(view) == ""
    told.refused()
    qtbot.waitUntil(lambda: summary_code(view) == "CodeMismatchException")


def test_the_record_of_the_live_attempt_keeps_selection_and_place(
    view: AttemptView, qtbot: QtBot
) -> None:
    told = story().started().call().asked().answered().refused().end(Outcome.FAILED, "Why.")
    view.show_attempt(told.attempt)
    qtbot.waitUntil(lambda: selected(view) == "AdminRespondToAuthChallenge refused")
    table(view).select(2)
    with qtbot.assertNotEmitted(table(view).timeline.modelReset):
        view.show_record(told.kept())
    assert selected(view).startswith("wire try 1")
    assert count(view) == 8
    assert told.attempt.timeline._listeners == []


def test_the_record_brings_what_had_not_been_shown_yet(view: AttemptView) -> None:
    told = story().started().call()
    view.show_attempt(told.attempt)
    told.asked().answered().tokens().end(Outcome.SIGNED_IN)
    view.show_record(told.kept())  # before the queue was flushed
    assert count(view) == 9
    assert banner(view) == "✓ Signed in — Cognito issued tokens."
    assert selected(view) == "AdminRespondToAuthChallenge → tokens"


def test_a_record_of_another_attempt_takes_its_place(view: AttemptView) -> None:
    live = story().started().call()
    view.show_attempt(live.attempt)
    view.show_record(refused_at_once().kept())
    assert live.attempt.timeline._listeners == []
    assert selected(view) == "AdminInitiateAuth refused"
    view.show_record(signed_in().kept())
    assert steps(view) == ["Initiate", "SMS_MFA", "Tokens"]
    assert selected(view) == "AdminRespondToAuthChallenge → tokens"


def test_a_simulated_attempt_says_so(view: AttemptView) -> None:
    told = story(kind=ProfileKind.PRACTICE).started().call()
    view.show_attempt(told.attempt)
    assert banner(view) == "◷ Waiting for Cognito… · Simulated"
    told.tokens().end(Outcome.SIGNED_IN)
    view.show_record(told.kept())
    assert banner(view).endswith("· Simulated")
    shown = diagnosis(view).diagnosis
    assert shown is not None
    assert shown.note.startswith("Simulated")


def test_a_record_without_an_end_says_so(view: AttemptView) -> None:
    view.show_record(story().started().call().kept())
    assert banner(view).startswith("? Not finished — The record ends")
    assert selected(view) == ""
    rows = table(view).timeline.all_rows
    assert rows[1].text == "its end was not recorded"


def test_clearing_stops_listening(view: AttemptView) -> None:
    told = story().started()
    view.show_attempt(told.attempt)
    view.clear()
    assert told.attempt.timeline._listeners == []
    assert (count(view), banner(view), attempt_facts(view)) == (0, "", "")


def test_filter_and_errors_reach_the_table(view: AttemptView, qtbot: QtBot) -> None:
    view.show_record(wrong_code().kept())
    field = view.findChild(QLineEdit, "timelineFilter")
    errors = view.findChild(QPushButton, "errorsButton")
    clear = view.findChild(QPushButton, "clearFilterButton")
    assert field is not None
    assert errors is not None
    assert clear is not None
    assert errors.text() == "&Errors 1"
    errors.click()
    assert count(view) == 1
    errors.click()
    field.setText("no such text")
    qtbot.waitUntil(lambda: count(view) == 0)
    assert not clear.isHidden()
    clear.click()
    assert count(view) == 9
    assert field.text() == ""


def test_follow_is_shown_on_its_button(view: AttemptView, qtbot: QtBot) -> None:
    follow = view.findChild(QPushButton, "followButton")
    assert follow is not None
    told = long_story(30)
    view.show_attempt(told.attempt)
    assert follow.isChecked()
    bar = table(view).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    assert not follow.isChecked()
    follow.click()
    assert bar.value() == bar.maximum()


def test_a_long_record_comes_in_parts_without_a_stall(view: AttemptView, qtbot: QtBot) -> None:
    record = long_story(1000).end(Outcome.ABANDONED, "Enough.").kept()
    gaps: list[float] = []
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    pulse = QTimer()
    pulse.timeout.connect(beat)
    pulse.start(1)
    view.show_record(record)
    qtbot.waitUntil(lambda: count(view) == 3002)
    pulse.stop()
    assert len(gaps) > 4  # the loop turned between the parts
    assert selected(view) == "AdminInitiateAuth → challenge"


def test_hostile_texts_are_plain_everywhere(view: AttemptView) -> None:
    told = story(username=HOSTILE).started().call().refused(HOSTILE, HOSTILE)
    record = told.end(Outcome.FAILED, f"Refused with {HOSTILE}").kept()
    view.show_record(replace(record, classification=told.attempt.classification))
    shown = [label.text() for label in view.findChildren(QLabel)]
    shown += [edit.toPlainText() for edit in view.findChildren(QPlainTextEdit)]
    shown += [widget.toolTip() for widget in view.findChildren(QWidget)]
    assert not [text for text in shown if "\u202e" in text or "\x07" in text]
    assert not [widget for widget in view.findChildren(QWidget) if "<img" in widget.toolTip()]


def test_everything_that_can_be_used_has_names(view: AttemptView) -> None:
    for name in ("timelineView", "inspector", "diagnosisPanel", "outcomeBanner", "timelineFilter"):
        found = view.findChild(QWidget, name)
        assert found is not None, name
        assert found.accessibleName(), name


def test_the_keyboard_reaches_filter_and_timeline(view: AttemptView) -> None:
    view.activateWindow()
    view.focus_filter()
    field = view.focusWidget()
    assert field is not None
    assert field.objectName() == "timelineFilter"
    view.focus_timeline()
    assert view.focusWidget() is table(view)


def tokens(view: AttemptView) -> TokensPanel:
    found = view.findChild(TokensPanel, "tokensPanel")
    assert found is not None
    return found


def live(view: AttemptView, told: Story) -> None:
    """An attempt that was watched to its end."""
    view.show_attempt(told.attempt)
    view.catch_up()


def test_tokens_are_shown_where_the_diagnosis_was(view: AttemptView) -> None:
    told = story().started().call()
    view.show_attempt(told.attempt)
    told.tokens()
    view.catch_up()
    assert not tokens(view).isVisible(), "not before the outcome"
    told.left().end(Outcome.SIGNED_IN)
    view.catch_up()
    assert tokens(view).isVisible()
    shown = tokens(view).shown
    assert shown is not None
    assert shown.session.startswith("Real session")
    view.show_record(refused_at_once().kept())
    assert not tokens(view).isVisible()
    view.show_record(told.checked("access").kept())
    assert tokens(view).isVisible()
    view.clear()
    assert not tokens(view).isVisible()


def test_what_follows_the_end_is_shown_without_a_reset(view: AttemptView, qtbot: QtBot) -> None:
    told = signed_in().left()
    live(view, told)
    before = count(view)
    with qtbot.assertNotEmitted(table(view).timeline.modelReset):
        told.checked("access").call(REVOKE_TOKEN).done().revoked()
        qtbot.waitUntil(lambda: count(view) == before + 4)
    shown = tokens(view).shown
    assert shown is not None
    assert (shown.revoked, len(shown.tokens)) == (True, 1)
    assert steps(view)[-1] == "Revoke"
    assert banner(view) == "✓ Signed in — Cognito issued tokens."
    assert selected(view) == "AdminRespondToAuthChallenge → tokens"


def test_an_attempt_of_both_paths_tells_each(view: AttemptView) -> None:
    live(view, on_both_paths())
    assert banner(view) == "✕ admin: signed in · public: refused NA01"
    assert steps(view) == ["admin", "Tokens", "public", "Tokens"]
    assert selected(view) == "InitiateAuth refused"
    shown = diagnosis(view).diagnosis
    assert shown is not None
    assert "What the two paths say" in [section.heading for section in shown.sections]
    assert not tokens(view).isVisible(), "what went wrong comes first"
    view.show_record(on_both_paths().kept())
    assert banner(view) == "✕ admin: signed in · public: refused NA01"


def test_a_call_that_followed_and_failed_is_judged_in_place(view: AttemptView) -> None:
    told = signed_in().left()
    live(view, told)
    view.show_following(Following(can_refresh=True))
    told.call(REVOKE_TOKEN).refused("NotAuthorizedException", "No.")
    view.show_follow_up(Diagnosis(title="RevokeToken: refused by Cognito."))
    shown = diagnosis(view).diagnosis
    assert shown is not None
    assert shown.title == "RevokeToken: refused by Cognito."
    assert selected(view) == "RevokeToken refused"
    assert not tokens(view).isVisible()
    view.show_follow_up(None)
    shown = diagnosis(view).diagnosis
    assert shown is not None
    assert shown.title == "Signed in: Cognito issued tokens."


def test_wishes_about_tokens_go_up(view: AttemptView) -> None:
    asked: list[object] = []
    view.refresh_requested.connect(asked.append)
    view.revoke_requested.connect(lambda: asked.append("revoke"))
    view.remember_requested.connect(lambda: asked.append("remember"))
    view.cancel_requested.connect(lambda: asked.append("cancel"))
    panel = tokens(view)
    panel.refresh_requested.emit(True)
    panel.revoke_requested.emit()
    panel.remember_requested.emit()
    panel.cancel_requested.emit()
    assert asked == [True, "revoke", "remember", "cancel"]


def test_while_something_is_waited_for_the_empty_table_says_so(view: AttemptView) -> None:
    view.clear("Asking the keyring…")
    notice = view.findChild(QLabel, "timelineNotice")
    assert notice is not None
    assert notice.text() == "Asking the keyring…"
    view.clear()
    assert notice.text().startswith("Nothing has run yet.")
