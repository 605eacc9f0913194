"""The dialog tells what was typed and shows what was found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTableView
from pytestqt.qtbot import QtBot

from console.core.diagnosis.classifier import Classifier
from console.core.diagnosis.pasted import findings
from console.ui.explain.dialog import ExplainDialog
from console.ui.explain.log_field import LogField
from console.ui.explain.words import NOTHING_FOUND, NOTHING_YET, to_text
from console.ui.theme import Theme
from tests.ui.fakes_ui import child, texts

LOG = "UserNotFoundException: User does not exist.\n\nExpiredCodeException: Invalid code\n"


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> ExplainDialog:
    assert theme is not None
    made = ExplainDialog(None)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def log(dialog: ExplainDialog) -> LogField:
    return child(dialog, LogField, "logField")


def table(dialog: ExplainDialog) -> QTableView:
    return child(dialog, QTableView, "findingsTable")


def copy(dialog: ExplainDialog) -> QPushButton:
    return child(dialog, QPushButton, "copyFindingsButton")


def test_it_begins_in_the_field_and_says_what_to_do(dialog: ExplainDialog, qtbot: QtBot) -> None:
    assert log(dialog).hasFocus()
    assert texts(dialog, "findingEmpty") == [NOTHING_YET]
    assert "nothing of it is kept or sent" in texts(dialog, "explainIntro")[0]
    assert not copy(dialog).isEnabled()
    assert not table(dialog).isVisible()
    with qtbot.waitSignal(dialog.log_changed) as told:
        QTest.keyClicks(log(dialog), "oops")
    assert told.args == ["oops"]
    dialog.show_findings(())
    assert texts(dialog, "findingEmpty") == [NOTHING_FOUND]


def test_the_first_finding_is_explained_and_the_rest_a_key_away(
    dialog: ExplainDialog, classifier: Classifier
) -> None:
    log(dialog).setPlainText(LOG)
    found = findings(classifier, LOG)
    dialog.show_findings(found)
    assert texts(dialog, "findingsCount") == ["2 errors found."]
    assert texts(dialog, "findingStep") == list(found[0].classification.next_steps)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert table(dialog).hasFocus()
    QTest.keyClick(table(dialog), Qt.Key.Key_Down)
    assert texts(dialog, "findingStep") == list(found[1].classification.next_steps)
    (mark,) = log(dialog).extraSelections()
    assert mark.cursor.blockNumber() == 2
    dialog.show_findings((*found, found[0]))
    assert table(dialog).currentIndex().row() == 1, "the place in the list is kept"
    log(dialog).clear()
    dialog.show_findings(())
    assert texts(dialog, "findingEmpty") == [NOTHING_YET]
    assert not table(dialog).isVisible()
    assert log(dialog).extraSelections() == []


def test_copy_gives_the_findings_as_text(dialog: ExplainDialog, classifier: Classifier) -> None:
    QGuiApplication.clipboard().clear()
    dialog.copy_as_text()
    assert QGuiApplication.clipboard().text() == ""
    found = findings(classifier, LOG)
    dialog.show_findings(found)
    QTest.mouseClick(copy(dialog), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == to_text(found)
    assert texts(dialog, "findingsCount") == ["Copied."]


def test_what_was_cut_is_said(dialog: ExplainDialog) -> None:
    assert texts(dialog, "logCutLabel") == []
    log(dialog).log_cut.emit()
    assert "Only the beginning was taken" in texts(dialog, "logCutLabel")[0]
    log(dialog).log_whole.emit()
    assert texts(dialog, "logCutLabel") == []


def test_escape_closes(dialog: ExplainDialog) -> None:
    QTest.keyClick(log(dialog), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
