"""An empty place says what to do next, with one button at most."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console.ui.history.empty_page import EmptyPage
from tests.ui.fakes_ui import child, texts


def test_a_sentence_and_a_button(qtbot: QtBot) -> None:
    page = EmptyPage()
    qtbot.addWidget(page)
    page.show()
    pressed: list[bool] = []
    page.pressed.connect(lambda: pressed.append(True))
    page.show_sentence("Nothing yet.", "")
    button = child(page, QPushButton, "historyEmptyButton")
    assert texts(page, "historyEmpty") == ["Nothing yet."]
    assert not button.isVisible()
    page.show_sentence("Nothing fits.", "Show all")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [True]
