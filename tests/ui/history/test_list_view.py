"""Rows are opened one by one and selected many; the menu and the keys do the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from console.core.history import Annotations, Page, Query, Row
from console.core.record import Outcome
from console.ui.history.list_view import HistoryList
from console.ui.history.model import HistoryModel
from console.ui.history.wanted import Cause, Wanted
from console.ui.theme import Theme
from tests.fakes import FakeClock
from tests.ui.fakes_ui import classification, header

PINNED = Row(header=header("3"), annotations=Annotations(pinned=True))
FAILED = Row(
    header=header(
        "2", username="bert", ticket="CS-7", outcome=Outcome.FAILED, classification=classification()
    )
)
PLAIN = Row(header=header("1"))
ROWS = (PINNED, FAILED, PLAIN)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Heard:
    def __init__(self, rows: HistoryList) -> None:
        self.opened: list[int] = []
        self.asked: list[tuple[str, object]] = []
        rows.row_chosen.connect(lambda index: self.opened.append(index.row()))
        for name in ("notes", "pin", "delete", "customer", "only"):
            signal = getattr(rows, f"{name}_requested")
            signal.connect(lambda payload, name=name: self.asked.append((name, payload)))


@pytest.fixture
def rows(qtbot: QtBot, theme: Theme) -> HistoryList:
    model = HistoryModel(clock=FakeClock())
    made = HistoryList(theme=theme, model=model)
    qtbot.addWidget(made)
    model.show_page(Page(rows=ROWS, total=3), Query())
    made.resize(232, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


@pytest.fixture
def heard(rows: HistoryList) -> Heard:
    return Heard(rows)


def place(rows: HistoryList, row: int) -> QPoint:
    return rows.visualRect(rows.model().index(row, 0)).center()


def click(rows: HistoryList, row: int, held: Qt.KeyboardModifier) -> None:
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, held, place(rows, row))


def choose(menu: QMenu, text: str) -> None:
    found = [a for a in menu.actions() if a.text().replace("&", "").startswith(text)]
    assert len(found) == 1, [a.text() for a in menu.actions()]
    found[0].trigger()


def test_a_click_opens_and_one_with_a_key_selects(rows: HistoryList, heard: Heard) -> None:
    click(rows, 0, Qt.KeyboardModifier.NoModifier)
    click(rows, 2, CTRL)
    assert heard.opened == [0]
    assert rows.selected_rows() == (PINNED, PLAIN)
    click(rows, 1, SHIFT)
    assert heard.opened == [0]
    assert rows.selected_rows() == ROWS


def test_keys_do_what_the_menu_does(rows: HistoryList, heard: Heard) -> None:
    rows.setCurrentIndex(rows.model().index(1, 0))
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_Delete):
        QTest.keyClick(rows, key)
    assert heard.asked == [("notes", FAILED), ("pin", (FAILED,)), ("delete", (FAILED,))]


def test_with_many_selected_keys_are_for_all(rows: HistoryList, heard: Heard) -> None:
    rows.selectAll()
    QTest.keyClick(rows, Qt.Key.Key_F2)
    assert heard.asked == [], "a note is of one attempt"
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    assert heard.asked == [("delete", ROWS)]


def test_without_a_selection_keys_do_nothing(rows: HistoryList, heard: Heard) -> None:
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_Delete):
        QTest.keyClick(rows, key)
    assert heard.asked == []


def test_the_menu_of_one_row(rows: HistoryList, heard: Heard) -> None:
    menu = rows.row_menu([FAILED])
    for text in ("Open", "Tags and note", "Pin", "Delete…", "Delete everything of “bert”"):
        choose(menu, text)
    assert heard.opened == [1]
    assert heard.asked == [
        ("notes", FAILED), ("pin", (FAILED,)), ("delete", (FAILED,)), ("customer", "bert"),
    ]  # fmt: skip


def test_show_only_what_is_like_this_row(rows: HistoryList, heard: Heard) -> None:
    (only,) = rows.row_menu([FAILED]).findChildren(QMenu, "historyOnlyMenu")
    for action in only.actions():
        action.trigger()
    assert [wanted for _name, wanted in heard.asked] == [
        Wanted(user="bert"),
        Wanted(ticket="CS-7"),
        Wanted(profile="Contoso shop"),
        Wanted(cause=Cause(id="X1", words="not authorized")),
    ]
    (plain,) = rows.row_menu([PLAIN]).findChildren(QMenu, "historyOnlyMenu")
    assert len(plain.actions()) == 2, "it has no ticket and no cause"


def test_the_menu_of_many_rows(rows: HistoryList, heard: Heard) -> None:
    menu = rows.row_menu([PINNED, FAILED])
    said = [a.text().replace("&", "") for a in menu.actions() if not a.isSeparator()]
    assert said == ["Pin\tF4", "Delete these 2…\tDel"], "they are of two users"
    assert rows.row_menu([PINNED]).actions()[2].text().startswith("Let &go")


def test_a_name_in_the_menu_is_shown_letter_by_letter(rows: HistoryList) -> None:
    row = Row(header=header("9", username="a&b\u202e"))
    texts = [action.text() for action in rows.row_menu([row]).actions()]
    assert any("“a&&b\\u202e”" in text for text in texts)


@pytest.mark.parametrize(
    ("selected", "meant"), [([0, 1], (PINNED, FAILED)), ([0], (FAILED,)), ([], (FAILED,))]
)
def test_the_right_button_is_for_the_selection_or_for_another_row(
    rows: HistoryList, monkeypatch: pytest.MonkeyPatch, selected: list[int], meant: tuple[Row, ...]
) -> None:
    asked: list[tuple[Row, ...]] = []

    class Shown:
        def popup(self, _place: QPoint) -> None:
            return

    def row_menu(given: Sequence[Row]) -> Shown:
        asked.append(tuple(given))
        return Shown()

    monkeypatch.setattr(rows, "row_menu", row_menu)
    for row in selected:
        rows.selectionModel().select(
            rows.model().index(row, 0), rows.selectionModel().SelectionFlag.Select
        )
    rows.customContextMenuRequested.emit(place(rows, 1))
    rows.customContextMenuRequested.emit(QPoint(5, 290))  # where no row is
    assert asked == [meant]
