"""Asks before a device is added to a user's account."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from console.core.text import visible
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.fitting import fit_height
from console.ui.parts.plain_label import PlainLabel

NAME_LIMIT = 128
_NAME = "Sign-in console"
_WIDTH_PX = 440


class RememberDialog(QDialog):
    """Accepted with a name for the device, which may be empty."""

    def __init__(self, parent: QWidget, *, username: str, where: str) -> None:
        """`where` says where the device's keys will be kept."""
        super().__init__(parent)
        self.setObjectName("rememberDialog")
        self.setWindowTitle("Remember this device")
        self.setMinimumWidth(_WIDTH_PX)
        self._name = QLineEdit(_NAME)
        self._name.setObjectName("deviceNameField")
        self._name.setMaxLength(NAME_LIMIT)
        self._name.selectAll()
        name = visible(username, 60)
        title = f"This adds a device to the account of {name}."
        text = (
            "One request, ConfirmDevice; where the pool asks the user first, a second one, "
            "UpdateDeviceStatus. Later sign-ins with SRP from this console then count as coming "
            "from a remembered device, and may skip a second factor."
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        add = buttons.addButton("&Add the device", QDialogButtonBox.ButtonRole.AcceptRole)
        add.setObjectName("confirmDeviceButton")
        add.setProperty("primary", "true")
        add.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(PlainLabel(title, role="title", name="rememberTitle"))
        column.addWidget(PlainLabel(text, name="rememberText"))
        column.addWidget(
            FieldBlock(label="Name of the device", field=self._name, hint=visible(where, 200))
        )
        column.addWidget(buttons)
        self.resize(_WIDTH_PX, 0)
        fit_height(self)

    @property
    def device_name(self) -> str:
        """What was typed."""
        return self._name.text().strip()
