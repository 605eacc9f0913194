"""Shows the checks of this workstation as they end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.core.diagnosis.connection_check import ConnectionCheck
from console.core.doctor.names import NAMES
from console.core.profile import Profile
from console.ui.connection.check_list import CheckList
from console.ui.connection.words import verdict
from console.ui.doctor.words import before, to_text
from console.ui.parts.plain_label import PlainLabel

_SIZE = QSize(860, 640)


class DoctorDialog(QDialog):
    """Asks upward to run and to stop; closing it stops, too."""

    run_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None, *, profile: Profile | None, version: str) -> None:
        super().__init__(parent)
        self.setObjectName("doctorDialog")
        self.setWindowTitle("Check this workstation")
        self._profile = profile
        self._version = version
        self._found: tuple[ConnectionCheck, ...] = ()
        self._ended = 0
        self._build_ui()
        self._connect()
        self.resize(_SIZE)

    def show_running(self) -> None:
        """All checks begin."""
        self._found, self._ended = (), 0
        self._list.show_running()
        self._set_running(True)
        self._count()

    def show_check(self, check: ConnectionCheck) -> None:
        """One has ended."""
        self._list.show_checks([check], whole=True)
        self._ended += 1
        self._count()

    def show_result(self, found: Sequence[ConnectionCheck], *, stopped: bool) -> None:
        """All have ended, or were stopped."""
        self._found = tuple(found)
        self._list.show_checks(found, whole=True)
        said = verdict(found)
        self._state.show_text(f"Stopped. {said}" if stopped else said)
        self._set_running(False)

    def _build_ui(self) -> None:
        self._list = CheckList(NAMES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel("Check this workstation", role="title", name="doctorTitle"))
        layout.addWidget(PlainLabel(before(self._profile), role="muted", name="doctorBefore"))
        layout.addLayout(self._build_run_row())
        layout.addWidget(self._list, 1)
        layout.addWidget(self._build_buttons())

    def _build_run_row(self) -> QHBoxLayout:
        self._run = QPushButton("&Run again")
        self._run.setObjectName("runDoctorButton")
        self._run.setProperty("primary", "true")
        self._run.setDefault(True)
        self._stop = QPushButton("&Stop")
        self._stop.setObjectName("stopDoctorButton")
        self._stop.setAutoDefault(False)
        self._state = PlainLabel(role="hint", name="doctorState")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._run)
        row.addWidget(self._stop)
        row.addWidget(self._state, 1)
        return row

    def _build_buttons(self) -> QDialogButtonBox:
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setObjectName("closeDoctorButton")
        close.setAutoDefault(False)
        self._copy = QPushButton("&Copy as text")
        self._copy.setObjectName("copyDoctorButton")
        self._copy.setAutoDefault(False)
        self._buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        return self._buttons

    def _connect(self) -> None:
        self._run.clicked.connect(self.run_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._copy.clicked.connect(self._to_clipboard)
        self._buttons.rejected.connect(self.reject)

    def _set_running(self, running: bool) -> None:
        """The focus stays on a button that can be pressed."""
        to_enable, to_disable = (self._stop, self._run) if running else (self._run, self._stop)
        to_enable.setEnabled(True)
        if to_disable.hasFocus():
            to_enable.setFocus()
        to_disable.setEnabled(False)
        self._copy.setEnabled(not running)

    def _count(self) -> None:
        self._state.show_text(f"Checking… {self._ended} of {len(NAMES)} have ended.")

    def _to_clipboard(self) -> None:
        text = to_text(self._profile, self._version, self._found)
        QGuiApplication.clipboard().setText(text)
        self._state.show_text("Copied.")
