"""The strip below the header: problems of operator and machine, and what went well. Not modal."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout

from console.core.errors import UserFacingError
from console.core.telling import MARKS, State
from console.ui.parts.plain_label import PlainLabel

_AT_MOST = 3
_MARK_PX = 16
_ROLES = {State.REFUSED: "bad", State.WARNING: "warn", State.DONE: "ok", State.PLAIN: "info"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`title` is bold; `rest` explains it and says what to do next."""

    state: State
    title: str
    rest: str = ""


class MessageStrip(QFrame):
    """Shows the newest messages until they are closed; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("messageStrip")
        self.setAccessibleName("Messages")
        self._rows: list[_MessageRow] = []
        self._standing: _MessageRow | None = None  # the latest; it may have been closed
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 8, 16, 8)
        self._layout.setSpacing(4)
        self.hide()

    @property
    def messages(self) -> tuple[Message, ...]:
        """What is shown at the moment, oldest first."""
        return tuple(row.message for row in self._rows)

    def show_error(self, error: UserFacingError) -> None:
        """What happened, why we think so, what to do next."""
        rest = " ".join(part for part in (error.detail, error.hint) if part)
        self._add(Message(state=State.REFUSED, title=error.title, rest=rest))

    def show_warning(self, title: str, rest: str = "") -> None:
        """Something to know that stops nothing."""
        self._add(Message(state=State.WARNING, title=title, rest=rest))

    def show_info(self, text: str, rest: str = "") -> None:
        """Something that went well. A newer one takes the place of the last."""
        self.clear_info()
        self._add(Message(state=State.DONE, title=text, rest=rest))

    def show_standing(self, message: Message | None) -> None:
        """What is true until something else is; closed by hand, it comes back only changed."""
        before = self._standing
        if (None if before is None else before.message) == message:
            return
        if before in self._rows:
            self._remove(before)
        self._standing = None
        if message is not None:
            self._standing = self._row(message)
            self._place(self._standing)

    def clear_info(self) -> None:
        """Closes what went well: the next thing has begun."""
        for row in [row for row in self._rows if row.message.state is State.DONE]:
            self._remove(row)

    def clear(self) -> None:
        """Closes all messages."""
        for row in list(self._rows):
            self._remove(row)

    def _add(self, message: Message) -> None:
        if message in self.messages:
            return
        passing = [row for row in self._rows if row is not self._standing]
        if len(passing) == _AT_MOST:
            self._remove(passing[0])
        self._place(self._row(message))

    def _row(self, message: Message) -> _MessageRow:
        row = _MessageRow(message)
        row.close_button.clicked.connect(lambda: self._remove(row))
        return row

    def _place(self, row: _MessageRow) -> None:
        self._rows.append(row)
        self._layout.addWidget(row)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(row, QAccessible.Event.Alert))

    def _remove(self, row: _MessageRow) -> None:
        self._rows.remove(row)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.setVisible(bool(self._rows))


class _MessageRow(QFrame):
    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message
        role = _ROLES[message.state]
        self.setProperty("note", role)
        self.setAccessibleName(f"{message.title} {message.rest}".strip())
        mark = QLabel(MARKS[message.state])
        mark.setProperty("mark", role)
        mark.setFixedWidth(_MARK_PX)
        mark.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text = QVBoxLayout()
        text.setSpacing(2)
        labels = [PlainLabel(message.title, role="bold", name="messageTitle")]
        if message.rest:
            labels.append(PlainLabel(message.rest, role="small", name="messageRest"))
        for label in labels:
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.addWidget(label)
        self.close_button = QToolButton()
        self.close_button.setObjectName("messageCloseButton")
        self.close_button.setText("✕")
        self.close_button.setToolTip("Close this message")
        self.close_button.setAccessibleName("Close this message")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(text, 1)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
