"""The practice screen: published users, and what each shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from console.core.ports import PracticeDesk
from console.ui.profiles.practice_dialog import PracticeDialog
from console.ui.theme import Theme
from tests.ui.fakes_ui import FakeUser, child, practice_desk, texts


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> PracticeDialog:
    assert theme is not None
    made = PracticeDialog(None, room=practice_desk())
    qtbot.addWidget(made)
    made.show()
    return made


def table(dialog: PracticeDialog) -> QTableWidget:
    return child(dialog, QTableWidget, "practiceTable")


def cells(dialog: PracticeDialog, row: int) -> list[str]:
    items = [table(dialog).item(row, column) for column in range(5)]
    return [item.text() for item in items if item is not None]


def test_each_user_has_password_purpose_client_and_flow(dialog: PracticeDialog) -> None:
    assert table(dialog).rowCount() == 3
    assert cells(dialog, 0) == [
        "alice",
        "Amber-Kettle-41!",
        "signs in with a password alone",
        "public",
        "ADMIN_USER_PASSWORD_AUTH",
    ]


def test_it_says_that_all_is_simulated_and_where(dialog: PracticeDialog) -> None:
    (intro,) = texts(dialog, "practiceIntro")
    assert intro.startswith("Simulated")
    assert "http://127.0.0.1:9" in intro


def test_use_takes_the_marked_user(dialog: PracticeDialog) -> None:
    table(dialog).setCurrentCell(1, 0)
    QTest.mouseClick(child(dialog, QPushButton, "usePracticeUserButton"), Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    user = dialog.chosen()
    assert user is not None
    assert user.username == "bob"


def test_a_double_click_and_enter_use_a_row(dialog: PracticeDialog) -> None:
    place = table(dialog).visualRect(table(dialog).model().index(2, 0)).center()
    view = table(dialog).viewport()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert dialog.result() == QDialog.DialogCode.Accepted
    chosen = dialog.chosen()
    assert chosen is not None
    assert chosen.username == "dave"
    dialog.setResult(QDialog.DialogCode.Rejected)
    dialog.show()
    QTest.keyClick(table(dialog), Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_long_purpose_makes_its_row_higher(qtbot: QtBot, theme: Theme) -> None:
    assert theme is not None
    users = (
        FakeUser(username="a", password="b"),
        FakeUser(username="a", password="b", purpose="a sentence of many words " * 8),
    )
    room = PracticeDesk(endpoint_url="http://127.0.0.1:9", users=users, clients=())
    dialog = PracticeDialog(None, room=room)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: table(dialog).rowHeight(1) > 2 * table(dialog).rowHeight(0))


def test_without_users_nobody_is_chosen(qtbot: QtBot) -> None:
    room = PracticeDesk(endpoint_url="http://127.0.0.1:9", users=(), clients=())
    dialog = PracticeDialog(None, room=room)
    qtbot.addWidget(dialog)
    assert dialog.chosen() is None
