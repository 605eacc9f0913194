"""The lower half of the left column: what was tried before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout

from console.core.errors import UserFacingError
from console.ui.history.empty_page import EmptyPage
from console.ui.history.filter_chips import FilterChips
from console.ui.history.list_view import HistoryList
from console.ui.history.model import HistoryModel
from console.ui.history.seen import Seen
from console.ui.history.wanted import Wanted
from console.ui.theme import Theme

if TYPE_CHECKING:
    from console.ui.history.filter_form import FilterForm

NOTHING_YET = "No attempts yet. Every sign-in you try is kept here."
NOTHING_FITS = "No attempt fits what you look for."
CLEAR, AGAIN = "Show all", "Try again"
_TEXT_LIMIT = 200


class HistoryPanel(QFrame):
    """Words and filters above the rows; a click or Enter on a row opens its attempt."""

    record_requested = Signal(str)  # the attempt's id
    wanted_changed = Signal(object)  # Wanted
    notes_requested = Signal(object)  # Row
    pin_requested = Signal(object)  # rows
    delete_requested = Signal(object)  # rows
    customer_requested = Signal(str)  # user name

    def __init__(self, *, theme: Theme, model: HistoryModel) -> None:
        super().__init__()
        self._model = model
        self._wanted = Wanted()
        self._seen = Seen()
        self._form: FilterForm | None = None  # built when it is first wanted
        self._opened: str | None = None
        self._loaded = False
        self._unreadable: UserFacingError | None = None
        self._build_ui(theme)
        self._connect()
        self._show_state()

    @property
    def seen(self) -> Seen:
        """What was seen in the rows so far."""
        return self._seen

    def show_opened(self, attempt_id: str | None) -> None:
        """Marks the row of the attempt that the current tab shows, when that is another."""
        if attempt_id != self._opened:
            self._opened = attempt_id
            self._mark_opened()

    def show_profiles(self, names: Iterable[str]) -> None:
        """Profiles to filter by, tried or not."""
        self._seen.add_profiles(names)

    def show_unreadable(self, error: UserFacingError | None) -> None:
        """The journal cannot be read; with None it can."""
        self._unreadable = error
        self._show_state()

    def show_all(self) -> None:
        """No words, no filters."""
        self._take(Wanted())

    def focus_search(self) -> None:
        """To the words that attempts must hold."""
        if not self._search.isHidden():
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search field Esc empties it, and the down arrow leads to the rows."""
        if watched is self._search and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                if self._search.text():
                    event.accept()  # before the window's own Esc
                return bool(self._search.text())
            if event.type() == QEvent.Type.KeyPress:
                return self._search_key(event.key())
        return super().eventFilter(watched, event)

    def _search_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape and self._search.text():
            self._search.clear()
            return True
        if key == Qt.Key.Key_Down and self._model.rowCount():
            self._list.setFocus(Qt.FocusReason.TabFocusReason)
            self._list.setCurrentIndex(self._model.index(0))
            return True
        return False

    def _build_ui(self, theme: Theme) -> None:
        self.setProperty("line", "top")
        head = QLabel("History")
        head.setProperty("role", "head")
        self._count = QLabel()
        self._count.setObjectName("historyCount")
        self._count.setProperty("role", "hint")
        self._filter_button = QToolButton()
        self._filter_button.setObjectName("historyFilterButton")
        self._filter_button.setText("Filter")
        self._filter_button.setAccessibleName("Filter the history")
        self._filter_button.setToolTip("By time, outcome, profile, cause, user, ticket or tag")
        self._filter_button.setProperty("link", "true")
        self._filter_button.setCheckable(True)
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 12, 4)
        top.setSpacing(8)
        top.addWidget(head)
        top.addWidget(self._count, 1)
        top.addWidget(self._filter_button)
        self._search = QLineEdit()
        self._search.setObjectName("historyFilter")
        self._search.setAccessibleName("Search the history: words that attempts must hold")
        self._search.setPlaceholderText("Search")
        self._search.setToolTip("User, ticket, error, request id, note: any word, or its beginning")
        self._search.setMaxLength(_TEXT_LIMIT)
        self._search.setClearButtonEnabled(True)
        self._search_row = QHBoxLayout()
        self._search_row.setContentsMargins(16, 0, 12, 0)
        self._search_row.addWidget(self._search)
        self._chips = FilterChips()
        self._list = HistoryList(theme=theme, model=self._model)
        self._empty = EmptyPage()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(top)
        self._layout.addLayout(self._search_row)
        self._layout.addWidget(self._chips)
        self._layout.addSpacing(4)
        self._layout.addWidget(self._list, 1)
        self._layout.addWidget(self._empty, 1)

    def _connect(self) -> None:
        rows, model = self._list, self._model
        rows.row_chosen.connect(self._on_row_chosen)
        rows.notes_requested.connect(self.notes_requested)
        rows.pin_requested.connect(self.pin_requested)
        rows.delete_requested.connect(self.delete_requested)
        rows.customer_requested.connect(self.customer_requested)
        rows.only_requested.connect(self._take)
        self._filter_button.toggled.connect(self._show_form)
        self._search.textChanged.connect(lambda text: self._take(replace(self._wanted, text=text)))
        self._search.installEventFilter(self)
        self._chips.removed.connect(lambda name: self._take(self._wanted.without(name)))
        self._empty.pressed.connect(self._on_empty_pressed)
        model.modelReset.connect(self._on_reset)
        model.rowsInserted.connect(self._on_inserted)
        model.rowsRemoved.connect(self._show_state)
        model.total_changed.connect(self._show_state)

    # What is wanted

    def _take(self, wanted: Wanted) -> None:
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if self._search.text() != wanted.text:
            self._search.setText(wanted.text)
        if self._form is not None:
            self._form.show_wanted(wanted)
        self._show_chips()
        self.wanted_changed.emit(wanted)

    def _show_form(self, shown: bool) -> None:
        if shown and self._form is None:
            from console.ui.history.filter_form import FilterForm  # not before the first paint

            self._form = FilterForm()
            self._layout.insertWidget(self._layout.indexOf(self._chips), self._form)
            self.setTabOrder(self._search, self._form)
            self._form.changed.connect(self._take)
            self._form.closed.connect(self._close_form)
        if self._form is not None:
            if shown:
                self._form.show_wanted(self._wanted)
                self._form.show_choices(self._seen)
            self._form.setVisible(shown)
            if shown:
                self._form.focus_first()
        self._show_chips()

    def _close_form(self) -> None:
        self._filter_button.setChecked(False)
        self._filter_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chips(self) -> None:
        shown = self._filter_button.isChecked()
        self._chips.show_wanted(Wanted() if shown else self._wanted)
        form = () if self._form is None else self._form.stops
        # Tab goes as the eye does: what is made later would come last in the window.
        for before, after in pairwise((self._search, *form, *self._chips.stops)):
            self.setTabOrder(before, after)

    # What is there

    def _on_row_chosen(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None:
            self.record_requested.emit(row.header.attempt_id)

    def _on_reset(self) -> None:
        self._loaded = True
        self._unreadable = None
        self._seen.add(self._model.rows)
        self._mark_opened()
        self._show_state()

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._seen.add(self._model.rows[first : last + 1])
        self._show_state()

    def _mark_opened(self) -> None:
        index = self._model.index_of(self._opened) if self._opened else QModelIndex()
        if index.isValid():
            self._list.setCurrentIndex(index)
        else:
            self._list.clearSelection()

    def _show_state(self) -> None:
        narrowed, total = self._wanted != Wanted(), self._model.total
        filled = self._model.rowCount() > 0
        self._list.setVisible(filled)
        self._empty.setVisible(not filled)
        self._search.setVisible(filled or narrowed)
        self._filter_button.setVisible(filled or narrowed)
        self._count.setText(f"{total:,}" + (" found" if narrowed else "") if filled else "")
        if self._unreadable is not None:
            self._empty.show_sentence(self._unreadable.sentence(), AGAIN)
        elif narrowed:
            self._empty.show_sentence(NOTHING_FITS, CLEAR)
        else:
            self._empty.show_sentence(NOTHING_YET if self._loaded else "", "")

    def _on_empty_pressed(self) -> None:
        if self._unreadable is not None:
            self.wanted_changed.emit(self._wanted)
        else:
            self.show_all()
            self.focus_search()
