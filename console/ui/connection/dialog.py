"""Tests the connection of a profile: says what it asks, shows what came, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.core.diagnosis.connection import ConnectionCheck, checks
from console.core.diagnosis.evidence import Evidence
from console.core.profile import Profile
from console.core.text import visible
from console.ui.connection.check_list import CheckList
from console.ui.connection.words import before, to_text, whole_verdict
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.plain_text import PlainText

_SIZE = QSize(1000, 720)
_SHOWN, _POLICY_PX = 80, 360
_NEVER = "Nothing has been asked yet."
_RUNNING = "Asking…"
_MISSING = (
    "The smallest IAM policy that is missing, for who manages your AWS permissions. It does not "
    "help where a boundary, an organisation’s policy or an explicit deny forbids the call."
)


class ConnectionDialog(QDialog):
    """Asks upward to run; is told of each answer. Closing it stops what runs."""

    run_requested = Signal()

    def __init__(self, parent: QWidget | None, *, profile: Profile) -> None:
        super().__init__(parent)
        self.setObjectName("connectionDialog")
        self.setWindowTitle("Test connection")
        self._profile = profile
        self._shown: tuple[ConnectionCheck, ...] = ()
        self._policy: str | None = None
        self._build_ui()
        self._connect()
        self.resize(_SIZE)

    def show_partly(self, found: Sequence[ConnectionCheck]) -> None:
        """What is known while answers still come."""
        self._list.show_checks(found, whole=False)

    def show_result(self, found: Sequence[ConnectionCheck], policy: str | None) -> None:
        """What is known in the end, and the policy that would grant what was denied."""
        self._shown, self._policy = tuple(found), policy
        self._list.show_checks(found, whole=True)
        self._state.show_text(whole_verdict(found))
        self._text.show_text(policy or "")
        self._missing.setVisible(policy is not None)
        self._run.setText("&Test again")
        self._run.setEnabled(True)
        self._copy.setEnabled(True)

    def show_failure(self, sentence: str) -> None:
        """Nothing could be asked at all."""
        self._list.show_waiting()
        self._state.show_text(sentence)
        self._run.setEnabled(True)

    def _build_ui(self) -> None:
        profile = self._profile
        where = f"{profile.user_pool_id} · {profile.client_id}".strip(" ·")
        names = [each.name for each in checks(profile, Evidence(), client_secret_known=False)]
        self._list = CheckList(names)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        name = visible(profile.name, _SHOWN)
        layout.addWidget(PlainLabel(name, role="title", name="connectionTitle"))
        layout.addWidget(
            PlainLabel(visible(where, 2 * _SHOWN), role="muted", name="connectionTarget")
        )
        layout.addWidget(PlainLabel(before(profile), name="connectionBefore"))
        layout.addLayout(self._build_run_row())
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._list, 1)
        columns.addWidget(self._build_policy())
        layout.addLayout(columns, 1)
        layout.addWidget(self._build_buttons())

    def _build_run_row(self) -> QHBoxLayout:
        self._run = QPushButton("&Test now")
        self._run.setObjectName("testConnectionButton")
        self._run.setProperty("primary", "true")
        self._run.setDefault(True)
        self._state = PlainLabel(_NEVER, role="hint", name="connectionState")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._run)
        row.addWidget(self._state, 1)
        return row

    def _build_policy(self) -> QFrame:
        self._missing = QFrame()
        self._text = PlainText(name="missingPolicy", title="IAM policy that is missing")
        self._copy_policy = QPushButton("Copy p&olicy")
        self._copy_policy.setObjectName("copyPolicyButton")
        self._copy_policy.setAutoDefault(False)
        self._missing.setFixedWidth(_POLICY_PX)
        column = QVBoxLayout(self._missing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(PlainLabel(_MISSING, role="hint", name="policyLabel"))
        column.addWidget(self._text, 1)
        column.addWidget(self._copy_policy, 0, Qt.AlignmentFlag.AlignLeft)
        self._missing.hide()
        return self._missing

    def _build_buttons(self) -> QDialogButtonBox:
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setObjectName("closeConnectionButton")
        close.setAutoDefault(False)
        self._copy = QPushButton("&Copy as text")
        self._copy.setObjectName("copyChecksButton")
        self._copy.setAutoDefault(False)
        self._copy.setEnabled(False)
        self._buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        return self._buttons

    def _connect(self) -> None:
        self._run.clicked.connect(self._ask_to_run)
        self._copy_policy.clicked.connect(lambda: self._to_clipboard(self._policy or ""))
        self._copy.clicked.connect(
            lambda: self._to_clipboard(to_text(self._profile, self._shown, self._policy))
        )
        self._buttons.rejected.connect(self.reject)

    def _ask_to_run(self) -> None:
        self._run.setEnabled(False)
        self._copy.setEnabled(False)
        self._missing.hide()
        self._list.show_waiting()
        self._state.show_text(_RUNNING)
        self.run_requested.emit()

    def _to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._state.show_text("Copied.")
