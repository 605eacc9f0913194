"""Explains the errors of a pasted log; nothing of it is kept or sent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.core.diagnosis.pasted import PastedFinding
from console.ui.explain.detail import FindingDetail
from console.ui.explain.log_field import TEXT_LIMIT, LogField
from console.ui.explain.model import CODE, LINE, MEANING, FindingsModel
from console.ui.explain.words import NOTHING_FOUND, NOTHING_YET, count_sentence, to_text
from console.ui.parts.plain_label import PlainLabel
from console.ui.theme import ROW_PX

_SIZE = QSize(1120, 680)
_LEFT_SHARE, _RIGHT_SHARE = 9, 11
_MOST_ROWS, _LINE_PX, _CODE_PX = 6, 64, 224
_INTRO = (
    "The text stays in this window: nothing of it is kept or sent. What looks like a secret is "
    "withheld from what is shown beside it and from the copy."
)
_CUT = (
    f"Only the beginning was taken: {TEXT_LIMIT // 1024 // 1024} Mi characters or 20,000 lines at "
    "most, and 8,192 characters of a line. Paste the lines around the failure."
)


class ExplainDialog(QDialog):
    """Tells upward what stands in the field; is told what was found in it."""

    log_changed = Signal(str)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("explainDialog")
        self.setWindowTitle("Explain a pasted error")
        self._found: tuple[PastedFinding, ...] = ()
        self._build_ui()
        self._connect()
        self._show_empty(NOTHING_YET)
        self.resize(_SIZE)

    def show_findings(self, found: Sequence[PastedFinding]) -> None:
        """What stands in the text; an empty one is asked for again."""
        if tuple(found) == self._found and found:
            return
        row = self._table.currentIndex().row()
        self._found = tuple(found)
        self._model.show_findings(found)
        if not found:
            blank = not self._log.toPlainText().strip()
            self._show_empty(NOTHING_YET if blank else NOTHING_FOUND)
            return
        head = self._table.horizontalHeader().sizeHint().height()
        self._table.setFixedHeight(head + min(len(found), _MOST_ROWS) * ROW_PX)
        self._set_listed(listed=True)
        self._count.show_text(count_sentence(found))
        self._table.setCurrentIndex(self._model.index(min(max(row, 0), len(found) - 1), LINE))

    def copy_as_text(self) -> None:
        """Puts every finding on the clipboard, without the log itself."""
        if self._found:
            QGuiApplication.clipboard().setText(to_text(self._found))
            self._count.show_text("Copied.")

    def _show_empty(self, sentence: str) -> None:
        self._found = ()
        self._set_listed(listed=False)
        self._count.show_text("")
        self._log.mark_line(None)
        self._detail.show_nothing(sentence)

    def _set_listed(self, *, listed: bool) -> None:
        self._table.setVisible(listed)
        self._line.setVisible(listed)
        self._copy.setEnabled(listed)

    def _build_ui(self) -> None:
        self._log = LogField()
        self._model = FindingsModel()
        self._table = self._build_table()
        self._detail = FindingDetail()
        self._cut = PlainLabel(_CUT, role="warning", name="logCutLabel")
        self._cut.hide()
        self._line = QFrame()
        self._line.setProperty("line", "top")
        self._line.setFixedHeight(1)
        right = QFrame()
        right.setProperty("surface", "true")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._table)
        column.addWidget(self._line)
        column.addWidget(self._detail, 1)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self._log, _LEFT_SHARE)
        columns.addWidget(right, _RIGHT_SHARE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel(_INTRO, role="muted", name="explainIntro"))
        layout.addLayout(columns, 1)
        layout.addWidget(self._cut)
        layout.addLayout(self._build_bar())

    def _build_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("findingsTable")
        table.setAccessibleName("Errors found")
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        rows = table.verticalHeader()
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(MEANING, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(LINE, _LINE_PX)
        header.resizeSection(CODE, _CODE_PX)
        return table

    def _build_bar(self) -> QHBoxLayout:
        self._count = PlainLabel(role="hint", name="findingsCount")
        self._copy = QPushButton("Co&py as text")
        self._copy.setObjectName("copyFindingsButton")
        self._copy.setAutoDefault(False)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setObjectName("closeExplainButton")
        close.setAutoDefault(False)
        self._buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        bar = QHBoxLayout()
        bar.addWidget(self._count, 1)
        bar.addWidget(self._buttons)
        return bar

    def _connect(self) -> None:
        self._log.log_changed.connect(self.log_changed)
        self._log.log_cut.connect(self._cut.show)
        self._log.log_whole.connect(self._cut.hide)
        self._table.selectionModel().currentRowChanged.connect(
            lambda current, _previous: self._show_row(current.row())
        )
        self._copy.clicked.connect(self.copy_as_text)
        self._buttons.rejected.connect(self.reject)

    def _show_row(self, row: int) -> None:
        found = self._model.finding_at(row)
        if found is not None:
            self._detail.show_finding(found)
            self._log.mark_line(found.line)
