"""The choice of the AuthFlow, each with one line on what it does and whether it is allowed."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem

from console.core.allowed_flows import why_refused
from console.core.conversation.flows import ROTATED_REFRESH, AuthFlow
from console.core.pool_settings import PoolSettings
from console.ui.parts.arrow_combo import ArrowCombo
from console.ui.theme import SMALL_PX, Theme, ui_font

ANOTHER = "Another flow…"
FLOW_LINES: dict[str, str] = {
    AuthFlow.ADMIN_USER_PASSWORD_AUTH: "Name and password, checked by Cognito.",
    AuthFlow.ADMIN_NO_SRP_AUTH: "Older name of ADMIN_USER_PASSWORD_AUTH.",
    AuthFlow.USER_SRP_AUTH: "The password proves itself and is not sent.",
    AuthFlow.USER_PASSWORD_AUTH: "Name and password on the public path.",
    AuthFlow.CUSTOM_AUTH: "The pool's own questions, from its triggers.",
    AuthFlow.USER_AUTH: "Cognito offers what the user can sign in with.",
    AuthFlow.REFRESH_TOKEN_AUTH: "New tokens for a refresh token.",
    AuthFlow.REFRESH_TOKEN: "Other name of REFRESH_TOKEN_AUTH.",
    ROTATED_REFRESH: "New tokens where the client rotates its refresh tokens. A call of its own, "
    "unsigned, with no AuthFlow.",
    ANOTHER: "One that is newer than this program: sent as it is typed.",
}
FLOW_TIPS: dict[str, str] = {
    AuthFlow.ADMIN_USER_PASSWORD_AUTH: "The app client must allow ALLOW_ADMIN_USER_PASSWORD_AUTH.",
    AuthFlow.ADMIN_NO_SRP_AUTH: "Still accepted; the app client needs the same setting.",
    AuthFlow.USER_SRP_AUTH: "The app client must allow ALLOW_USER_SRP_AUTH. What most apps use.",
    AuthFlow.USER_PASSWORD_AUTH: "The app client must allow ALLOW_USER_PASSWORD_AUTH. "
    "AdminInitiateAuth refuses it.",
    AuthFlow.CUSTOM_AUTH: "The app client must allow ALLOW_CUSTOM_AUTH, and the pool needs the "
    "three custom authentication triggers.",
    AuthFlow.USER_AUTH: "The app client must allow ALLOW_USER_AUTH; Essentials or Plus plan.",
    AuthFlow.REFRESH_TOKEN_AUTH: "The app client must allow ALLOW_REFRESH_TOKEN_AUTH. "
    "Refused where the client rotates its refresh tokens.",
    AuthFlow.REFRESH_TOKEN: "Treated like REFRESH_TOKEN_AUTH.",
    ROTATED_REFRESH: "Takes the client secret itself where the client has one.",
    ANOTHER: "AuthParameters are typed as pairs.",
}
_FLOWS: tuple[str, ...] = (*AuthFlow, ROTATED_REFRESH, ANOTHER)
_MARK = "– not allowed"
_MARK_ROLE = Qt.ItemDataRole.UserRole + 1
_EDGE, _ENTRY_PX = 8, 24


class FlowCombo(ArrowCombo):
    """One entry a flow; says in its tool tip what the chosen one needs."""

    flow_changed = Signal(object)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(name="flowCombo")
        # A long name must not widen the column.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMaxVisibleItems(len(_FLOWS))
        self.setItemDelegate(_MarkDelegate(theme=theme, parent=self))
        for flow in _FLOWS:
            self.addItem(str(flow))
        self.show_settings(None)
        self.currentIndexChanged.connect(self._follow)
        self._follow()

    def flow(self) -> str:
        """The chosen flow; ANOTHER where its name is typed elsewhere."""
        return _FLOWS[self.currentIndex()]

    def choose(self, name: str) -> None:
        """Chooses the flow called `name`, or ANOTHER where the list lacks it."""
        place = self.findText(name)
        self.setCurrentIndex(place if place >= 0 else self.findText(ANOTHER))

    def show_settings(self, settings: PoolSettings | None) -> None:
        """Marks the flows that the client is known to refuse; they can be chosen all the same."""
        for place, flow in enumerate(_FLOWS):
            why = why_refused(settings, flow)
            tip = f"{FLOW_LINES[flow]} {FLOW_TIPS[flow]} {why}".rstrip()
            self.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
            self.setItemData(place, _MARK if why else None, _MARK_ROLE)
            spoken = f"{flow}, not allowed by this app client" if why else None
            self.setItemData(place, spoken, Qt.ItemDataRole.AccessibleTextRole)

    def mark(self, place: int) -> str:
        """What stands beside the entry in the list, or nothing."""
        return str(self.itemData(place, _MARK_ROLE) or "")

    def _follow(self) -> None:
        flow = self.flow()
        self.setToolTip(f"{FLOW_LINES[flow]} {FLOW_TIPS[flow]}")
        self.flow_changed.emit(flow)


class _MarkDelegate(QStyledItemDelegate):
    """Draws the mark at the right, so that the entry's own text stays Cognito's name."""

    def __init__(self, *, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _ENTRY_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        mark = index.data(_MARK_ROLE)
        if not mark:
            return
        painter.save()
        painter.setFont(ui_font(SMALL_PX))
        painter.setPen(self._theme.colour("muted"))
        place = QRect(option.rect).adjusted(0, 0, -_EDGE, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, mark)
        painter.restore()
