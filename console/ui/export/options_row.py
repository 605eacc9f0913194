"""The format of an export, and what readers of the ticket may know."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from console.ui.export.made import Choices, ExportText
from console.ui.parts.arrow_combo import ArrowCombo

_NAMES_TIP = "User name, e-mail and phone as they are, in place of USER-1, EMAIL-1, PHONE-1"
_IDS_TIP = "POOL-1 and CLIENT-1 in place of the ids of user pool and app client"


class OptionsRow(QWidget):
    """Names are off and ids on until somebody says otherwise, for each export anew."""

    format_changed = Signal(str)
    choices_changed = Signal(object)  # Choices

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._formats: tuple[str, ...] = ()
        self._format = ArrowCombo(name="exportFormatCombo")
        self._format.setAccessibleName("Format")
        label = QLabel("&Format")
        label.setProperty("role", "label")
        label.setBuddy(self._format)
        self._names = QCheckBox("&Names in this export")
        self._names.setObjectName("exportNamesBox")
        self._names.setToolTip(_NAMES_TIP)
        self._names.setChecked(choices.names)
        self._ids = QCheckBox("Mask &pool and client ids")
        self._ids.setObjectName("exportIdsBox")
        self._ids.setToolTip(_IDS_TIP)
        self._ids.setChecked(not choices.ids)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self._format)
        row.addStretch(1)
        row.addWidget(self._names)
        row.addSpacing(8)
        row.addWidget(self._ids)
        self.setFocusProxy(self._format)
        self._format.currentIndexChanged.connect(
            lambda place: self.format_changed.emit(self._formats[place])
        )
        for box in (self._names, self._ids):
            box.toggled.connect(lambda _on: self.choices_changed.emit(self.choices))

    @property
    def choices(self) -> Choices:
        """As the switches are."""
        return Choices(names=self._names.isChecked(), ids=not self._ids.isChecked())

    def show_formats(self, texts: Sequence[ExportText], chosen: str) -> None:
        """What there is to choose from."""
        self._format.blockSignals(True)
        self._format.clear()
        self._formats = tuple(text.name for text in texts)
        self._format.addItems([text.title for text in texts])
        self._format.setCurrentIndex(max(0, self._formats.index(chosen) if chosen else 0))
        self._format.blockSignals(False)
