"""What this program is, in which version, and where it keeps its data."""

from __future__ import annotations

import platform
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.core.text import visible
from console.ui.parts.fitting import fit_height
from console.ui.parts.plain_label import PlainLabel

_WIDTH = 500


class AboutDialog(QDialog):
    """Its facts can be copied for a report."""

    def __init__(self, parent: QWidget | None, *, version: str, data_dir: Path) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle("About the sign-in console")
        self._facts = (
            ("Version", version),
            ("Python", platform.python_version()),
            ("Qt for Python", PySide6.__version__),
            ("System", platform.platform(terse=True)),
            ("Data folder", visible(str(data_dir))),
            ("Licence", "Apache 2.0"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel("Sign-in console", role="title"))
        layout.addWidget(
            PlainLabel(
                "Reproduces sign-ins to Amazon Cognito user pools and explains why they fail. "
                "Passwords, codes, sessions and tokens are never shown, kept or exported.",
                role="muted",
            )
        )
        layout.addLayout(self._build_facts())
        layout.addWidget(self._build_buttons())
        self.resize(_WIDTH, 0)
        fit_height(self)

    def text(self) -> str:
        """The facts, one a line."""
        return "\n".join(f"{name}: {value}" for name, value in self._facts)

    def _build_facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._facts):
            head = QLabel(name)
            head.setProperty("role", "label")
            shown = PlainLabel(value, role="small")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, row, 1)
        return grid

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton("Co&py")
        copy.setObjectName("copyAboutButton")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text()))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        return buttons
