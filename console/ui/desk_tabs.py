"""The tabs of the window: one desk each, so that several customers can be served at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QTabBar, QTabWidget, QToolButton, QWidget

from console.core.ports import PracticeUser
from console.core.profile import Profile
from console.core.record import AttemptRecord
from console.core.secret import Secret
from console.ui.export.made import Exportable
from console.ui.parts.tooltip import plain_menu_text

_TITLE_LIMIT = 24
_UNDER_WAY = "… "


class TabDesk(Protocol):
    """What the shell asks of a desk, which is a widget too."""

    @property
    def title_changed(self) -> SignalInstance: ...
    @property
    def attempt_started(self) -> SignalInstance: ...
    @property
    def attempt_finished(self) -> SignalInstance: ...
    @property
    def following_changed(self) -> SignalInstance: ...
    @property
    def problem_raised(self) -> SignalInstance: ...
    @property
    def told(self) -> SignalInstance: ...
    @property
    def title(self) -> str: ...
    @property
    def running(self) -> bool: ...
    @property
    def following(self) -> bool: ...
    @property
    def profile(self) -> Profile | None: ...
    @property
    def ticket(self) -> str | None: ...

    def set_profile(self, profile: Profile | None, client_secret: Secret | None) -> None: ...
    def set_ticket(self, ticket: str | None) -> None: ...
    def prefill(self, user: PracticeUser) -> None: ...
    def use_name(self, username: str) -> None: ...
    def show_record(self, record: AttemptRecord) -> None: ...
    def record(self) -> AttemptRecord | None: ...
    def exportable(self) -> Exportable | None: ...
    def run(self) -> None: ...
    def cancel(self) -> None: ...
    def new_request(self) -> None: ...
    def focus_first(self) -> None: ...
    def focus_filter(self) -> None: ...
    async def close_desk(self) -> None: ...


DeskFactory = Callable[[QWidget | None], TabDesk]  # is given the parent of the desk


class DeskTabs(QTabWidget):
    """At least one desk; the bar shows itself from the second on."""

    # The payload is the desk.
    desk_added = Signal(object)
    desk_removed = Signal(object)
    desk_started = Signal(object)
    desk_finished = Signal(object)
    current_desk_changed = Signal(object)
    close_requested = Signal(object)
    desk_deleted = Signal()

    def __init__(self, *, desk_factory: DeskFactory) -> None:
        super().__init__()
        self._factory = desk_factory
        self._desks: list[TabDesk] = []  # in the order of the tabs
        self._closing: list[TabDesk] = []  # seen no more, but not done yet
        self.setObjectName("deskTabs")
        self.setDocumentMode(True)
        self.setTabBarAutoHide(True)
        # It hands the focus to its bar: where that is hidden, Tab would end there.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabBar().setDrawBase(False)
        self.tabBar().setObjectName("deskTabBar")
        self.tabBar().setAccessibleName("Tabs")
        self.currentChanged.connect(self._on_current_changed)

    @property
    def desks(self) -> tuple[TabDesk, ...]:
        """All desks, from left to right."""
        return tuple(self._desks)

    @property
    def closing(self) -> tuple[TabDesk, ...]:
        """Desks whose tabs are gone while something still ends there."""
        return tuple(self._closing)

    @property
    def current(self) -> TabDesk:
        """The desk that is seen."""
        return self._desks[self.currentIndex()]

    def free_desk(self) -> TabDesk:
        """The current desk, or a new one where an attempt runs in it."""
        return self.add_desk() if self.current.running else self.current

    def add_desk(self) -> TabDesk:
        """Opens a tab and shows it."""
        # In its final place from the start: at a change of parent all of it is styled again.
        desk = self._factory(self.findChild(QStackedWidget))
        if not isinstance(desk, QWidget):
            raise TypeError("a desk is a widget")
        self._desks.append(desk)
        desk.title_changed.connect(lambda _title: self._show_title(desk))
        desk.attempt_started.connect(lambda _attempt: self._on_started(desk))
        desk.attempt_finished.connect(lambda _record: self._on_finished(desk))
        self.desk_added.emit(desk)
        tab = self.addTab(desk, "")
        self.tabBar().setTabButton(tab, QTabBar.ButtonPosition.RightSide, self._close_button(desk))
        self._show_title(desk)
        self.setCurrentWidget(desk)
        return desk

    def show_desk(self, desk: TabDesk) -> None:
        """Brings a desk to the front."""
        self.setCurrentIndex(self._desks.index(desk))

    def remove_desk(self, desk: TabDesk) -> None:
        """Takes the tab; the desk lives until `delete_desk`."""
        tab = self._desks.index(desk)
        del self._desks[tab]
        self._closing.append(desk)
        self.removeTab(tab)
        self.desk_removed.emit(desk)

    def delete_desk(self, desk: TabDesk) -> None:
        """The removed desk is done."""
        self._closing.remove(desk)
        if isinstance(desk, QWidget):
            desk.destroyed.connect(lambda _: QTimer.singleShot(0, self, self.desk_deleted.emit))
            desk.deleteLater()

    # What keys and menus ask of the current desk

    def run(self) -> None:
        """Signs in once, or sends the answer to the open challenge."""
        self.current.run()

    def cancel(self) -> None:
        """Ends the attempt that runs there, or the call that follows one."""
        self.current.cancel()

    def new_request(self) -> None:
        """Back to the request."""
        self.current.new_request()

    def focus_filter(self) -> None:
        """To the timeline's filter."""
        self.current.focus_filter()

    def set_ticket(self, ticket: str | None) -> None:
        """The ticket of the current tab."""
        self.current.set_ticket(ticket)

    def _on_started(self, desk: TabDesk) -> None:
        self._show_title(desk)
        self.desk_started.emit(desk)

    def _on_finished(self, desk: TabDesk) -> None:
        self._show_title(desk)
        self.desk_finished.emit(desk)

    def _close_button(self, desk: TabDesk) -> QToolButton:
        button = QToolButton()
        button.setObjectName("closeTabButton")
        button.setText("✕")
        button.setToolTip("Cancel what runs in this tab, revoke its tokens and close it")
        button.setAccessibleName("Close this tab")
        button.clicked.connect(lambda: self.close_requested.emit(desk))
        return button

    def _show_title(self, desk: TabDesk) -> None:
        if desk not in self._desks:
            return
        tab, title = self._desks.index(desk), desk.title
        short = title if len(title) <= _TITLE_LIMIT else title[: _TITLE_LIMIT - 1] + "…"
        mark = _UNDER_WAY if desk.running else ""
        self.setTabText(tab, plain_menu_text(f"{mark}{short}"))

    def _on_current_changed(self, tab: int) -> None:
        if 0 <= tab < len(self._desks):
            self.current_desk_changed.emit(self._desks[tab])
