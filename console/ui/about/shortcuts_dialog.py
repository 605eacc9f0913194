"""The page of keyboard shortcuts, made from the action table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from console.ui.actions import ACTIONS
from console.ui.theme import fixed_font

# Keys that belong to a place instead of a menu.
_ELSEWHERE = (
    ("Enter", "in a list: open the row"),
    ("Tab, Shift+Tab", "go to the next or last field"),
    ("Alt and the underlined letter", "open a menu, press a button"),
)


class ShortcutsDialog(QDialog):
    """Every key that does something, with what it does."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle("Keyboard shortcuts")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for row, (keys, does) in enumerate(shortcut_rows()):
            key, text = QLabel(keys), QLabel(does)
            key.setFont(fixed_font())
            for label in (key, text):
                label.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(key, row, 0)
            grid.addWidget(text, row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(grid)
        layout.addWidget(buttons)


def shortcut_rows() -> tuple[tuple[str, str], ...]:
    """Key and effect, in the order of the menus."""
    native = QKeySequence.SequenceFormat.NativeText
    table = tuple(
        (QKeySequence(spec.shortcut).toString(native), spec.text.replace("&", "").rstrip("…"))
        for spec in ACTIONS
        if spec.shortcut
    )
    return table + _ELSEWHERE
