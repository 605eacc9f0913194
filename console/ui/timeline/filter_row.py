"""The row above the timeline: filter, failed calls only, keep the newest in view."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton

from console.ui.parts.tooltip import plain_tooltip
from console.ui.parts.widget_state import restyle
from console.ui.timeline.filter import RowFilter, parse_filter

_PAUSE_MS = 80  # while someone types, the table is not searched at every letter
_LIMIT = 500
_HELP = (
    'Words must be found in a line; put them in quotes to keep blanks: "text".',
    "kind:error, kind:warning, kind:call, kind:wire, kind:challenge … shows lines of a kind.",
    "code:CodeMismatch shows calls with this exception or HTTP status.",
    "slow>500ms shows calls that took longer.",
)


class FilterRow(QFrame):
    """Says what is wanted; knows nothing of the lines."""

    filter_changed = Signal(object)  # RowFilter
    errors_only_changed = Signal(bool)
    follow_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build_ui()
        self._field.textChanged.connect(self._on_text_changed)
        self._pause.timeout.connect(self._apply)
        self._errors.toggled.connect(self.errors_only_changed)
        self._follow.toggled.connect(self.follow_changed)

    def show_errors(self, count: int) -> None:
        """How many calls failed."""
        self._errors.setText(f"&Errors {count}")
        self._errors.setEnabled(count > 0 or self._errors.isChecked())

    def set_follow(self, follow: bool) -> None:
        """Shows whether the newest line is kept in view."""
        self._follow.setChecked(follow)

    def clear(self) -> None:
        """Shows everything."""
        self._field.clear()
        self._errors.setChecked(False)
        self._apply()

    def focus_field(self) -> None:
        """Where typing a filter begins."""
        self._field.setFocus()
        self._field.selectAll()

    def _build_ui(self) -> None:
        self.setProperty("surface", "true")
        self._field = QLineEdit()
        self._field.setObjectName("timelineFilter")
        self._field.setAccessibleName("Filter of the timeline")
        self._field.setPlaceholderText('Filter: kind:error code:CodeMismatch slow>500ms "text"')
        self._field.setClearButtonEnabled(True)
        self._field.setMaxLength(_LIMIT)
        self._field.setToolTip(plain_tooltip(*_HELP))
        self._errors = QPushButton("&Errors 0")
        self._errors.setObjectName("errorsButton")
        self._errors.setToolTip("Show only calls that failed")
        self._errors.setCheckable(True)
        self._errors.setEnabled(False)
        self._follow = QPushButton("Fo&llow")
        self._follow.setObjectName("followButton")
        self._follow.setToolTip("Keep the newest line in view until you scroll up")
        self._follow.setCheckable(True)
        self._follow.setChecked(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._field, 1)
        row.addWidget(self._errors)
        row.addWidget(self._follow)

    def _on_text_changed(self) -> None:
        self._pause.start()

    def _apply(self) -> None:
        self._pause.stop()
        wanted: RowFilter = parse_filter(self._field.text())
        restyle(self._field, "problem", "error" if wanted.problem else None)
        self._field.setToolTip(plain_tooltip(wanted.problem) or plain_tooltip(*_HELP))
        self.filter_changed.emit(wanted)
