"""The diagnosis: what the error means, who acts, whether it counted, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.ui.attempt.diagnosis_words import Diagnosis, Section, signed_items
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.plain_text import PlainText

EMPTY = "When an attempt has ended, this says what happened, why, and what to do next."
RUNNING = "The attempt is under way; its diagnosis appears here when Cognito has answered."

_APART, _SIGN_PX = 8, 16


class DiagnosisPanel(QFrame):
    """Shows one diagnosis, or one sentence while there is none; other pages may stand beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Diagnosis | None = None
        self._build_ui()
        self._copy.clicked.connect(self.copy_for_ticket)
        self.show_nothing(EMPTY)

    @property
    def diagnosis(self) -> Diagnosis | None:
        """What is shown."""
        return self._shown

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Shows it, from its first line."""
        if diagnosis == self._shown:
            return
        self._shown = diagnosis
        self._replace(_body(diagnosis))
        self._copy.setVisible(True)
        self.setAccessibleDescription(diagnosis.title)

    def show_nothing(self, sentence: str) -> None:
        """One sentence in place of a diagnosis."""
        self._shown = None
        body, column = _page()
        column.addWidget(PlainLabel(sentence, role="muted", name="diagnosisEmpty"))
        column.addStretch(1)
        self._replace(body)
        self._copy.setVisible(False)
        self.setAccessibleDescription(sentence)

    def add_page(self, page: QWidget, title: str) -> None:
        """A page beside the diagnosis, not offered yet."""
        self._tabs.setTabVisible(self._tabs.addTab(page, title), False)

    def offer_page(self, page: QWidget, *, offered: bool) -> None:
        """Whether the page can be turned to."""
        self._tabs.setTabVisible(self._tabs.indexOf(page), offered)

    def turn_to(self, page: QWidget | None) -> None:
        """Shows the page; None the diagnosis."""
        self._tabs.setCurrentIndex(0 if page is None else self._tabs.indexOf(page))

    def copy_for_ticket(self) -> None:
        """Puts the diagnosis on the clipboard as plain text."""
        if self._shown is not None:
            QGuiApplication.clipboard().setText(self._shown.to_text())

    def _replace(self, body: QWidget) -> None:
        self._area.setWidget(body)
        for text in body.findChildren(PlainText):  # else Tab came to it last of all
            QWidget.setTabOrder(self._area, text)
        self._area.verticalScrollBar().setValue(0)

    def _build_ui(self) -> None:
        self.setObjectName("diagnosisPanel")
        self.setAccessibleName("Diagnosis")
        self.setProperty("surface", "true")
        self._area = QScrollArea()
        self._area.setObjectName("diagnosisText")
        self._area.setAccessibleName("Diagnosis")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._copy = QPushButton("Copy for the tic&ket")
        self._copy.setObjectName("copyDiagnosisButton")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 12)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        page = QWidget()
        page.setProperty("surface", "true")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addLayout(buttons)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("diagnosisTabs")
        self._tabs.setProperty("line", "top")
        self._tabs.tabBar().setAccessibleName("Diagnosis")
        self._tabs.addTab(page, "Diagnosis")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tabs)


def _page() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    body.setProperty("surface", "true")
    column = QVBoxLayout(body)
    column.setContentsMargins(15, 11, 15, 7)  # and a pixel for the line that shows the focus
    column.setSpacing(4)
    return body, column


def _body(diagnosis: Diagnosis) -> QWidget:
    body, column = _page()
    column.addWidget(PlainLabel(diagnosis.title, role="title", name="diagnosisTitle"))
    if diagnosis.note:
        column.addWidget(_note(diagnosis.note))
    if diagnosis.lead:
        column.addWidget(PlainLabel(diagnosis.lead, name="diagnosisLead"))
    if diagnosis.said:
        column.addSpacing(_APART)
        column.addWidget(_head(diagnosis.said_by))
        said = PlainText(name="diagnosisSaid", title=diagnosis.said_by, fit=True)
        said.show_text(diagnosis.said)
        column.addWidget(said)
    if diagnosis.facts:
        column.addSpacing(_APART)
        column.addLayout(_facts(diagnosis.facts))
    for section in diagnosis.sections:
        column.addSpacing(_APART)
        column.addWidget(_head(section.heading))
        column.addLayout(_items(section))
    column.addStretch(1)
    return body


def _note(text: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("note", "sim")
    row = QHBoxLayout(frame)
    row.setContentsMargins(12, 6, 12, 6)
    row.addWidget(PlainLabel(text, role="small", name="diagnosisNote"))
    return frame


def _head(text: str) -> QLabel:
    return PlainLabel(text, role="head")


def _facts(facts: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        label = QLabel(name)
        label.setProperty("role", "label")
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(value, role="small"), row, 1)
    return grid


def _items(section: Section) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, _SIGN_PX)
    grid.setColumnStretch(1, 1)
    for row, (sign, item) in enumerate(signed_items(section)):
        mark = QLabel(sign)
        mark.setProperty("role", "hint")
        grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(PlainLabel(item, role="small"), row, 1)
    return grid
