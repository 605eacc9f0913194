"""Which desk has which profile: the latest wish for a desk wins, a busy desk keeps its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.core.errors import UserFacingError
from console.core.ports import PracticeUser
from console.core.profile import Profile
from console.ui.desk_tabs import DeskTabs, TabDesk
from console.ui.message_strip import MessageStrip
from console.ui.parts.dialogs import ask
from console.ui.profiles.practice_dialog import PracticeDialog
from console.ui.profiles.targets import Target, Targets, unopened_practice_profile
from console.ui.strip_tasks import StripTasks


class TargetController(QObject):
    """Gives desks their targets as soon as vault or practice pool have answered."""

    target_changed = Signal(object)  # the desk; also when its target could not be changed

    def __init__(
        self,
        *,
        targets: Targets,
        tabs: DeskTabs,
        work: StripTasks,
        strip: MessageStrip,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._targets = targets
        self._tabs = tabs
        self._work = work
        self._strip = strip
        self._window = window
        self._wishes: dict[TabDesk, int] = {}
        self._late: dict[TabDesk, Target] = {}
        tabs.desk_finished.connect(self._on_desk_finished)
        tabs.desk_removed.connect(self._on_desk_removed)

    def use_profile(self, profile: Profile) -> None:
        """For the current desk, or for a new one where an attempt runs in it."""
        self._aim(self._tabs.free_desk(), profile)

    def use_user(self, user: PracticeUser) -> None:
        """The same with a user of the practice pool, whose request is filled in."""
        self._aim(self._tabs.free_desk(), unopened_practice_profile(), user)

    def use_practice(self) -> None:
        """The practice pool with its first user."""
        self.use_profile(unopened_practice_profile())

    def use_first(self, profiles: tuple[Profile, ...]) -> None:
        """At the start: the first profile that is not the practice pool's, if none was chosen."""
        desk = self._tabs.current
        if desk not in self._wishes and not profiles[0].simulated:
            self._aim(desk, profiles[0])

    def open_tab(self) -> None:
        """A new tab for the same profile."""
        profile = self._tabs.current.profile
        desk = self._tabs.add_desk()
        desk.focus_first()
        if profile is not None:
            self._aim(desk, profile)

    def profile_saved(self, profile: Profile) -> None:
        """Every desk that has the profile gets it as it is now; a new one goes to the current."""
        desks = self._desks_with(profile.profile_id)
        for desk in desks:
            self._aim(desk, profile)
        if not desks:
            self.use_profile(profile)

    def settings_read(self, profile: Profile) -> None:
        """Every desk that has the profile gets it with what is known now; no other does."""
        for desk in self._desks_with(profile.profile_id):
            self._aim(desk, profile)

    def profile_removed(self, profile_id: str) -> None:
        """No desk has it any longer."""
        for desk in self._desks_with(profile_id):
            self._wishes[desk] = self._wishes.get(desk, 0) + 1
            self._give(desk, Target(profile=None))

    def choose_practice_user(self) -> None:
        """Opens the practice screen."""
        self._work.start(self._choose_practice_user(), name="practice users")

    async def _choose_practice_user(self) -> None:
        dialog = PracticeDialog(self._window, room=await self._targets.room())
        if await ask(dialog):
            user = dialog.chosen()
            if user is not None:
                self.use_user(user)

    def _desks_with(self, profile_id: str) -> list[TabDesk]:
        return [
            desk
            for desk in self._tabs.desks
            if desk.profile is not None and desk.profile.profile_id == profile_id
        ]

    def _aim(self, desk: TabDesk, profile: Profile, user: PracticeUser | None = None) -> None:
        wish = self._wishes.get(desk, 0) + 1
        self._wishes[desk] = wish
        self._work.start(self._fetch(desk, profile, user, wish), name="target")

    async def _fetch(
        self, desk: TabDesk, profile: Profile, user: PracticeUser | None, wish: int
    ) -> None:
        try:
            target = await self._targets.of(profile, user)
        except UserFacingError:
            if self._wishes.get(desk) == wish:
                self.target_changed.emit(desk)  # it has its old one still
            raise
        if self._wishes.get(desk) == wish:
            self._give(desk, target)
            if user is not None:
                desk.focus_first()  # whoever asks for a user by name goes on to sign in

    def _give(self, desk: TabDesk, target: Target) -> None:
        if desk.running:
            self._late[desk] = target
            return
        desk.set_profile(target.profile, target.client_secret)
        if target.user is not None:
            desk.prefill(target.user)
        if target.problem is not None:
            self._strip.show_error(target.problem)
        self.target_changed.emit(desk)

    def _on_desk_finished(self, desk: TabDesk) -> None:
        late = self._late.pop(desk, None)
        if late is not None:
            self._give(desk, late)

    def _on_desk_removed(self, desk: TabDesk) -> None:
        self._wishes.pop(desk, None)
        self._late.pop(desk, None)
