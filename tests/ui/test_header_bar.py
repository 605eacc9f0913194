"""Kind, profile and ticket are always in view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.profile import ProfileKind
from console.ui.header_bar import HeaderBar, ticket_problem
from console.ui.profiles.targets import unopened_practice_profile
from console.ui.theme import KIND_SHAPES, Theme
from tests.fakes import profile
from tests.ui.fakes_ui import child, texts


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> HeaderBar:
    assert theme is not None
    made = HeaderBar()
    qtbot.addWidget(made)
    made.resize(1200, 52)
    made.show()
    return made


def ticket_field(bar: HeaderBar) -> QLineEdit:
    return child(bar, QLineEdit, "ticketField")


@pytest.mark.parametrize("kind", ProfileKind)
def test_the_kind_is_a_colour_a_shape_and_a_word(bar: HeaderBar, kind: ProfileKind) -> None:
    bar.show_profile(profile(kind=kind))
    chip = child(bar, QLabel, "kindChip")
    word = "SIMULATED" if kind is ProfileKind.PRACTICE else kind.name
    assert chip.text() == f"{KIND_SHAPES[kind]} {word}"
    assert chip.property("chip") == str(kind)
    assert child(bar, QFrame, "kindStrip").property("kindstrip") == str(kind)


def test_name_and_pool_are_shown_with_hidden_characters_visible(bar: HeaderBar) -> None:
    bar.show_profile(profile(name="Con\u202etoso"))
    assert texts(bar, "profileNameLabel") == ["Con\\u202etoso"]
    assert texts(bar, "poolIdLabel") == ["eu-west-1_Ab12Cd34E"]


def test_without_a_profile_it_says_so(bar: HeaderBar) -> None:
    bar.show_profile(profile())
    bar.show_profile(None)
    assert texts(bar, "profileNameLabel") == ["No profile chosen"]
    assert not child(bar, QLabel, "kindChip").isVisible()
    assert not child(bar, QLabel, "poolIdLabel").isVisible()


def test_the_practice_screen_is_a_click_away_from_the_practice_pool(
    bar: HeaderBar, qtbot: QtBot
) -> None:
    button = child(bar, QToolButton, "practiceUsersButton")
    bar.show_profile(profile())
    assert not button.isVisible()
    bar.show_profile(unopened_practice_profile())
    assert button.isVisible()
    with qtbot.waitSignal(bar.practice_users_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_typing_a_ticket_is_told_at_every_key_and_at_the_end(bar: HeaderBar) -> None:
    edited: list[str | None] = []
    finished: list[str | None] = []
    bar.ticket_edited.connect(edited.append)
    bar.ticket_finished.connect(finished.append)
    QTest.keyClicks(ticket_field(bar), "C-1 ")
    QTest.keyClick(ticket_field(bar), Qt.Key.Key_Return)
    assert edited == ["C", "C-", "C-1", "C-1"]
    assert finished == ["C-1"]
    ticket_field(bar).clear()
    QTest.keyClick(ticket_field(bar), Qt.Key.Key_Return)
    assert finished == ["C-1", None]


def test_a_number_that_is_none_is_refused_with_a_reason(bar: HeaderBar) -> None:
    edited: list[str | None] = []
    refused: list[UserFacingError] = []
    bar.ticket_edited.connect(edited.append)
    bar.ticket_finished.connect(edited.append)
    bar.ticket_refused.connect(refused.append)
    QTest.keyClicks(ticket_field(bar), "A<")
    QTest.keyClick(ticket_field(bar), Qt.Key.Key_Return)
    assert edited == ["A"]
    assert ticket_field(bar).property("problem") == "error"
    assert refused[0].title == "The ticket number was not taken."
    bar.show_ticket("CS-1")
    assert ticket_field(bar).text() == "CS-1"
    assert ticket_field(bar).property("problem") is None


def test_showing_a_ticket_tells_nobody(bar: HeaderBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.ticket_edited):
        bar.show_ticket("CS-48213")
    bar.show_ticket(None)
    assert ticket_field(bar).text() == ""


def test_the_cursor_stays_while_the_same_ticket_is_shown(bar: HeaderBar) -> None:
    QTest.keyClicks(ticket_field(bar), "CS-9")
    ticket_field(bar).setCursorPosition(1)
    bar.show_ticket("CS-9")
    assert ticket_field(bar).cursorPosition() == 1


def test_export_can_be_asked_for_once_there_is_an_attempt(bar: HeaderBar, qtbot: QtBot) -> None:
    button = child(bar, QPushButton, "exportButton")
    assert not button.isEnabled()
    assert "no attempt" in button.toolTip()
    bar.set_export_enabled(True)
    with qtbot.waitSignal(bar.export_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("text", "good"), [("", True), ("CS-1", True), ("a" * 65, False), ("<", False)]
)
def test_what_a_ticket_number_is(text: str, good: bool) -> None:
    assert (ticket_problem(text) == "") is good


def test_a_long_name_leaves_room_for_the_ticket(bar: HeaderBar) -> None:
    bar.show_profile(profile(name="x" * 80))
    bar.resize(800, 52)
    assert ticket_field(bar).width() == 132
    assert bar.minimumSizeHint().width() <= 800
