"""The diagnosis: what the error means, what was found, who acts, and what to do next."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.core.diagnosis.finding import Finding
from console.ui.attempt.diagnosis_words import CAUSES_HEADING, Diagnosis
from console.ui.attempt.sections import facts_grid, head, items_grid
from console.ui.evidence.finding_words import admin_text, customer_text
from console.ui.evidence.findings_panel import Explained, FindingsPanel
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.plain_text import PlainText
from console.ui.theme import Theme

EMPTY = "When an attempt has ended, this says what happened, why, and what to do next."
RUNNING = "The attempt is under way; its diagnosis appears here when Cognito has answered."

_APART = 8
_CUSTOMER_TIP = "What the open finding, or else the first one, says to the customer"
_ADMIN_TIP = "What it says to the customer's admin, with the line to run where there is one"


class DiagnosisPanel(QFrame):
    """Shows one diagnosis, or one sentence while there is none; other pages may stand beside it.

    Below what the error means come the findings, once there is something to be found.
    """

    evidence_requested = Signal()
    look_again_requested = Signal()  # into CloudTrail alone
    evidence_stop_requested = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Diagnosis | None = None
        self._explained: Explained | None = None
        self._top, self._rest = QWidget(), QWidget()
        self._build_ui()
        self._connect()
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
        self._replace(_top(diagnosis), self._rest_of(diagnosis))
        self._bar.setVisible(True)
        self._area.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(diagnosis.title)

    def show_nothing(self, sentence: str) -> None:
        """One sentence in place of a diagnosis."""
        self._shown = None
        empty, column = _part()
        column.addWidget(PlainLabel(sentence, role="muted", name="diagnosisEmpty"))
        self._replace(empty, QWidget())
        self._bar.setVisible(False)
        self._area.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(sentence)

    def show_explained(self, explained: Explained | None) -> None:
        """The findings below the diagnosis; None where there is nothing to be explained."""
        before, self._explained = self._explained, explained
        shown = explained is not None
        changed = shown and self._findings.show_explained(explained or Explained())
        self._findings.setVisible(shown)
        for button in (self._copy_customer, self._copy_admin):
            button.setVisible(bool(explained and explained.findings))
        if before is not None and before.lookup.under_way:
            self._show_what_was_found(explained)
        had = bool(before and before.findings)
        if self._shown is not None and had != bool(explained and explained.findings):
            self._replace(None, self._rest_of(self._shown))
        elif changed:
            self._set_tab_order()

    def _show_what_was_found(self, explained: Explained | None) -> None:
        """Once evidence has come the causes are what is looked for; else they are below the edge.

        Whoever reads further down by then is left there.
        """
        if explained is None or explained.lookup.under_way or not explained.findings:
            return
        bar = self._area.verticalScrollBar()
        if bar.value() < self._findings.y():
            # After the layout has come to what is new, which makes the page long enough.
            QTimer.singleShot(0, self, lambda: bar.setValue(self._findings.y()))

    def lead_to_findings(self) -> None:
        """Turns to the diagnosis, puts the keyboard there and the findings into sight."""
        self.turn_to(None)
        self._area.setFocus()
        if not self._findings.isHidden():
            self._area.verticalScrollBar().setValue(self._findings.y())

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
        """Puts the diagnosis with its first findings on the clipboard, as plain text."""
        if self._shown is not None:
            found = "" if self._explained is None else self._explained.to_text()
            QGuiApplication.clipboard().setText(self._said_of(self._shown).to_text() + found)

    def copy_for_customer(self) -> None:
        """What the open finding, or else the first, says to the customer."""
        if (finding := self._chosen()) is not None:
            QGuiApplication.clipboard().setText(customer_text(finding))

    def copy_for_admin(self) -> None:
        """What it says to the customer's admin."""
        if (finding := self._chosen()) is not None:
            QGuiApplication.clipboard().setText(admin_text(finding))

    # Inside

    def _chosen(self) -> Finding | None:
        if self._explained is None:
            return None
        return self._findings.chosen or next(iter(self._explained.findings), None)

    def _said_of(self, diagnosis: Diagnosis) -> Diagnosis:
        """Without the causes that the error may have in general, where there are findings."""
        if self._explained is None or not self._explained.findings:
            return diagnosis
        kept = tuple(each for each in diagnosis.sections if each.heading != CAUSES_HEADING)
        return replace(diagnosis, sections=kept)

    def _rest_of(self, diagnosis: Diagnosis) -> QWidget:
        return _rest(self._said_of(diagnosis))

    def _replace(self, top: QWidget | None, rest: QWidget) -> None:
        for place, old, new in ((0, self._top, top), (2, self._rest, rest)):
            if new is not None:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
                self._column.insertWidget(place, new)
                if self.isVisible():  # now, not a moment later: Tab may come to it at once
                    new.show()
        self._top, self._rest = top or self._top, rest
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        """As things stand below each other; else Tab came last of all to what is new."""
        last: QWidget = self._area
        said = self._top.findChildren(PlainText)
        copies = (self._copy, self._copy_customer, self._copy_admin)
        for control in (*said, *self._findings.controls, *copies):
            QWidget.setTabOrder(last, control)
            last = control

    def _connect(self) -> None:
        self._findings.gather_requested.connect(self.evidence_requested)
        self._findings.look_again_requested.connect(self.look_again_requested)
        self._findings.controls_changed.connect(self._set_tab_order)
        self._findings.stop_requested.connect(self.evidence_stop_requested)
        self._copy.clicked.connect(self.copy_for_ticket)
        self._copy_customer.clicked.connect(self.copy_for_customer)
        self._copy_admin.clicked.connect(self.copy_for_admin)

    def _build_ui(self) -> None:
        self.setObjectName("diagnosisPanel")
        self.setAccessibleName("Diagnosis")
        self.setProperty("surface", "true")
        self._findings = FindingsPanel(theme=self._theme)
        self._findings.hide()
        self._area = self._build_area()
        page = QWidget()
        page.setProperty("surface", "true")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self._build_bar())
        self._tabs = QTabWidget()
        self._tabs.setObjectName("diagnosisTabs")
        self._tabs.setProperty("line", "top")
        self._tabs.tabBar().setAccessibleName("Diagnosis")
        self._tabs.addTab(page, "Diagnosis")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tabs)

    def _build_area(self) -> QScrollArea:
        body = QWidget()
        body.setProperty("surface", "true")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(15, 11, 15, 7)  # and a pixel for the line of the focus
        self._column.setSpacing(_APART)
        area = QScrollArea()
        area.setObjectName("diagnosisText")
        area.setAccessibleName("Diagnosis")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)  # while it is empty: that measures it, and so styles all in it
        for part in (self._top, self._findings, self._rest):
            self._column.addWidget(part)
        self._column.addStretch(1)
        return area

    def _build_bar(self) -> QFrame:
        self._copy = _copy_button("tic&ket", "copyDiagnosisButton", "ticket")
        self._copy_customer = _copy_button("c&ustomer", "copyForCustomerButton", "customer")
        self._copy_admin = _copy_button("ad&min", "copyForAdminButton", "admin")
        self._copy_customer.setToolTip(_CUSTOMER_TIP)
        self._copy_admin.setToolTip(_ADMIN_TIP)
        self._bar = QFrame()
        self._bar.setProperty("line", "top")  # what is cut above it can be scrolled
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addWidget(PlainLabel("Copy for the", role="label", wrap=False))
        for button in (self._copy, self._copy_customer, self._copy_admin):
            row.addWidget(button)
        row.addStretch(1)
        return self._bar


