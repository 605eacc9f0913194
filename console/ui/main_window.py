"""The window: composes panels, tabs and controllers, and holds no rules of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QSplitter, QVBoxLayout, QWidget

from console.core.errors import UserFacingError
from console.core.profile import PRACTICE_PROFILE_ID, Profile
from console.ui.about.about_dialog import AboutDialog
from console.ui.about.shortcuts_dialog import ShortcutsDialog
from console.ui.actions import Actions
from console.ui.connection.controller import ConnectionController
from console.ui.deps import Deps
from console.ui.desk_tabs import DeskFactory, DeskTabs, TabDesk
from console.ui.doctor.controller import DoctorController
from console.ui.endpoint_banner import EndpointBanner
from console.ui.explain.controller import ExplainController
from console.ui.export.controller import ExportController
from console.ui.header_bar import HeaderBar
from console.ui.history.controller import HistoryController
from console.ui.history.keeping import Keeping
from console.ui.history.model import HistoryModel
from console.ui.history.panel import HistoryPanel
from console.ui.left_column import LEFT_PX, LeftColumn
from console.ui.message_strip import MessageStrip
from console.ui.own_keys import OwnKeys
from console.ui.parts.dialogs import ask
from console.ui.person.controller import PersonController
from console.ui.profiles.controller import ProfilesController
from console.ui.profiles.profile_panel import ProfilePanel
from console.ui.profiles.target_controller import TargetController
from console.ui.profiles.targets import Targets
from console.ui.saving import Saving
from console.ui.status_line import StatusLine
from console.ui.strip_tasks import StripTasks

_SIZE = QSize(1440, 900)
_LEAST = QSize(960, 600)


class MainWindow(QMainWindow):
    """Can be made and shown before asyncio runs; `start` begins to load things."""

    closed = Signal()  # everything that ran was cancelled and recorded
    history_loaded = Signal()
    tab_closed = Signal()  # and everything in it is deleted

    def __init__(self, *, deps: Deps, desk_factory: DeskFactory) -> None:
        super().__init__()
        self._deps = deps
        self._started = False
        self._leaving = False  # closing has begun
        self._left = False  # and is done
        self._seen: TabDesk | None = None
        self._build_panels(desk_factory)
        self._build_ui()
        self._build_controllers()
        self._connect_panels()
        self._connect_tabs()
        self._actions.connect_all(self._handlers())
        OwnKeys(window=self, actions=self._actions.all())
        theme = self._deps.theme
        theme.changed.connect(lambda: self._actions[f"theme_{theme.choice}"].setChecked(True))
        self._profile_panel.show_profiles(self._profiles.profiles)
        self._tabs.add_desk()

    def start(self, *, practice: bool = False) -> None:
        """Begins to load profiles and history, on the running loop.

        `practice`: selects the practice pool and fills in its first user.
        """
        self._started = True
        self._work.open()
        if self._leaving:  # it was closed before the loop ran
            self._work.start(self._leave(), name="close window")
            return
        self._tabs.current.focus_first()  # not before the first paint, which it would delay
        if practice:
            self._targets.use_practice()
        self._profiles.load()
        self._history.load()
        self._work.start(self._show_vault(), name="describe vault")

    def show_error(self, error: UserFacingError) -> None:
        """A problem of the operator or the machine, on the message strip."""
        self._strip.show_error(error)

    def show_not_kept(self, error: UserFacingError) -> None:
        """The journal refused: the attempt goes on, and that it is not kept is said."""
        self._saving.show_not_kept(error)

    # Building

    def _build_panels(self, desk_factory: DeskFactory) -> None:
        theme = self._deps.theme
        self._actions = Actions(self)
        self._header = HeaderBar()
        self._banner = EndpointBanner()
        self._strip = MessageStrip()
        self._history_model = HistoryModel(clock=self._deps.clock)
        self._profile_panel = ProfilePanel(theme=theme)
        self._history_panel = HistoryPanel(theme=theme, model=self._history_model)
        self._tabs = DeskTabs(desk_factory=desk_factory)
        self._status = StatusLine()

    def _build_ui(self) -> None:
        self.setObjectName("mainWindow")
        self.setWindowTitle("Sign-in console")
        self._actions.fill(self.menuBar())
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(LeftColumn(profiles=self._profile_panel, history=self._history_panel))
        splitter.addWidget(self._tabs)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([LEFT_PX, _SIZE.width() - LEFT_PX])
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._banner)
        layout.addWidget(self._strip)
        layout.addWidget(splitter, 1)
        self.setCentralWidget(body)
        self.setStatusBar(self._status)
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE)

    def _build_controllers(self) -> None:
        deps, strip, tabs = self._deps, self._strip, self._tabs
        self._work = work = StripTasks(tasks=deps.tasks, strip=strip)
        self._profiles = ProfilesController(
            store=deps.profiles,
            vault=deps.vault,
            gateways=deps.gateways,
            work=work,
            strip=strip,
            window=self,
        )
        targets = Targets(vault=deps.vault, practice=deps.practice)
        self._connection = ConnectionController(
            targets=targets, gateways=deps.gateways, clock=deps.clock, work=work, window=self
        )
        self._targets = TargetController(
            targets=targets,
            tabs=tabs,
            work=work,
            strip=strip,
            window=self,
        )
        self._keeping = Keeping(journal=deps.journal, parent=self)
        self._saving = Saving(
            keeping=self._keeping, tabs=tabs, strip=strip, status=self._status, parent=self
        )
        self._history = HistoryController(
            journal=deps.journal,
            clock=deps.clock,
            keeping=self._keeping,
            model=self._history_model,
            panel=self._history_panel,
            tabs=tabs,
            work=work,
            strip=strip,
            window=self,
        )
        self._export = ExportController(
            case_context=deps.case_context, work=work, strip=strip, window=self
        )
        self._person = PersonController(
            gateways=deps.gateways, clock=deps.clock, work=work, window=self
        )
        self._doctor = DoctorController(
            workstation=deps.workstation,
            targets=targets,
            classifier=deps.classifier,
            version=deps.version,
            work=work,
            window=self,
        )
        self._explain = ExplainController(classifier=deps.classifier, work=work, window=self)

    def _connect_panels(self) -> None:
        panel, header, profiles = self._profile_panel, self._header, self._profiles
        panel.profile_selected.connect(self._targets.use_profile)
        panel.new_requested.connect(profiles.create)
        panel.edit_requested.connect(profiles.edit)
        panel.settings_requested.connect(profiles.read_settings)
        panel.test_requested.connect(self._connection.test)
        panel.duplicate_requested.connect(profiles.duplicate)
        panel.delete_requested.connect(profiles.delete)
        panel.practice_users_requested.connect(self._targets.choose_practice_user)
        profiles.profiles_changed.connect(panel.show_profiles)
        profiles.profiles_changed.connect(
            lambda found: self._history_panel.show_profiles([each.name for each in found])
        )
        profiles.profiles_loaded.connect(self._targets.use_first)
        profiles.profile_saved.connect(self._targets.profile_saved)
        profiles.settings_read.connect(self._targets.settings_read)
        profiles.profile_removed.connect(self._targets.profile_removed)
        header.ticket_edited.connect(self._tabs.set_ticket)
        header.ticket_finished.connect(
            lambda _ticket: self._history.keep_ticket(self._tabs.current)
        )
        header.ticket_refused.connect(self._strip.show_error)
        header.export_requested.connect(self._export_current)
        header.practice_users_requested.connect(self._targets.choose_practice_user)
        self._history.history_loaded.connect(self.history_loaded)

    def _connect_tabs(self) -> None:
        tabs = self._tabs
        tabs.desk_added.connect(self._connect_desk)
        tabs.desk_started.connect(self._on_desk_started)
        tabs.desk_finished.connect(self._on_desk_finished)
        tabs.desk_removed.connect(lambda _desk: self._show_current())
        tabs.desk_deleted.connect(self.tab_closed)
        tabs.current_desk_changed.connect(self._on_current_desk_changed)
        tabs.close_requested.connect(self._close_tab)
        self._targets.target_changed.connect(lambda _desk: self._show_current())
        self._history.record_shown.connect(lambda _desk: self._show_current())

    def _connect_desk(self, desk: TabDesk) -> None:
        desk.problem_raised.connect(self._strip.show_error)
        desk.told.connect(self._strip.show_info)
        desk.title_changed.connect(lambda _title: self._show_current())
        desk.following_changed.connect(lambda _under_way: self._show_current())

    def _handlers(self) -> dict[str, Callable[[], object]]:
        force, tabs = self._deps.theme.force, self._tabs
        return {
            "new_tab": self._targets.open_tab,
            "close_tab": lambda: self._close_tab(tabs.current),
            "export": self._export_current,
            "search_history": self._history_panel.focus_search,
            "delete_history": self._history.delete_all,
            "quit": self.close,
            "new_profile": self._profiles.create,
            "edit_profile": lambda: self._with_selected(self._profiles.edit),
            "read_settings": lambda: self._with_selected(self._profiles.read_settings),
            "test_connection": lambda: self._with_selected(self._connection.test),
            "duplicate_profile": lambda: self._with_selected(self._profiles.duplicate),
            "delete_profile": lambda: self._with_selected(self._profiles.delete),
            "practice_users": self._targets.choose_practice_user,
            "run": tabs.run,
            "cancel": tabs.cancel,
            "new_request": tabs.new_request,
            "find_user": lambda: self._person.find(tabs.current),
            "explain_pasted": self._explain.explain,
            "timeline_filter": tabs.focus_filter,
            "theme_system": lambda: force(None),
            "theme_light": lambda: force(Qt.ColorScheme.Light),
            "theme_dark": lambda: force(Qt.ColorScheme.Dark),
            "shortcuts": lambda: self._show_dialog(ShortcutsDialog(self)),
            "doctor": lambda: self._doctor.check(self._profile_panel.selected()),
            "about": lambda: self._show_dialog(
                AboutDialog(self, version=self._deps.version, data_dir=self._deps.data_dir)
            ),
        }

    # What happened

    def _on_desk_started(self, _desk: TabDesk) -> None:
        self._strip.clear_info()
        self._show_current()

    def _on_desk_finished(self, _desk: TabDesk) -> None:
        self._show_current()

    def _on_current_desk_changed(self, desk: TabDesk) -> None:
        if self._seen is not None and self._seen in self._tabs.desks:
            self._history.keep_ticket(self._seen)
        self._seen = desk
        self._show_current()

    def _show_current(self) -> None:
        """Header, lists, status and actions follow the current tab."""
        desk = self._tabs.current
        record, profile = desk.record(), desk.profile
        busy = desk.running
        self._header.show_profile(profile)
        self._banner.show_profile(profile)
        self._header.show_ticket(desk.ticket)
        self._header.set_export_enabled(record is not None)
        self._profile_panel.show_selected(None if profile is None else profile.profile_id)
        self._history_panel.show_opened(None if record is None else record.attempt_id)
        self._status.show_profile(profile)
        self._saving.show()
        self._actions["export"].setEnabled(record is not None)
        self._actions["cancel"].setEnabled(busy or desk.following)
        self._actions["new_request"].setEnabled(not busy)
        self._actions["close_tab"].setEnabled(len(self._tabs.desks) > 1)
        for action in ("test_connection", "find_user"):
            self._actions[action].setEnabled(profile is not None)
        stored = profile is not None and profile.profile_id != PRACTICE_PROFILE_ID
        for action in (
            "edit_profile",
            "read_settings",
            "duplicate_profile",
            "delete_profile",
        ):
            self._actions[action].setEnabled(stored)

    # Wishes

    def _with_selected(self, act: Callable[[Profile], None]) -> None:
        profile = self._profile_panel.selected()
        if profile is not None:
            act(profile)

    def _export_current(self) -> None:
        source = self._tabs.current.exportable()
        if source is not None:
            self._export.export(source)

    def _show_dialog(self, dialog: QDialog) -> None:
        self._work.start(ask(dialog), name=dialog.objectName())

    async def _show_vault(self) -> None:
        self._status.show_vault(await self._deps.vault.describe())

    # Closing

    def _close_tab(self, desk: TabDesk) -> None:
        if len(self._tabs.desks) > 1:
            self._work.start(self._leave_tab(desk), name="close tab")

    async def _leave_tab(self, desk: TabDesk) -> None:
        """The tab goes at once; the desk, when its calls are over."""
        if desk not in self._tabs.desks or len(self._tabs.desks) == 1:
            return
        seen = desk is self._tabs.current
        self._tabs.remove_desk(desk)
        if seen:
            self._tabs.current.focus_first()
        try:
            await self._history.write_ticket(desk)
        finally:
            await desk.close_desk()
            self._tabs.delete_desk(desk)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Goes out of sight, cancels what runs and waits for its end; then it is closed."""
        event.setAccepted(self._left)
        if self._leaving:
            return
        self._leaving = True
        self.setEnabled(False)
        if self._started:
            self.hide()
            self._work.start(self._leave(), name="close window")

    async def _leave(self) -> None:
        import asyncio  # not before the first paint

        tabs = self._tabs
        try:
            ends = [desk.close_desk() for desk in (*tabs.desks, *tabs.closing)]
            await asyncio.gather(*ends, return_exceptions=True)  # what failed is reported already
            for desk in tabs.desks:
                await self._history.write_ticket(desk)
            await self._export.close()
        finally:
            self._left = True
            self._keeping.close()
            self.close()
            self.closed.emit()
