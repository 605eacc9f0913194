"""The dialog for a bug of ours: a report without any value the program held, to be copied."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.core.text import visible_lines
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.plain_text import PlainText


class CrashDialog(QDialog):
    """`report` is masked by whoever made it. Further bugs are added to an open dialog."""

    def __init__(self, parent: QWidget | None, *, report: str, version: str) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self.setWindowTitle("Internal error")
        self._report = PlainText(name="crashReport", title="Report")
        self._report.show_text(report)
        copy = QPushButton("Co&py report")
        copy.setObjectName("copyReportButton")
        copy.setProperty("primary", "true")
        copy.clicked.connect(self._copy)
        self._copied = PlainLabel(role="hint", name="copiedLabel")
        self._copied.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(
            PlainLabel("Something in this program went wrong.", role="title", name="crashTitle")
        )
        layout.addWidget(
            PlainLabel(
                f"This is a bug of version {version}, not of the customer’s sign-in. What was "
                "recorded is kept. The report names places in the program and nothing else: "
                "copy it into a report, then close this; start the program again if it behaves "
                "oddly.",
                role="muted",
            )
        )
        layout.addWidget(self._report, 1)
        layout.addWidget(self._copied)
        layout.addWidget(buttons)
        self.resize(640, 400)

    def add(self, report: str) -> None:
        """One more bug, below the others."""
        self._report.appendPlainText(f"\n{visible_lines(report)}")

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._report.toPlainText())
        self._copied.show_text("Copied.")
        self._copied.show()
