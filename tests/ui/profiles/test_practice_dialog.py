"""The practice screen: published users, and what each shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from console.core.ports import PracticeDesk
from console.practice.listing import SHOWN
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


def shown_rows(dialog: PracticeDialog) -> list[int]:
    rows = table(dialog)
    return [row for row in range(rows.rowCount()) if not rows.isRowHidden(row)]


def test_the_filter_finds_rows_by_every_word(dialog: PracticeDialog) -> None:
    line = child(dialog, QLineEdit, "practiceFilter")
    use = child(dialog, QPushButton, "usePracticeUserButton")
    QTest.keyClicks(line, "bob")
    assert shown_rows(dialog) == [1]
    found = dialog.chosen()
    assert found is not None
    assert found.username == "bob"
    QTest.keyClicks(line, " nowhere")
    assert shown_rows(dialog) == []
    assert dialog.chosen() is None
    assert not use.isEnabled()
    line.clear()
    assert shown_rows(dialog) == [0, 1, 2]
    assert use.isEnabled()


def test_the_filter_finds_rows_by_what_they_ask(dialog: PracticeDialog) -> None:
    line = child(dialog, QLineEdit, "practiceFilter")
    QTest.keyClicks(line, "software_token")
    assert shown_rows(dialog) == [2]
    assert "software_token" not in " ".join(cells(dialog, 2)).casefold()  # not by what is seen


def test_the_pools_own_rows_are_found_by_their_challenges(qtbot: QtBot, theme: Theme) -> None:
    assert theme is not None
    made = PracticeDialog(None, room=replace(practice_desk(), users=SHOWN))
    qtbot.addWidget(made)
    child(made, QLineEdit, "practiceFilter").setText("select_mfa_type")
    rows = shown_rows(made)
    assert rows
    assert all("SELECT_MFA_TYPE" in SHOWN[row].expect.challenges for row in rows)


def test_arrows_move_on_from_the_filter(dialog: PracticeDialog) -> None:
    line = child(dialog, QLineEdit, "practiceFilter")
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert table(dialog).currentRow() == 1
    assert line.hasFocus()


def test_path_and_choices_stand_with_the_flow(qtbot: QtBot, theme: Theme) -> None:
    assert theme is not None
    user = FakeUser(
        username="xenia",
        password="p",
        auth_flow="USER_AUTH",
        path="public",
        parameters={"PREFERRED_CHALLENGE": "EMAIL_OTP"},
    )
    made = PracticeDialog(None, room=replace(practice_desk(), users=(user,)))
    qtbot.addWidget(made)
    assert cells(made, 0)[-1] == "USER_AUTH · EMAIL_OTP · public"
