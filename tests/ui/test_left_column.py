"""Profiles take the room of their rows, history the rest."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.history.model import HistoryModel
from console.ui.history.panel import HistoryPanel
from console.ui.left_column import LeftColumn
from console.ui.profiles.profile_panel import ProfilePanel
from console.ui.theme import Theme
from tests.fakes import FakeClock, profile


def test_history_gets_what_the_profiles_leave(qtbot: QtBot, theme: Theme) -> None:
    profiles = ProfilePanel(theme=theme)
    history = HistoryPanel(theme=theme, model=HistoryModel(clock=FakeClock()))
    column = LeftColumn(profiles=profiles, history=history)
    qtbot.addWidget(column)
    column.resize(232, 800)
    column.show()
    few = history.height()
    profiles.show_profiles([profile(profile_id=str(number)) for number in range(4)])
    QApplication.sendPostedEvents()
    qtbot.waitUntil(lambda: history.height() == few - 3 * 48)
    assert profiles.y() < history.y()
    assert history.geometry().bottom() == column.height() - 1
