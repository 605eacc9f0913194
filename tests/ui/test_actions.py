"""One table makes menus, keys and the shortcut page."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from console.ui.actions import ACTIONS, Actions, Menu


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


def test_ids_and_shortcuts_are_unique() -> None:
    assert max(Counter(spec.id for spec in ACTIONS).values()) == 1
    assert max(Counter(spec.shortcut for spec in ACTIONS if spec.shortcut).values()) == 1


@pytest.mark.parametrize("menu", Menu)
def test_mnemonics_are_unique_in_each_menu(menu: Menu) -> None:
    letters = [
        spec.text[spec.text.index("&") + 1].lower()
        for spec in ACTIONS
        if spec.menu is menu and "&" in spec.text
    ]
    assert letters
    assert len(letters) == len(set(letters)) == len([s for s in ACTIONS if s.menu is menu])


def test_menus_hold_the_table(window: QMainWindow) -> None:
    actions = Actions(window)
    actions.fill(window.menuBar())
    shown = [action.text() for action in window.menuBar().actions()]
    assert shown == [str(menu) for menu in Menu]
    profile = window.menuBar().actions()[1].menu()
    assert profile is not None
    texts = [a.text() for a in profile.actions() if not a.isSeparator()]  # type: ignore[attr-defined]
    assert texts == [spec.text for spec in ACTIONS if spec.menu is Menu.PROFILE]


def test_a_key_does_what_the_handler_says(window: QMainWindow, qtbot: QtBot) -> None:
    actions = Actions(window)
    actions.fill(window.menuBar())
    done: list[str] = []
    actions.connect_all({s.id: lambda name=s.id: done.append(name) for s in ACTIONS})  # type: ignore[misc]
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert done == ["new_tab", "cancel"]


def test_a_row_without_a_handler_is_refused(window: QMainWindow) -> None:
    with pytest.raises(KeyError):
        Actions(window).connect_all({})


def test_exactly_one_theme_is_checked(window: QMainWindow) -> None:
    actions = Actions(window)
    names = ("theme_system", "theme_light", "theme_dark")
    assert [actions[name].isChecked() for name in names] == [True, False, False]
    actions["theme_dark"].trigger()
    assert [actions[name].isChecked() for name in names] == [False, False, True]
