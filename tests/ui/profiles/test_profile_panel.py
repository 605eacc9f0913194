"""Choosing a profile, and the wishes to change the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from console.core.profile import PRACTICE_PROFILE_ID, Profile, ProfileKind
from console.ui.profiles.profile_panel import ProfilePanel
from console.ui.profiles.targets import unopened_practice_profile
from console.ui.theme import Theme
from tests.fakes import profile
from tests.ui.fakes_ui import child

# The offscreen plugin says so at every popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SHOP = profile()
DEV = profile(profile_id="p2", name="Fabrikam dev", kind=ProfileKind.DEVELOPMENT)
ALL = (SHOP, DEV, unopened_practice_profile())


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> ProfilePanel:
    made = ProfilePanel(theme=theme)
    qtbot.addWidget(made)
    made.show_profiles(ALL)
    made.resize(232, 400)
    made.show()
    return made


@pytest.fixture
def told(panel: ProfilePanel) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    panel.profile_selected.connect(lambda p: found.append(("selected", p.profile_id)))
    panel.edit_requested.connect(lambda p: found.append(("edit", p.profile_id)))
    panel.settings_requested.connect(lambda p: found.append(("read settings", p.profile_id)))
    panel.test_requested.connect(lambda p: found.append(("test connection", p.profile_id)))
    panel.duplicate_requested.connect(lambda p: found.append(("duplicate", p.profile_id)))
    panel.delete_requested.connect(lambda p: found.append(("delete", p.profile_id)))
    panel.practice_users_requested.connect(lambda: found.append(("users", "")))
    panel.new_requested.connect(lambda: found.append(("new", "")))
    return found


def rows(panel: ProfilePanel) -> QListView:
    return child(panel, QListView, "profileList")


def place(panel: ProfilePanel, row: int) -> QPoint:
    return rows(panel).visualRect(rows(panel).model().index(row, 0)).center()


def click(panel: ProfilePanel, row: int) -> None:
    view = rows(panel).viewport()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place(panel, row))


def test_a_click_selects_once(panel: ProfilePanel, told: list[tuple[str, str]]) -> None:
    click(panel, 1)
    click(panel, 1)
    assert told == [("selected", "p2")]
    assert panel.selected() == DEV


def test_arrow_keys_select_too(panel: ProfilePanel, told: list[tuple[str, str]]) -> None:
    panel.show_selected("p1")
    QTest.keyClick(rows(panel), Qt.Key.Key_Down)
    assert told == [("selected", "p2")]


def test_coming_by_tab_selects_nothing_until_enter(
    panel: ProfilePanel, told: list[tuple[str, str]], qtbot: QtBot
) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    child(panel, QToolButton, "newProfileButton").setFocus()
    rows(panel).setFocus(Qt.FocusReason.TabFocusReason)
    assert rows(panel).hasFocus()
    assert told == []
    assert panel.selected() is None
    QTest.keyClick(rows(panel), Qt.Key.Key_Return)
    assert told == [("selected", "p1")]


def test_marking_a_row_tells_nobody(panel: ProfilePanel, told: list[tuple[str, str]]) -> None:
    panel.show_selected("p2")
    assert panel.selected() == DEV
    panel.show_selected(None)
    assert panel.selected() is None
    assert told == []
    click(panel, 1)
    assert told == [("selected", "p2")]


def test_a_new_list_keeps_the_selection_without_a_word(
    panel: ProfilePanel, told: list[tuple[str, str]]
) -> None:
    click(panel, 1)
    changed = profile(profile_id="p2", name="Renamed")
    panel.show_profiles((changed, SHOP, unopened_practice_profile()))
    assert panel.selected() == changed
    panel.show_profiles((SHOP,))
    assert panel.selected() is None
    assert told == [("selected", "p2")]


def test_the_list_is_as_high_as_its_rows_up_to_a_limit(panel: ProfilePanel) -> None:
    assert rows(panel).height() == 3 * 48
    panel.show_profiles([profile(profile_id=str(number)) for number in range(40)])
    assert rows(panel).height() == 7 * 48


def test_new(panel: ProfilePanel, told: list[tuple[str, str]]) -> None:
    QTest.mouseClick(child(panel, QToolButton, "newProfileButton"), Qt.MouseButton.LeftButton)
    assert told == [("new", "")]


def menu_of(panel: ProfilePanel, row: int) -> dict[str, QMenu]:
    """The row's menu as the right button opens it, by the texts of its actions."""
    rows(panel).customContextMenuRequested.emit(place(panel, row))
    (menu,) = [m for m in panel.findChildren(QMenu, "profileMenu") if m.isVisible()]
    return {action.text(): menu for action in menu.actions()}


def trigger(panel: ProfilePanel, row: int, text: str) -> None:
    menu = menu_of(panel, row)[text]
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


@pytest.mark.parametrize(
    "wish", ["edit", "read settings", "test connection", "duplicate", "delete"]
)
def test_the_menu_of_a_row_means_that_row(
    panel: ProfilePanel, told: list[tuple[str, str]], wish: str
) -> None:
    panel.show_selected("p1")
    trigger(panel, 1, f"{wish.capitalize()}…")
    assert told == [(wish, "p2")]
    assert panel.selected() == SHOP


def test_the_practice_pool_cannot_be_changed(
    panel: ProfilePanel, told: list[tuple[str, str]]
) -> None:
    menu = menu_of(panel, 2)
    assert list(menu) == ["Practice users…", "Test connection…"]
    menu["Practice users…"].close()
    trigger(panel, 2, "Practice users…")
    trigger(panel, 2, "Test connection…")
    assert told == [("users", ""), ("test connection", PRACTICE_PROFILE_ID)]


def test_below_the_rows_there_is_no_menu(panel: ProfilePanel) -> None:
    panel.show_profiles(())
    rows(panel).customContextMenuRequested.emit(QPoint(5, 5))
    assert panel.findChildren(QMenu, "profileMenu") == []


def test_the_built_in_id_counts_not_the_kind(panel: ProfilePanel) -> None:
    own: Profile = profile(profile_id="mine", kind=ProfileKind.PRACTICE)
    panel.show_profiles((own, unopened_practice_profile()))
    assert "Edit…" in menu_of(panel, 0)
    assert panel.selected() is None
    assert own.profile_id != PRACTICE_PROFILE_ID
