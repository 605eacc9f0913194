"""The field for a pasted log: plain text, of which no more is taken than can be read at once."""

from __future__ import annotations

import re
import sys

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from console.core.text import visible
from console.ui.theme import fixed_font

TEXT_LIMIT = 1024 * 1024  # characters
_LOOKED_AT = 4 * TEXT_LIMIT  # of what is pasted: its line ends may take two characters
_LINES_LIMIT = 20_000  # what Qt lays out without a stall that is felt
_LINE_LIMIT = 8192  # no more of a line is looked at
_BLOCK_END = "\u2029"  # Qt's own, between its lines
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")  # all that Qt breaks a line at
_QUIET_MS = 200  # without a key, until what was typed is read


_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def shown(text: str) -> str:
    """Lines and tabs as they are; other characters that are not seen, or turn a line round, as
    visible escapes.
    """
    return "\n".join("\t".join(map(visible, line.split("\t"))) for line in text.split("\n"))


def meant(text: str) -> str:
    """The same with the characters that `shown` made escapes of."""
    return _ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    code = int(escape[escape.lastindex or 0], 16)
    if code > sys.maxunicode or chr(code) in "\n\r\t" or 0xD800 <= code <= 0xDFFF:
        return escape.group()
    return chr(code) if visible(chr(code)) == escape.group() else escape.group()


def bounded(text: str, *, room: int = TEXT_LIMIT, lines: int = _LINES_LIMIT) -> str:
    """As much of `text` as the field takes: of its lines, of each line, and in all."""
    taken = text.split("\n", lines)[:lines]
    return "\n".join(line[:_LINE_LIMIT] for line in taken)[:room]


class LogField(QPlainTextEdit):
    """Tells what stands in it when nobody has typed for a moment."""

    log_changed = Signal(str)
    log_cut = Signal()  # what was pasted is longer than what is taken
    log_whole = Signal()  # nothing stands there any more of what was cut

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
        self._quiet.timeout.connect(self._tell)
        self.textChanged.connect(self._quiet.start)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted or dropped: text alone, and no more than what is taken."""
        if not source.hasText():
            return
        whole = shown(_LINE_END.sub("\n", source.text()[:_LOOKED_AT]))
        cursor, document = self.textCursor(), self.document()
        replaced = cursor.selectedText()
        alone = len(replaced) + 1 >= document.characterCount()  # it counts one too many
        taken = bounded(
            whole,
            room=max(0, TEXT_LIMIT - document.characterCount() + len(replaced)),
            lines=max(1, _LINES_LIMIT - document.blockCount() + replaced.count(_BLOCK_END)),
        )
        cursor.insertText(taken)
        self.ensureCursorVisible()
        if len(taken) < len(whole):
            self.log_cut.emit()
        elif alone:
            self.log_whole.emit()

    def _tell(self) -> None:
        text = bounded(self.toPlainText())
        if not text:
            self.log_whole.emit()
        self.log_changed.emit(meant(text))

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