def _copy_button(text: str, name: str, whom: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(f"Copy for the {whom}")
    button.setProperty("narrow", "true")
    return button


def _part() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    return body, column


def _top(diagnosis: Diagnosis) -> QWidget:
    body, column = _part()
    column.addWidget(PlainLabel(diagnosis.title, role="title", name="diagnosisTitle"))
    if diagnosis.note:
        column.addWidget(_note(diagnosis.note))
    if diagnosis.lead:
        column.addWidget(PlainLabel(diagnosis.lead, name="diagnosisLead"))
    if diagnosis.said:
        column.addSpacing(_APART)
        column.addWidget(head(diagnosis.said_by))
        said = PlainText(name="diagnosisSaid", title=diagnosis.said_by, fit=True)
        said.show_text(diagnosis.said)
        column.addWidget(said)
    return body


def _rest(diagnosis: Diagnosis) -> QWidget:
    body, column = _part()
    if diagnosis.facts:
        column.addLayout(facts_grid(diagnosis.facts))
    for number, section in enumerate(diagnosis.sections):
        if number or diagnosis.facts:
            column.addSpacing(_APART)
        column.addWidget(head(section.heading))
        column.addLayout(items_grid(section))
    return body


def _note(text: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("note", "sim")
    row = QHBoxLayout(frame)
    row.setContentsMargins(12, 6, 12, 6)
    row.addWidget(PlainLabel(text, role="small", name="diagnosisNote"))
    return frame
