"""The upper half of the left column: whom to sign in for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.core.profile import PRACTICE_PROFILE_ID, Profile
from console.ui.parts.row_list import ROW_HEIGHT, RowDelegate, RowList
from console.ui.profiles.profile_model import ProfileModel
from console.ui.theme import Theme

_MOST_ROWS = 7


class ProfilePanel(QWidget):
    """Selecting a row makes its profile the current one; the row's menu changes the profile."""

    profile_selected = Signal(object)  # Profile
    new_requested = Signal()
    edit_requested = Signal(object)
    settings_requested = Signal(object)
    test_requested = Signal(object)
    duplicate_requested = Signal(object)
    delete_requested = Signal(object)
    practice_users_requested = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._model = ProfileModel()
        self._shown_id: str | None = None
        self._build_ui(theme)
        self._connect()

    def show_profiles(self, profiles: Sequence[Profile]) -> None:
        """The list anew; the selection stays where it can."""
        self._model.show_profiles(profiles)
        rows = min(max(len(profiles), 1), _MOST_ROWS)
        self._list.setFixedHeight(rows * ROW_HEIGHT)
        self.show_selected(self._shown_id)

    def show_selected(self, profile_id: str | None) -> None:
        """Marks a row without a word to anybody: the current tab has another profile."""
        self._shown_id = profile_id
        index = self._model.index_of(profile_id)
        if index.isValid():
            self._list.setCurrentIndex(index)
        else:
            self._list.clearSelection()
            self._list.selectionModel().clearCurrentIndex()

    def selected(self) -> Profile | None:
        """The profile of the marked row."""
        found = self._list.selectedIndexes()
        return self._model.profile_at(found[0]) if found else None

    def _build_ui(self, theme: Theme) -> None:
        self._list = RowList(
            theme=theme,
            model=self._model,
            delegate=RowDelegate(theme=theme, bold_selection=True),
        )
        self._list.setObjectName("profileList")
        self._list.setAccessibleName("Profiles")
        self._list.setFixedHeight(ROW_HEIGHT)
        head = QLabel("Profiles")
        head.setProperty("role", "head")
        self._new = QToolButton()
        self._new.setObjectName("newProfileButton")
        self._new.setText("+ New")
        self._new.setAccessibleName("New profile")
        self._new.setToolTip("Add a user pool and app client (Ctrl+Shift+N)")
        self._new.setProperty("link", "true")
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 12, 4)
        top.addWidget(head, 1)
        top.addWidget(self._new)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_requested)
        self._list.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._list.row_chosen.connect(self._list.setCurrentIndex)
        self._list.customContextMenuRequested.connect(self._open_menu)

    def _on_selection_changed(self) -> None:
        profile = self.selected()
        if profile is None or profile.profile_id == self._shown_id:
            return
        self._shown_id = profile.profile_id
        self.profile_selected.emit(profile)

    def _open_menu(self, place: QPoint) -> None:
        index = self._list.indexAt(place)
        profile = self._model.profile_at(index)
        if profile is not None:
            self.row_menu(profile).popup(self._list.viewport().mapToGlobal(place))

    def row_menu(self, profile: Profile) -> QMenu:
        """The menu of one row; the practice pool can be neither changed nor removed."""
        menu = QMenu(self)
        menu.setObjectName("profileMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        test = ("Test connection…", self.test_requested)
        wishes = [
            ("Edit…", self.edit_requested),
            ("Read settings…", self.settings_requested),
            test,
            ("Duplicate…", self.duplicate_requested),
            ("Delete…", self.delete_requested),
        ]
        if profile.profile_id == PRACTICE_PROFILE_ID:
            menu.addAction("Practice users…", self.practice_users_requested.emit)
            wishes = [test]
        for text, signal in wishes:
            menu.addAction(text).triggered.connect(
                lambda _checked=False, wish=signal: wish.emit(profile)
            )
        return menu
