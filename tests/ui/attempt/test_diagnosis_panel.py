"""The diagnosis panel: what it shows, what it copies, its empty sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.core.record import Outcome
from console.ui.attempt.diagnosis_panel import EMPTY, DiagnosisPanel
from console.ui.attempt.diagnosis_words import Diagnosis, Standing, diagnose
from console.ui.evidence.findings_panel import Explained
from console.ui.evidence.lookup import Lookup
from console.ui.theme import Theme
from tests.ui.evidence.gateways import finding
from tests.ui.timelines import HOSTILE, classification


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> DiagnosisPanel:
    made = DiagnosisPanel(theme=theme)
    qtbot.addWidget(made)
    made.resize(430, 352)
    made.show()
    qtbot.waitExposed(made)
    return made


def refusal(message: str = "Incorrect username or password.") -> Diagnosis:
    found = diagnose(
        Standing(
            outcome=Outcome.FAILED,
            reason="",
            classification=classification(message=message),
            simulated=True,
            refused=True,
        )
    )
    assert found is not None
    return found


def texts(panel: DiagnosisPanel) -> list[str]:
    seen = [label for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]
    return [label.text().replace("\u200b", "") for label in seen]


def copy_button(panel: DiagnosisPanel) -> QPushButton:
    button = panel.findChild(QPushButton, "copyDiagnosisButton")
    assert button is not None
    return button


def test_without_a_diagnosis_one_sentence_and_no_button(panel: DiagnosisPanel) -> None:
    assert texts(panel) == [EMPTY]
    assert not copy_button(panel).isVisibleTo(panel)
    assert panel.objectName() == "diagnosisPanel"


def test_everything_is_shown(panel: DiagnosisPanel) -> None:
    panel.show_diagnosis(refusal())
    shown = texts(panel)
    title = panel.findChild(QLabel, "diagnosisTitle")
    assert title is not None
    assert title.text() == "Cognito refused this name and password together."
    for text in ("Cognito said", "the user, the customer's admin", "yes, a failed try counts",
                 "No user has this name in this pool.", "1.", "2."):  # fmt: skip
        assert text in shown
    said = panel.findChild(QPlainTextEdit, "diagnosisSaid")
    assert said is not None
    assert said.toPlainText() == "Incorrect username or password."
    assert panel.accessibleDescription() == title.text()


def test_the_button_copies_plain_text(panel: DiagnosisPanel) -> None:
    panel.show_diagnosis(refusal())
    QTest.mouseClick(copy_button(panel), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == refusal().to_text()
    QGuiApplication.clipboard().clear()
    panel.show_nothing(EMPTY)
    panel.copy_for_ticket()
    assert QGuiApplication.clipboard().text() == ""


def test_the_same_diagnosis_again_keeps_the_place(panel: DiagnosisPanel, qtbot: QtBot) -> None:
    panel.show_diagnosis(refusal())
    area = panel.findChild(QScrollArea, "diagnosisText")
    assert area is not None
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 20)
    bar.setValue(20)
    panel.show_diagnosis(refusal())
    assert bar.value() == 20


def test_texts_from_outside_are_plain_and_never_widen_the_panel(
    panel: DiagnosisPanel, qtbot: QtBot
) -> None:
    panel.show_diagnosis(refusal(HOSTILE + "x" * 500))
    labels = panel.findChildren(QLabel)
    assert all("\u202e" not in label.text() for label in labels)
    area = panel.findChild(QScrollArea, "diagnosisText")
    assert area is not None
    body = area.widget()
    assert body is not None
    qtbot.waitUntil(lambda: body.width() <= area.viewport().width())
    said = panel.findChild(QPlainTextEdit, "diagnosisSaid")
    assert said is not None
    assert said.toPlainText().startswith("<b>bold</b>")


def test_tab_goes_from_the_text_to_what_was_said_to_the_button(
    panel: DiagnosisPanel, qtbot: QtBot
) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.show_diagnosis(refusal())
    area = panel.findChild(QScrollArea, "diagnosisText")
    assert area is not None
    area.setFocus()
    seen = []
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus.objectName())
    assert seen == ["diagnosisSaid", "copyDiagnosisButton"]


def test_another_page_stands_beside_it_when_it_is_offered(panel: DiagnosisPanel) -> None:
    page = QLabel("other")
    panel.add_page(page, "Other")
    tabs = panel.findChild(QTabWidget, "diagnosisTabs")
    assert tabs is not None
    assert not tabs.isTabVisible(1)
    panel.offer_page(page, offered=True)
    panel.turn_to(page)
    assert page.isVisible()
    panel.turn_to(None)
    assert not page.isVisible()
    panel.turn_to(page)
    panel.offer_page(page, offered=False)
    assert tabs.currentIndex() == 0, "what is offered no more is not shown either"


def place(panel: DiagnosisPanel) -> int:
    area = panel.findChild(QScrollArea, "diagnosisText")
    assert area is not None
    return area.verticalScrollBar().value()


def test_what_was_gathered_comes_into_sight_once_it_is_there(
    panel: DiagnosisPanel, qtbot: QtBot
) -> None:
    going_on = Explained(lookup=Lookup(under_way=True))
    told = Explained(findings=(finding("wrong_password"),))
    findings = panel.findChild(QWidget, "findingsPanel")
    assert findings is not None
    panel.show_diagnosis(refusal())
    panel.show_explained(Explained())
    panel.show_explained(going_on)
    assert place(panel) == 0
    panel.show_explained(Explained())  # nothing was found
    assert place(panel) == 0
    panel.show_explained(going_on)
    panel.show_explained(told)
    qtbot.waitUntil(lambda: place(panel) == findings.y())
    panel.lead_to_findings()
    area = panel.findChild(QScrollArea, "diagnosisText")
    assert area is not None
    further = area.verticalScrollBar().maximum()
    area.verticalScrollBar().setValue(further)
    panel.show_explained(replace(told, lookup=Lookup(under_way=True)))
    panel.show_explained(told)
    QApplication.processEvents()
    assert place(panel) > findings.y(), "whoever reads further down is left there"
