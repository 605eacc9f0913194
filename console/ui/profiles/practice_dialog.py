"""The practice screen: the users of the practice pool, and what each of them shows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.core.ports import PracticeDesk, PracticeUser
from console.core.text import visible
from console.ui.parts.plain_label import PlainLabel
from console.ui.theme import ROW_PX, fixed_font

_COLUMNS = ("User", "Password", "What it shows", "App client", "Flow")
_PURPOSE, _PASSWORD = 2, 1
_TEXT_LIMIT = 300
_PAD_PX = 12
_SIZE = QSize(980, 600)


class _Wrapped(QStyledItemDelegate):
    """As high as its text; Qt's own answer forgets the padding, and so cuts."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        width = option.rect.width() - 2 * _PAD_PX
        place = QRect(0, 0, max(1, width), 0)
        wrap = Qt.TextFlag.TextWordWrap
        text = option.fontMetrics.boundingRect(place, wrap, index.data())
        return QSize(text.width() + 2 * _PAD_PX, text.height() + _PAD_PX)


class PracticeDialog(QDialog):
    """The one place where passwords are shown: these are published and open nothing else."""

    def __init__(self, parent: QWidget | None, *, room: PracticeDesk) -> None:
        super().__init__(parent)
        self.setObjectName("practiceDialog")
        self.setWindowTitle("Practice users")
        self._users = room.users
        self._build_ui(room)
        self._fill()
        self._filter.textChanged.connect(self._follow_filter)
        self._table.doubleClicked.connect(self.accept)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.resize(_SIZE)

    def chosen(self) -> PracticeUser | None:
        """The user of the marked row."""
        row = self._table.currentRow()
        if not 0 <= row < len(self._users) or self._table.isRowHidden(row):
            return None
        return self._users[row]

    def _build_ui(self, room: PracticeDesk) -> None:
        intro = PlainLabel(
            "Simulated: answers of the practice pool are evidence of nothing. It listens at "
            f"{visible(room.endpoint_url, _TEXT_LIMIT)}, on this machine only.",
            role="muted",
            name="practiceIntro",
        )
        self._filter = QLineEdit()
        self._filter.setObjectName("practiceFilter")
        self._filter.setAccessibleName("Filter the practice users")
        self._filter.setPlaceholderText(
            "Filter: a name, what it shows, a challenge, an app client, a flow, public …"
        )
        self._filter.setClearButtonEnabled(True)
        self._table = QTableWidget(len(self._users), len(_COLUMNS))
        self._table.setObjectName("practiceTable")
        self._table.setAccessibleName("Users of the practice pool")
        self._table.setHorizontalHeaderLabels(list(_COLUMNS))
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.setItemDelegateForColumn(_PURPOSE, _Wrapped(self._table))
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        rows = self._table.verticalHeader()
        rows.setMinimumSectionSize(ROW_PX)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self._table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_PURPOSE, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        use = self._use = self._buttons.addButton("&Use", QDialogButtonBox.ButtonRole.AcceptRole)
        use.setObjectName("usePracticeUserButton")
        use.setToolTip("Fill the request with this user, client and flow")
        use.setProperty("primary", "true")
        use.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(intro)
        layout.addWidget(self._filter)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._buttons)

    def _fill(self) -> None:
        for row, user in enumerate(self._users):
            cells = (user.username, user.password, user.purpose, user.client, _flow_words(user))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(visible(text, _TEXT_LIMIT))
                if column == _PASSWORD:
                    item.setFont(fixed_font())
                self._table.setItem(row, column, item)
        if self._users:
            self._table.setCurrentCell(0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move on in the table from the filter too."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._filter.hasFocus():
            QApplication.sendEvent(self._table, event)
            self._filter.setFocus()
            return
        super().keyPressEvent(event)

    def _follow_filter(self, text: str) -> None:
        """Shows the rows that have every word of the filter somewhere, and marks the first."""
        words = text.casefold().split()
        shown = [all(word in line for word in words) for line in map(_line, self._users)]
        for row, visible_now in enumerate(shown):
            self._table.setRowHidden(row, not visible_now)
        first = shown.index(True) if True in shown else -1
        current = self._table.currentRow()
        if current < 0 or not shown[current]:
            self._table.setCurrentCell(first, 0)
        self._use.setEnabled(first >= 0)


def _flow_words(user: PracticeUser) -> str:
    chosen = [value for value in user.parameters.values() if value]
    parts = [user.auth_flow, *chosen]
    if user.path != "admin":
        parts.append(user.path)
    return " · ".join(parts)


def _line(user: PracticeUser) -> str:
    parts = (user.username, user.purpose, user.client, _flow_words(user), *user.challenges)
    return " ".join(parts).casefold()
