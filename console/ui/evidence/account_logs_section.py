"""Part of the diagnosis, folded: what the account's own logs tell of the attempt."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.ui.attempt.sections import facts_grid, head
from console.ui.evidence.account_logs import NO_LOGS, AccountLogs
from console.ui.evidence.log_rows import LogRows
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown
from console.ui.theme import Theme

_CLOSED, _OPEN = "▸", "▾"
_TITLE = "From the account’s logs"
_SMS = "Text messages, as SNS is set up"


class AccountLogsSection(QWidget):
    """Hidden where there is nothing to be told; keeps open what was opened."""

    unfolded = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = NO_LOGS
        self._rows: LogRows | None = None  # made when it is first seen
        self._fold = QPushButton()
        self._fold.setObjectName("accountLogsFold")
        self._fold.setProperty("quiet", "true")
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._follow)
        self._body: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self._fold)
        row.addStretch(1)
        self._column.addLayout(row)
        self.hide()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What the keyboard comes to, in its order."""
        return (self._fold,) if self._rows is None else (self._fold, self._rows)

    def show_logs(self, logs: AccountLogs) -> None:
        """Shows exactly this."""
        if logs == self._shown:
            return
        self._shown = logs
        self._drop_body()
        self._follow()
        set_shown(self, bool(logs))

    def _follow(self) -> None:
        opened, count = self._fold.isChecked(), len(self._shown.rows)
        lines = f" ({count} {'line' if count == 1 else 'lines'})" if count else ""
        self._fold.setText(f"{_OPEN if opened else _CLOSED} {_TITLE}{lines}")
        self._fold.setAccessibleName(f"{_TITLE}{lines}")
        self._fold.setAccessibleDescription("open" if opened else "folded")
        if opened and self._body is None:
            self._body = self._build_body()
            self._column.addWidget(self._body)
            if self.isVisible():  # now, not when the layout comes to it
                self._body.show()
            self.unfolded.emit()
        elif self._body is not None:
            set_shown(self._body, opened)

    def _drop_body(self) -> None:
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = self._rows = None

    def _build_body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if self._shown.rows:
            self._rows = LogRows(theme=self._theme)
            self._rows.show_rows(self._shown.rows)
            column.addWidget(self._rows)
        for note in self._shown.notes:
            column.addWidget(PlainLabel(note, role="hint", name="accountLogsNote"))
        if self._shown.sms:
            column.addSpacing(4)
            column.addWidget(head(_SMS))
            column.addLayout(facts_grid(self._shown.sms))
        return body
