"""What a pool and its client are set to: read with two calls when the operator says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.core.profile import Profile
from console.core.telling import MARKS, State
from console.core.text import visible
from console.ui.parts.fitting import fit_height
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle
from console.ui.profiles.settings_words import settings_in_words

_WIDTH, _NAME_PX = 520, 152
_SHOWN = 80
_BEFORE = (
    "Two read-only calls, DescribeUserPoolClient and DescribeUserPool, with {who}. They change "
    "nothing, touch no user, and count towards no lockout. The client secret that comes with the "
    "first one is dropped."
)
_READ_EARLIER = "Read earlier, and kept in the profile."
_READ_NEVER = "Nothing has been read yet."
_READING = "Reading…"
_READ_NOW = "Read just now, and kept in the profile."
_READ_IN_PART = "What could be read is kept in the profile."
_READ_NOTHING = "Nothing could be read."


class SettingsDialog(QDialog):
    """Asks upward to read; is told what came. Closing it does not stop a reading."""

    read_requested = Signal()

    def __init__(self, parent: QWidget | None, *, profile: Profile) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle("Settings of pool and client")
        self._profile = profile
        self._values: dict[str, PlainLabel] = {}
        self._build_ui()
        self._connect()
        self._show(profile)
        self._state.show_text(_READ_NEVER if profile.known is None else _READ_EARLIER)
        self.resize(_WIDTH, 0)
        fit_height(self)

    def show_reading(self, profile: Profile, failures: Sequence[str]) -> None:
        """The profile with what is known now, and a sentence for each call that failed."""
        self._show(profile)
        self._failures.show_text("\n".join(f"{MARKS[State.REFUSED]} {line}" for line in failures))
        self._failures.setVisible(bool(failures))
        self._state.show_text((_READ_NOW, _READ_IN_PART, _READ_NOTHING)[min(2, len(failures))])
        self._read.setEnabled(True)
        self._grid.activate()  # else the layout around it fits to what was shown before
        fit_height(self)

    def _build_ui(self) -> None:
        profile = self._profile
        who = "the AWS credentials that botocore finds"
        if profile.aws_profile is not None:
            who = f"the AWS profile “{visible(profile.aws_profile, _SHOWN)}”"
        if profile.simulated:
            who = "the practice pool’s own credentials"
        head = PlainLabel(visible(profile.name, _SHOWN), role="title", name="settingsTitle")
        where = f"{profile.user_pool_id} · {profile.client_id}"
        target = PlainLabel(visible(where, 2 * _SHOWN), role="muted", name="settingsTarget")
        self._read = QPushButton("&Read settings")
        self._read.setObjectName("readSettingsButton")
        self._read.setProperty("primary", "true")
        self._read.setDefault(True)
        self._state = PlainLabel(role="hint", name="settingsState")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._read)
        row.addWidget(self._state, 1)
        self._failures = PlainLabel(role="error", name="settingsFailures")
        self._failures.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setObjectName("closeSettingsButton")
        close.setAutoDefault(False)  # a second Enter must not close what is being read
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addWidget(target)
        layout.addWidget(PlainLabel(_BEFORE.format(who=who), name="settingsBefore"))
        layout.addLayout(row)
        layout.addWidget(self._failures)
        layout.addWidget(self._build_table())
        layout.addStretch(1)
        layout.addWidget(self._buttons)

    def _build_table(self) -> QFrame:
        table = QFrame()
        table.setProperty("sunken", "true")
        grid = self._grid = QGridLayout(table)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, _NAME_PX)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for number, setting in enumerate(settings_in_words(None)):
            value = PlainLabel(role="small", name=f"setting{number}")
            value.setAccessibleName(setting.name)
            self._values[setting.name] = value
            grid.addWidget(PlainLabel(setting.name, role="hint", wrap=False), number, 0, top)
            grid.addWidget(value, number, 1, top)
        return table

    def _connect(self) -> None:
        self._read.clicked.connect(self._ask_to_read)
        self._buttons.rejected.connect(self.reject)

    def _ask_to_read(self) -> None:
        self._read.setEnabled(False)
        self._state.show_text(_READING)
        self.read_requested.emit()

    def _show(self, profile: Profile) -> None:
        for setting in settings_in_words(profile.known):
            label = self._values[setting.name]
            label.show_text(setting.value)
            restyle(label, "role", "small" if setting.known else "hint")
            label.setAccessibleDescription(setting.value)
