"""Tabs of desks: who is current, who is busy, who may be closed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from console.ui.desk_tabs import DeskTabs, TabDesk
from tests.fakes import profile
from tests.ui.fakes_ui import FakeDesk


@pytest.fixture
def tabs(qtbot: QtBot) -> DeskTabs:
    made = DeskTabs(desk_factory=FakeDesk)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def add(tabs: DeskTabs) -> FakeDesk:
    desk = tabs.add_desk()
    assert isinstance(desk, FakeDesk)
    return desk


def test_the_bar_shows_itself_from_the_second_tab_on(tabs: DeskTabs, qtbot: QtBot) -> None:
    first = add(tabs)
    qtbot.waitUntil(lambda: not tabs.tabBar().isVisible())
    second = add(tabs)
    qtbot.waitUntil(tabs.tabBar().isVisible)
    assert tabs.desks == (first, second)
    assert tabs.current is second
    assert second.isVisible()


def test_another_current_desk_is_told(tabs: DeskTabs) -> None:
    told: list[TabDesk] = []
    tabs.current_desk_changed.connect(told.append)
    first, second = add(tabs), add(tabs)
    tabs.show_desk(first)
    assert told == [first, second, first]


def test_titles_follow_the_desks_and_keep_their_letters(tabs: DeskTabs) -> None:
    desk = add(tabs)
    assert tabs.tabText(0) == "New attempt"
    desk.set_profile(profile(name="R&D\u202e"), None)
    assert tabs.tabText(0) == "R&&D\\u202e"
    desk.set_profile(profile(name="x" * 60), None)
    assert len(tabs.tabText(0)) == 24


def test_removing_a_desk_keeps_tabs_and_desks_together(tabs: DeskTabs) -> None:
    gone: list[TabDesk] = []
    told: list[TabDesk] = []
    first, second, third = add(tabs), add(tabs), add(tabs)
    tabs.desk_removed.connect(gone.append)
    tabs.show_desk(second)
    tabs.current_desk_changed.connect(told.append)
    tabs.remove_desk(second)
    assert gone == [second]
    assert tabs.desks == (first, third)
    assert tabs.current in (first, third)
    assert tabs.currentWidget() is tabs.current
    assert second not in told
    tabs.remove_desk(first)
    assert tabs.current is third
    third.set_profile(profile(name="left"), None)
    assert tabs.tabText(0) == "left"
    second.title_changed.emit("too late")


def test_the_close_button_asks_for_its_own_desk(tabs: DeskTabs) -> None:
    asked: list[TabDesk] = []
    tabs.close_requested.connect(asked.append)
    first, second = add(tabs), add(tabs)
    for tab in (0, 1):
        button = tabs.tabBar().tabButton(tab, tabs.tabBar().ButtonPosition.RightSide)
        assert isinstance(button, QToolButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [first, second]


def test_a_desk_whose_attempt_runs_is_left_alone(tabs: DeskTabs) -> None:
    desk = add(tabs)
    told: list[tuple[str, bool]] = []
    tabs.desk_started.connect(lambda d: told.append(("started", d.running)))
    tabs.desk_finished.connect(lambda d: told.append(("finished", d.running)))
    assert tabs.free_desk() is desk
    desk.begin()
    other = tabs.free_desk()
    assert other is not desk
    assert tabs.current is other
    desk.end()
    assert told == [("started", True), ("finished", False)]


def test_a_removed_desk_lives_until_it_is_done(tabs: DeskTabs, qtbot: QtBot) -> None:
    first, second = add(tabs), add(tabs)
    tabs.remove_desk(second)
    assert (tabs.desks, tabs.closing) == ((first,), (second,))
    assert not second.isVisible()
    gone: list[str] = []
    second.destroyed.connect(lambda: gone.append("destroyed"))
    tabs.desk_deleted.connect(lambda: gone.append("told"))
    tabs.delete_desk(second)
    assert tabs.closing == ()
    qtbot.waitUntil(lambda: gone == ["destroyed", "told"])


def test_keys_and_menus_reach_the_current_desk(tabs: DeskTabs) -> None:
    first, second = add(tabs), add(tabs)
    for ask in (tabs.run, tabs.cancel, tabs.new_request):
        ask()
    tabs.set_ticket("CS-1")
    assert second.asked == ["run", "cancel", "new request"]
    assert second.ticket == "CS-1"
    assert first.asked == []
    assert first.ticket is None


def test_a_desk_must_be_a_widget(qtbot: QtBot) -> None:
    class NoWidget:
        title_changed = None

    def make(_parent: QWidget | None) -> TabDesk:
        return NoWidget()  # type: ignore[return-value]

    tabs = DeskTabs(desk_factory=make)
    qtbot.addWidget(tabs)
    with pytest.raises(TypeError, match="widget"):
        tabs.add_desk()
    assert tabs.findChildren(QWidget, "closeTabButton") == []


def test_a_desk_is_built_where_it_stays(qtbot: QtBot) -> None:
    parents: list[QWidget | None] = []

    def make(parent: QWidget | None) -> FakeDesk:
        parents.append(parent)
        return FakeDesk(parent)

    tabs = DeskTabs(desk_factory=make)
    qtbot.addWidget(tabs)
    desk = add(tabs)
    assert parents == [desk.parentWidget()]
    assert desk.parentWidget() is not None


def test_tab_does_not_end_at_a_bar_that_is_hidden(tabs: DeskTabs) -> None:
    first = add(tabs)
    before, after = QLineEdit(first), QLineEdit(first)
    for line in (before, after, first.filter):
        line.show()
    before.setFocus()
    seen = set()
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget() or tabs, Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    assert seen == {before, after, first.filter}


def test_a_tab_says_that_its_attempt_is_under_way(tabs: DeskTabs) -> None:
    desk = add(tabs)
    desk.set_profile(profile(name="Contoso"), None)
    desk.begin()
    assert tabs.tabText(0) == "… Contoso"
    desk.end()
    assert tabs.tabText(0) == "Contoso"
