"""The dialog says what it asks, asks once, shows what came, and gives the policy away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console.core.diagnosis.connection import checks
from console.core.diagnosis.evidence import Evidence
from console.core.profile import ProfileKind
from console.ui.connection.dialog import ConnectionDialog
from console.ui.parts.plain_text import PlainText
from console.ui.theme import Theme
from tests.fakes import profile
from tests.ui.fakes_ui import child, texts

SHOP = profile(aws_profile="support")
NOTHING = checks(SHOP, Evidence(), client_secret_known=False)
MISSING = checks(SHOP, Evidence(pool_missing=True), client_secret_known=False)


def shown(qtbot: QtBot, **changes: object) -> ConnectionDialog:
    made = ConnectionDialog(None, profile=profile(aws_profile="support", **changes))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> ConnectionDialog:
    assert theme is not None
    return shown(qtbot)


def button(dialog: ConnectionDialog, name: str = "testConnectionButton") -> QPushButton:
    return child(dialog, QPushButton, name)


def state(dialog: ConnectionDialog) -> str:
    (said,) = texts(dialog, "connectionState")
    return said


def test_it_says_before_what_it_asks(dialog: ConnectionDialog) -> None:
    assert "the AWS profile “support”" in texts(dialog, "connectionBefore")[0]
    assert texts(dialog, "connectionTitle") == ["Contoso shop"]
    assert state(dialog) == "Nothing has been asked yet."
    assert not button(dialog, "copyChecksButton").isEnabled()
    assert not child(dialog, PlainText, "missingPolicy").isVisible()


def test_a_name_from_outside_stays_on_its_line(qtbot: QtBot) -> None:
    dialog = shown(qtbot, name="x\n<b>\u202e", kind=ProfileKind.LAB)
    assert texts(dialog, "connectionTitle") == ["x\\n<b>\\u202e"]


def test_enter_asks_once(dialog: ConnectionDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.run_requested):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not button(dialog).isEnabled()
    assert state(dialog) == "Asking…"
    with qtbot.assertNotEmitted(dialog.run_requested):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_answers_are_shown_as_they_come(dialog: ConnectionDialog) -> None:
    button(dialog).click()
    dialog.show_partly(NOTHING)
    assert texts(dialog, "checkMark2") == ["✓"], "the region is known at once"
    assert texts(dialog, "checkMark3") == ["…"]
    dialog.show_result(MISSING, None)
    assert texts(dialog, "checkMark3") == ["✕"]
    assert state(dialog) == "1 check is at fault. 24 of 26 were not checked."
    assert button(dialog).isEnabled()
    assert button(dialog).text() == "&Test again"
    assert not child(dialog, PlainText, "missingPolicy").isVisible()
    QTest.mouseClick(button(dialog, "copyChecksButton"), Qt.MouseButton.LeftButton)
    assert "✕ User pool (at fault): There is no such pool" in QGuiApplication.clipboard().text()
    assert state(dialog) == "Copied."


def test_the_policy_that_is_missing_can_be_copied(dialog: ConnectionDialog) -> None:
    policy = '{\n  "Version": "2012-10-17"\n}'
    dialog.show_result(NOTHING, policy)
    assert child(dialog, PlainText, "missingPolicy").isVisible()
    assert child(dialog, PlainText, "missingPolicy").toPlainText() == policy
    QTest.mouseClick(button(dialog, "copyPolicyButton"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == policy
    button(dialog).click()
    assert not child(dialog, PlainText, "missingPolicy").isVisible(), "it is of the last test"
    assert texts(dialog, "checkMark2") == [""]


def test_a_failure_of_ours_is_said(dialog: ConnectionDialog) -> None:
    button(dialog).click()
    dialog.show_failure("It went wrong.")
    assert state(dialog) == "It went wrong."
    assert button(dialog).isEnabled()


def test_every_button_is_reached_by_tab(dialog: ConnectionDialog) -> None:
    dialog.show_result(NOTHING, "{}")
    seen = set()
    for _ in range(12):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        seen.add(dialog.focusWidget().objectName())
    assert seen >= {
        "testConnectionButton",
        "checkList",
        "missingPolicy",
        "copyPolicyButton",
        "copyChecksButton",
        "closeConnectionButton",
    }


def test_escape_closes(dialog: ConnectionDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
