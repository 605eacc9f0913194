"""The field for a pasted log: plain text, of which no more is taken than can be read at once."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from console.ui.theme import fixed_font

TEXT_LIMIT = 1024 * 1024  # characters
_LOOKED_AT = 4 * TEXT_LIMIT  # of what is pasted: its line ends may take two characters
_LINES_LIMIT = 20_000  # what Qt lays out without a stall that is felt
_LINE_LIMIT = 8192  # no more of a line is looked at
_BLOCK_END = "\u2029"  # Qt's own, between its lines
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")  # all that Qt breaks a line at
_QUIET_MS = 200  # without a key, until what was typed is read


def bounded(text: str, *, room: int = TEXT_LIMIT, lines: int = _LINES_LIMIT) -> str:
    """As much of `text` as the field takes: of its lines, of each line, and in all."""
    taken = text.split("\n", lines)[:lines]
    return "\n".join(line[:_LINE_LIMIT] for line in taken)[:room]


class LogField(QPlainTextEdit):
    """Tells what stands in it when nobody has typed for a moment."""

    log_changed = Signal(str)
    log_cut = Signal()  # what was pasted is longer than what is taken

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("logField")
        self.setAccessibleName("Pasted log")
        self.setPlaceholderText("Paste a log, a stack trace or an error message (Ctrl+V)")
        self.setFont(fixed_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(lambda: self.log_changed.emit(bounded(self.toPlainText())))
        self.textChanged.connect(self._quiet.start)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted or dropped: text alone, and no more than what is taken."""
        if not source.hasText():
            return
        whole = _LINE_END.sub("\n", source.text()[:_LOOKED_AT])
        cursor, document = self.textCursor(), self.document()
        replaced = cursor.selectedText()
        taken = bounded(
            whole,
            room=max(0, TEXT_LIMIT - document.characterCount() + len(replaced)),
            lines=max(1, _LINES_LIMIT - document.blockCount() + replaced.count(_BLOCK_END)),
        )
        cursor.insertText(taken)
        self.ensureCursorVisible()
        if len(taken) < len(whole):
            self.log_cut.emit()

    def mark_line(self, number: int | None) -> None:
        """Marks a line, counted from 1, and brings it into sight; None marks nothing."""
        block = self.document().findBlockByNumber((number or 0) - 1)
        if number is None or not block.isValid():
            self.setExtraSelections([])
            return
        selection = QTextEdit.ExtraSelection()
        selection.cursor = QTextCursor(block)
        selection.format.setBackground(QGuiApplication.palette().highlight())
        selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        self.setExtraSelections([selection])
        if not self.hasFocus():  # else it would move under whoever types
            top = max(0, number - 1 - self._lines_shown() // 2)
            self.verticalScrollBar().setValue(top)

    def _lines_shown(self) -> int:
        return self.viewport().height() // max(1, self.fontMetrics().lineSpacing())
