"""The left column: profiles above, history below."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

LEFT_PX = 232


class LeftColumn(QFrame):
    """Profiles take the room of their rows, history the rest."""

    def __init__(self, *, profiles: QWidget, history: QWidget) -> None:
        super().__init__()
        self.setObjectName("leftColumn")
        self.setMinimumWidth(LEFT_PX * 3 // 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(profiles)
        column.addWidget(history, 1)
