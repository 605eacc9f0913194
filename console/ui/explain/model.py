"""The errors of a log as rows: where, which, and what it means in one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from console.core.diagnosis.pasted import PastedFinding
from console.ui.explain.words import shown_code
from console.ui.parts.tooltip import plain_tooltip

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
COLUMNS = ("Line", "Code", "Meaning")
LINE, CODE, MEANING = range(3)


class FindingsModel(QAbstractTableModel):
    """Replaced as a whole at each reading: it is at most a thousand rows."""

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[PastedFinding, ...] = ()

    def show_findings(self, found: Sequence[PastedFinding]) -> None:
        """Replaces every row."""
        self.beginResetModel()
        self._found = tuple(found)
        self.endResetModel()

    def finding_at(self, row: int) -> PastedFinding | None:
        """The error in a row."""
        return self._found[row] if 0 <= row < len(self._found) else None

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._found)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.finding_at(index.row()) if index.isValid() else None
        if found is None:
            return None
        text = (str(found.line), shown_code(found), found.classification.meaning)[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(text)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
