"""The request as it will be sent, as JSON, with markers in place of everything secret."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QGuiApplication,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from console.core.call import ApiCall
from console.core.masking import masked_request
from console.core.secret import COMPUTED, WITHHELD
from console.core.text import visible
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown
from console.ui.theme import Theme, fixed_font

_TITLE, _FIRST_TITLE = "Preview, masked · as JSON", "Preview of the first, masked · as JSON"
NO_PROFILE = "Choose or add a profile on the left."
_DELAY_MS = 40
_FLOW_LIMIT = 64
_AT_MOST_PX = 420
_PADDING_PX = 9  # above and below the text, by the style sheet
_MARKERS = re.compile(f'"(?:{WITHHELD}|{COMPUTED})"')


def preview_text(call: ApiCall) -> str:
    """The masked call, pretty printed."""
    return json.dumps(masked_request(call).value, indent=2, ensure_ascii=False)


def next_call_line(first: ApiCall, second: ApiCall) -> str:
    """What the second of two calls is, told by how it differs from the first."""
    flow = second.params.get("AuthFlow", "")
    gone = [key for key in first.params if key not in second.params and key != "ContextData"]
    line = f"Then {second.operation} with {visible(str(flow), _FLOW_LIMIT)}, the same"
    if gone:
        line += f" but without {', '.join(gone)}"
    if "UserContextData" in second.params:
        line += "; of the context, the address and the encoded data, as UserContextData"
    return f"{line}. A sign-in of its own."


class Preview(QWidget):
    """Follows the form a moment after the last change, however fast someone types."""

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._make: Callable[[], ApiCall] | None = None
        self._text = _FittingText()
        self._marks = _MarkerPainter(self._text.document(), theme)
        self._empty = PlainLabel(NO_PROFILE, role="muted", name="previewEmpty")
        self._copy = QToolButton()
        self._copy.setObjectName("copyPreviewButton")
        self._copy.setAccessibleName("Copy the masked preview")
        self._copy.setText("Copy")
        self._copy.setProperty("quiet", "true")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        head = QHBoxLayout()
        self._title = PlainLabel(_TITLE, role="label", name="previewTitle")
        self._title.setBuddy(self._text)
        self._next = PlainLabel(role="hint", name="previewNext")
        head.addWidget(self._title, 1)
        head.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._empty)
        layout.addWidget(self._text)
        layout.addWidget(self._next)
        self._timer.timeout.connect(self.refresh)
        self._copy.clicked.connect(self._copy_text)
        self.show_next("")
        self.refresh()

    def set_source(self, make: Callable[[], ApiCall] | None) -> None:
        """`make` builds the call from the form as it is; None shows the empty state."""
        self._make = make
        self.refresh()

    def show_next(self, text: str) -> None:
        """What is sent after the call that is shown; nothing when empty."""
        self._title.show_text(_FIRST_TITLE if text else _TITLE)
        self._next.show_text(text)
        set_shown(self._next, bool(text))

    def schedule(self) -> None:
        """The form has changed."""
        if not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Shows the form as it is now."""
        shown = self._make is not None
        set_shown(self._empty, not shown)
        set_shown(self._text, shown)
        set_shown(self._copy, shown)
        text = preview_text(self._make()) if self._make is not None else ""
        if text != self._text.toPlainText():
            self._text.setPlainText(text)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())


class _FittingText(QPlainTextEdit):
    """As high as its text, up to a limit."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("requestPreview")
        self.setAccessibleName("Masked preview of the request")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        self.setFont(fixed_font())
        self.setProperty("sunken", "true")
        # Never by need: a bar that comes narrows the text, which makes it higher, which ...
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = self.document().size().height()  # a plain text document counts in lines
        needed = round(lines) * self.fontMetrics().lineSpacing() + 2 * _PADDING_PX
        policy = Qt.ScrollBarPolicy
        fits = needed <= _AT_MOST_PX
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAlwaysOn
        )
        self.setFixedHeight(min(_AT_MOST_PX, needed))


class _MarkerPainter(QSyntaxHighlighter):
    """Draws the markers in the muted colour, so that what is really sent stands out."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        form = QTextCharFormat()
        form.setForeground(self._theme.colour("muted"))
        for match in _MARKERS.finditer(text):
            self.setFormat(match.start(), match.end() - match.start(), form)
