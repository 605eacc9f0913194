"""The rows of the history: opened one by one, selected one or many, with a menu for both."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu

from console.core.history import Row
from console.core.text import visible
from console.ui.history.model import HistoryModel
from console.ui.history.wanted import Wanted
from console.ui.history.words import cause_of
from console.ui.parts.row_list import RowDelegate, RowList
from console.ui.parts.tooltip import plain_menu_text
from console.ui.theme import Theme

_NAME_LIMIT = 30


class HistoryList(RowList):
    """Enter opens, F2 writes tags and note, F4 pins, Del deletes what is selected."""

    # The payload of the first three is a tuple of rows; with one it stands for all.
    notes_requested = Signal(object)  # the Row
    pin_requested = Signal(object)  # rows, to pin or to let go
    delete_requested = Signal(object)  # rows
    customer_requested = Signal(str)  # a user's name: to delete everything of them
    only_requested = Signal(object)  # Wanted

    def __init__(self, *, theme: Theme, model: HistoryModel) -> None:
        super().__init__(theme=theme, model=model, delegate=RowDelegate(theme=theme))
        self._history = model
        self.setObjectName("historyList")
        self.setAccessibleName("History")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.customContextMenuRequested.connect(self._open_menu)
        for text, key, act in (
            ("Tags and note", "F2", self._annotate),
            ("Pin or let go", "F4", self._pin),
            ("Delete", "Del", self._delete),
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, act=act: act(self.selected_rows()))
            self.addAction(action)

    def selected_rows(self) -> tuple[Row, ...]:
        """From the newest to the oldest."""
        found = sorted(self.selectedIndexes(), key=lambda index: index.row())
        rows = (self._history.row_at(index) for index in found)
        return tuple(row for row in rows if row is not None)

    def row_menu(self, rows: Sequence[Row]) -> QMenu:
        """What can be done with these rows."""
        menu = QMenu(self)
        menu.setObjectName("historyMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(rows) == 1:
            (row,) = rows
            attempt = self._history.index_of(row.header.attempt_id)
            _add(menu, "&Open", "Return").triggered.connect(lambda: self.row_chosen.emit(attempt))
            _add(menu, "&Tags and note…", "F2").triggered.connect(lambda: self._annotate(rows))
        pinned = all(row.annotations.pinned for row in rows)
        pin = _add(menu, "Let &go of the pin" if pinned else "&Pin", "F4")
        pin.triggered.connect(lambda: self._pin(rows))
        if len(rows) == 1:
            self._add_only(menu, rows[0])
        menu.addSeparator()
        what = "&Delete…" if len(rows) == 1 else f"&Delete these {len(rows)}…"
        _add(menu, what, "Del").triggered.connect(lambda: self._delete(rows))
        names = {row.header.username for row in rows} - {""}
        if len(names) == 1:
            (name,) = names
            shown = plain_menu_text(visible(name, _NAME_LIMIT))
            _add(menu, f"Delete &everything of “{shown}”…").triggered.connect(
                lambda: self.customer_requested.emit(name)
            )
        return menu

    def _add_only(self, menu: QMenu, row: Row) -> None:
        header = row.header
        cause = None if header.classification is None else cause_of(header.classification)
        only = menu.addMenu("&Show only")
        only.setObjectName("historyOnlyMenu")
        for words, value, wanted in (
            ("&user", header.username, Wanted(user=header.username)),
            ("&ticket", header.ticket or "", Wanted(ticket=header.ticket)),
            ("&profile", header.profile_name, Wanted(profile=header.profile_name)),
            ("&cause", "" if cause is None else cause.words, Wanted(cause=cause)),
        ):
            if value:
                shown = plain_menu_text(visible(value, _NAME_LIMIT))
                only.addAction(f"This {words}: {shown}").triggered.connect(
                    lambda _checked=False, wanted=wanted: self.only_requested.emit(wanted)
                )

    def _open_menu(self, place: QPoint) -> None:
        """Of all that is selected where the row is among it, else of that row alone."""
        row = self._history.row_at(self.indexAt(place))
        if row is None:
            return
        selected = self.selected_rows()
        rows = selected if row in selected else (row,)
        self.row_menu(rows).popup(self.viewport().mapToGlobal(place))

    def _annotate(self, rows: Sequence[Row]) -> None:
        if len(rows) == 1:
            self.notes_requested.emit(rows[0])

    def _pin(self, rows: Sequence[Row]) -> None:
        if rows:
            self.pin_requested.emit(tuple(rows))

    def _delete(self, rows: Sequence[Row]) -> None:
        if rows:
            self.delete_requested.emit(tuple(rows))


def _add(menu: QMenu, text: str, key: str = "") -> QAction:
    """The key is only shown: it works in the list itself."""
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return menu.addAction(f"{text}\t{shown}" if key else text)
