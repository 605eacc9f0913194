"""The list of profiles: loads and saves it, and keeps client secrets in the vault."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.core.errors import UserFacingError
from console.core.ports import Gateways, ProfileStore, Vault, client_secret_name
from console.core.profile import PRACTICE_PROFILE_ID, Profile
from console.core.settings_reading import read_settings
from console.core.text import visible
from console.ui.message_strip import MessageStrip
from console.ui.parts.dialogs import ask, confirm
from console.ui.profiles.profile_dialog import ProfileDialog, ProfileEdit
from console.ui.profiles.settings_dialog import SettingsDialog
from console.ui.profiles.settings_words import failure_sentence, kept_settings
from console.ui.profiles.targets import unopened_practice_profile
from console.ui.strip_tasks import StripTasks

_THIS_RUN = "Changes of profiles are kept for this run only."
_NAME_LIMIT = 70


class ProfilesController(QObject):
    """The practice pool's own profile is always there, last, and is never saved."""

    profiles_changed = Signal(object)  # tuple[Profile, ...]
    profiles_loaded = Signal(object)  # the same, once
    profile_saved = Signal(object)  # Profile, new or changed
    settings_read = Signal(object)  # Profile, of which more is known now
    profile_removed = Signal(str)  # its id

    def __init__(
        self,
        *,
        store: ProfileStore,
        vault: Vault,
        gateways: Gateways,
        work: StripTasks,
        strip: MessageStrip,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._store = store
        self._vault = vault
        self._gateways = gateways
        self._work = work
        self._strip = strip
        self._window = window
        self._stored: tuple[Profile, ...] = ()
        self._not_writable = ""  # why the file cannot be written
        self._settings_dialog: SettingsDialog | None = None  # while it is open

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """All of them, in the order of the list."""
        return (*self._stored, unopened_practice_profile())

    def load(self) -> None:
        """Reads the profile file."""
        self._work.start(self._load(), name="load profiles")

    def create(self) -> None:
        """Asks for a new profile."""
        start = Profile(profile_id=uuid4().hex, name="", region="", user_pool_id="", client_id="")
        self._work.start(self._edit("New profile", start), name="new profile")

    def edit(self, profile: Profile) -> None:
        """Asks for changes of a profile."""
        if profile.profile_id != PRACTICE_PROFILE_ID:
            self._work.start(self._edit("Edit profile", profile), name="edit profile")

    def duplicate(self, profile: Profile) -> None:
        """Asks for a new profile that begins as a copy, its kept secret included."""
        if profile.profile_id == PRACTICE_PROFILE_ID:
            return
        copy = replace(profile, profile_id=uuid4().hex, name=f"{profile.name[:_NAME_LIMIT]} (copy)")
        work = self._edit("Duplicate profile", copy, secret_of=profile)
        self._work.start(work, name="duplicate profile")

    def delete(self, profile: Profile) -> None:
        """Asks, then removes the profile and its kept secret."""
        if profile.profile_id != PRACTICE_PROFILE_ID:
            self._work.start(self._delete(profile), name="delete profile")

    def read_settings(self, profile: Profile) -> None:
        """Shows what is known of the profile's pool and client, and offers to read it."""
        if profile.profile_id != PRACTICE_PROFILE_ID:
            self._work.start(self._show_settings(profile), name="pool settings")

    async def _load(self) -> None:
        try:
            found = await self._store.load()
        except UserFacingError as error:
            self._not_writable = error.title
            self._strip.show_error(UserFacingError(error.title, error.detail, _hint(error)))
        else:
            # The built-in id is never a stored profile's, whatever a file says.
            self._stored = tuple(p for p in found.profiles if p.profile_id != PRACTICE_PROFILE_ID)
            if not found.writable:
                self._not_writable = found.problem or "The profile file cannot be written."
                title, rest = _parts(self._not_writable)
                self._strip.show_error(UserFacingError(title, rest, _THIS_RUN))
            elif found.problem:
                self._strip.show_warning(*_parts(found.problem))
        self.profiles_changed.emit(self.profiles)
        self.profiles_loaded.emit(self.profiles)

    async def _edit(self, title: str, start: Profile, secret_of: Profile | None = None) -> None:
        vault = await self._vault.describe()
        dialog = ProfileDialog(self._window, title=title, profile=start, vault=vault)
        if not await ask(dialog):
            return
        edit = dialog.edit()
        await self._keep_secret(edit, secret_of)
        self._put(edit.profile)
        await self._save()
        self.profile_saved.emit(edit.profile)

    async def _show_settings(self, profile: Profile) -> None:
        dialog = SettingsDialog(self._window, profile=profile)
        self._settings_dialog = dialog
        dialog.read_requested.connect(
            lambda: self._work.start(self._read_settings(profile), name="read settings")
        )
        try:
            await ask(dialog)
        finally:
            self._settings_dialog = None

    async def _read_settings(self, profile: Profile) -> None:
        """What came is kept also when the dialog was closed meanwhile."""
        reading = await read_settings(profile, self._gateways.open(profile))
        stored = next((p for p in self._stored if p.profile_id == profile.profile_id), profile)
        known = kept_settings(stored.known, reading)
        profile = replace(stored, known=known)
        dialog = self._settings_dialog
        if dialog is not None:
            failed = reading.failures.items()
            dialog.show_reading(profile, [failure_sentence(*pair) for pair in failed])
        if known != stored.known and stored in self._stored:
            self._put(profile)
            await self._save()
            self.settings_read.emit(profile)

    async def _keep_secret(self, edit: ProfileEdit, secret_of: Profile | None) -> None:
        name = client_secret_name(edit.profile.profile_id)
        try:
            if edit.new_secret is not None:
                await self._vault.put(name, edit.new_secret)
            elif edit.forget_secret:
                await self._vault.forget(name)
            elif secret_of is not None and edit.profile.has_client_secret:
                secret = await self._vault.get(client_secret_name(secret_of.profile_id))
                if secret is not None:
                    await self._vault.put(name, secret)
        except UserFacingError as error:
            self._strip.show_error(error)  # the profile itself is kept all the same

    async def _delete(self, profile: Profile) -> None:
        secret = " Its client secret is removed from the vault." * profile.has_client_secret
        sure = await confirm(
            self._window,
            title=f"Delete the profile “{visible(profile.name, 80)}”?",
            text=f"Its attempts stay in the history.{secret}",
            action="Delete",
        )
        if not sure:
            return
        self._stored = tuple(p for p in self._stored if p.profile_id != profile.profile_id)
        self.profiles_changed.emit(self.profiles)
        self.profile_removed.emit(profile.profile_id)
        await self._save()
        if profile.has_client_secret:
            await self._vault.forget(client_secret_name(profile.profile_id))

    def _put(self, profile: Profile) -> None:
        known = [p.profile_id for p in self._stored]
        if profile.profile_id in known:
            self._stored = tuple(
                profile if p.profile_id == profile.profile_id else p for p in self._stored
            )
        else:
            self._stored = (*self._stored, profile)
        self.profiles_changed.emit(self.profiles)

    async def _save(self) -> None:
        if self._not_writable:
            self._strip.show_warning(_THIS_RUN, self._not_writable)
            return
        try:
            await self._store.save(self._stored)
        except UserFacingError as error:
            self._strip.show_error(UserFacingError(error.title, error.detail, _hint(error)))


def _parts(problem: str) -> tuple[str, str]:
    """The first sentence, which is the title of a message, and what follows it."""
    title, dot, rest = problem.partition(". ")
    return (f"{title}.", rest) if dot else (problem, "")


def _hint(error: UserFacingError) -> str:
    return f"{error.hint} {_THIS_RUN}".strip()
