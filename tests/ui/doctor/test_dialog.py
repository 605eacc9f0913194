"""The dialog shows checks as they end, and gives them away as text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console.core.diagnosis.connection_check import CheckStatus, check
from console.core.doctor.names import NAMES
from console.ui.doctor.dialog import DoctorDialog
from console.ui.theme import Theme
from tests.fakes import profile
from tests.ui.fakes_ui import child, texts

FOUND = tuple(
    check(name, CheckStatus.FAIL, "Not trusted.", "Ask.")
    if name == "TLS"
    else check(name, CheckStatus.OK, "Good.")
    for name in NAMES
)
TLS = NAMES.index("TLS")


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> DoctorDialog:
    assert theme is not None
    made = DoctorDialog(None, profile=profile(name="Shop\u202e"), version="1.2.3")
    qtbot.addWidget(made)
    made.show_running()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def button(dialog: DoctorDialog, name: str) -> QPushButton:
    return child(dialog, QPushButton, f"{name}DoctorButton")


def state(dialog: DoctorDialog) -> str:
    (said,) = texts(dialog, "doctorState")
    return said


def test_while_it_runs(dialog: DoctorDialog) -> None:
    assert "“Shop\\u202e”" in texts(dialog, "doctorBefore")[0]
    assert state(dialog) == "Checking… 0 of 12 have ended."
    assert texts(dialog, f"checkMark{TLS}") == ["…"]
    enabled = [button(dialog, name).isEnabled() for name in ("run", "stop", "copy")]
    assert enabled == [False, True, False]


def test_each_is_shown_as_it_ends(dialog: DoctorDialog) -> None:
    dialog.show_check(FOUND[TLS])
    assert state(dialog) == "Checking… 1 of 12 have ended."
    assert texts(dialog, f"checkMark{TLS}") == ["✕"]
    assert texts(dialog, f"checkDetail{TLS}") == ["Not trusted."]
    assert texts(dialog, f"checkHint{TLS}") == ["Ask."]
    assert texts(dialog, "checkMark0") == ["…"], "others are still under way"
    dialog.show_check(check("DNS", CheckStatus.SKIPPED, "Not tried."))
    assert texts(dialog, f"checkMark{NAMES.index('DNS')}") == ["–"], "it has ended"


def test_the_result_can_be_copied(dialog: DoctorDialog) -> None:
    dialog.show_result(FOUND, stopped=False)
    assert state(dialog) == "1 check is at fault."
    enabled = [button(dialog, name).isEnabled() for name in ("run", "stop", "copy")]
    assert enabled == [True, False, True]
    QTest.mouseClick(button(dialog, "copy"), Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert "sign-in console 1.2.3, profile “Shop\\u202e”" in text
    assert "fail    TLS: Not trusted.\n        next: Ask.\n" in text
    assert state(dialog) == "Copied."


def test_a_stopped_run_says_so(dialog: DoctorDialog) -> None:
    dialog.show_result(FOUND, stopped=True)
    assert state(dialog) == "Stopped. 1 check is at fault."


def test_buttons_ask_upward_and_the_focus_follows(dialog: DoctorDialog, qtbot: QtBot) -> None:
    button(dialog, "stop").setFocus()
    with qtbot.waitSignal(dialog.stop_requested):
        QTest.keyClick(button(dialog, "stop"), Qt.Key.Key_Space)
    dialog.show_result(FOUND, stopped=True)
    assert button(dialog, "run").hasFocus()
    with qtbot.waitSignal(dialog.run_requested):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    dialog.show_running()
    assert button(dialog, "stop").hasFocus()
    assert texts(dialog, f"checkHint{TLS}") == []


def test_every_button_is_reached_by_tab(dialog: DoctorDialog) -> None:
    dialog.show_result(FOUND, stopped=False)
    seen = set()
    for _ in range(8):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        seen.add(dialog.focusWidget().objectName())
    assert seen >= {"runDoctorButton", "checkList", "copyDoctorButton", "closeDoctorButton"}


def test_escape_closes(dialog: DoctorDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
