"""Messages stay until they are closed, and say what happened, why, and what to do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.telling import State
from console.ui.message_strip import Message, MessageStrip
from tests.ui.fakes_ui import texts


@pytest.fixture
def strip(qtbot: QtBot) -> MessageStrip:
    made = MessageStrip()
    qtbot.addWidget(made)
    return made


def close_buttons(strip: MessageStrip) -> list[QToolButton]:
    found = strip.findChildren(QToolButton, "messageCloseButton")
    return [button for button in found if button.isVisible()]


def test_it_is_not_there_while_there_is_nothing_to_say(strip: MessageStrip) -> None:
    assert strip.isHidden()
    assert strip.objectName() == "messageStrip"


def test_an_error_says_title_detail_and_hint(strip: MessageStrip) -> None:
    strip.show_error(UserFacingError("The disk is full.", "No space left.", "Make room."))
    assert strip.isVisible()
    assert texts(strip, "messageTitle") == ["The disk is full."]
    assert texts(strip, "messageRest") == ["No space left. Make room."]


def test_outside_text_is_plain_and_visible(strip: MessageStrip) -> None:
    strip.show_error(UserFacingError("<b>bold</b>\u202e"))
    (label,) = strip.findChildren(QLabel, "messageTitle")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == "<b>bold</b>\\u202e"


def test_closing_the_last_message_hides_the_strip(strip: MessageStrip, qtbot: QtBot) -> None:
    strip.show_error(UserFacingError("one"))
    strip.show_warning("two")
    for left in (1, 0):
        qtbot.waitUntil(lambda: len(close_buttons(strip)) == len(strip.messages))
        QTest.mouseClick(close_buttons(strip)[0], Qt.MouseButton.LeftButton)
        assert len(strip.messages) == left
    assert strip.isHidden()


def test_the_same_message_is_shown_once(strip: MessageStrip) -> None:
    for _ in range(3):
        strip.show_error(UserFacingError("again"))
    assert len(strip.messages) == 1


def test_a_newer_success_replaces_the_last_and_errors_stay(strip: MessageStrip) -> None:
    strip.show_error(UserFacingError("bad"))
    strip.show_info("Saved: a.md")
    strip.show_info("Saved: b.md")
    assert [message.title for message in strip.messages] == ["bad", "Saved: b.md"]


def test_at_most_three_are_shown_and_the_oldest_goes(strip: MessageStrip) -> None:
    for number in range(5):
        strip.show_warning(f"w{number}")
    assert [message.title for message in strip.messages] == ["w2", "w3", "w4"]


def test_clear_closes_all(strip: MessageStrip) -> None:
    strip.show_info("fine")
    strip.clear()
    assert strip.messages == ()
    assert strip.isHidden()


def test_each_state_has_a_mark(strip: MessageStrip) -> None:
    strip.show_error(UserFacingError("e"))
    strip.show_warning("w")
    strip.show_info("i")
    assert [m.state for m in strip.messages] == [State.REFUSED, State.WARNING, State.DONE]
    marks = [label.text() for label in strip.findChildren(QLabel) if label.property("mark")]
    assert marks == ["✕", "!", "✓"]


def test_what_went_well_can_be_cleared_alone(strip: MessageStrip) -> None:
    strip.show_warning("w")
    strip.show_info("Saved: a.md")
    strip.clear_info()
    assert [message.title for message in strip.messages] == ["w"]


FULL = Message(state=State.REFUSED, title="Not being saved.", rest="The disk is full.")


def titles(strip: MessageStrip) -> list[str]:
    return [message.title for message in strip.messages]


def test_what_is_true_stands_until_it_is_not(strip: MessageStrip) -> None:
    strip.show_standing(FULL)
    for number in range(4):
        strip.show_warning(f"w{number}")
    strip.show_info("fine")
    strip.clear_info()
    assert titles(strip) == ["Not being saved.", "w2", "w3"], "others make room for others"
    strip.show_standing(None)
    assert titles(strip) == ["w2", "w3"]


def test_once_closed_it_comes_back_only_changed(strip: MessageStrip) -> None:
    strip.show_standing(FULL)
    QTest.mouseClick(close_buttons(strip)[0], Qt.MouseButton.LeftButton)
    strip.show_standing(FULL)
    assert titles(strip) == []
    worse = Message(state=State.REFUSED, title="Not being saved.", rest="2 attempts are held.")
    strip.show_standing(worse)
    strip.show_standing(worse)
    assert [message.rest for message in strip.messages] == ["2 attempts are held."]
    strip.show_standing(FULL)
    assert [message.rest for message in strip.messages] == ["The disk is full."], "in its place"
