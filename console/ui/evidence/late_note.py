"""Offers another look into CloudTrail, quietly; in colour once it is worth one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from console.ui.evidence.late_events import LateEvents
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle, set_shown

_LOOK = "Look in CloudTrail again"
_PADDED = (12, 8, 12, 8)


class LateNote(QFrame):
    """Shown while an event of the attempt is missing."""

    look_again_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lateEvents")
        self._words = PlainLabel(role="hint", name="lateEventsWords")
        self.button = QPushButton(_LOOK)
        self.button.setObjectName("lookAgainButton")
        self.button.setProperty("link", "true")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.look_again_requested)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addLayout(row)
        self.hide()

    def show_late(self, late: LateEvents | None, *, under_way: bool) -> None:
        """What is missing; while a look-up is under way, it is not offered."""
        shown = late is not None and not under_way
        if late is not None:
            self._words.show_text(late.words)
            self.button.setAccessibleDescription(late.words)
            restyle(self, "note", "info" if late.anew else None)
            restyle(self._words, "role", "small" if late.anew else "hint")
            self._column.setContentsMargins(*(_PADDED if late.anew else (0, 0, 0, 0)))
        set_shown(self, shown)
