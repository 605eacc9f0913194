"""The list of profiles: loaded, changed through dialogs, saved; secrets in the vault."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.core.call import ApiCall, CallResult, Reply
from console.core.errors import UserFacingError
from console.core.permit import Permit
from console.core.ports import StoredProfiles, client_secret_name
from console.core.profile import PRACTICE_PROFILE_ID, Profile
from console.core.secret import Secret
from console.ui.deps import Deps
from console.ui.message_strip import MessageStrip
from console.ui.profiles.controller import ProfilesController
from console.ui.profiles.profile_dialog import ProfileDialog
from console.ui.profiles.settings_dialog import SettingsDialog
from console.ui.profiles.targets import unopened_practice_profile
from console.ui.strip_tasks import StripTasks
from tests.fakes import (
    FakeGateway,
    FakePending,
    MemoryProfiles,
    MemoryVault,
    profile,
    record,
    refusal,
)
from tests.ui.fakes_ui import child, opened, settled, texts, until

SHOP = profile(has_client_secret=True)
NAME = client_secret_name("p1")


class Bench:
    """The controller, and what it told."""

    def __init__(self, deps: Deps, window: QWidget) -> None:
        self.window = window
        self.strip = MessageStrip()
        self.strip.setParent(window)
        work = StripTasks(tasks=deps.tasks, strip=self.strip)
        work.open()
        self.controller = ProfilesController(
            store=deps.profiles,
            vault=deps.vault,
            gateways=deps.gateways,
            work=work,
            strip=self.strip,
            window=window,
        )
        self.lists: list[tuple[Profile, ...]] = []
        self.saved: list[Profile] = []
        self.read: list[Profile] = []
        self.removed: list[str] = []
        self.controller.profiles_changed.connect(self.lists.append)
        self.controller.profile_saved.connect(self.saved.append)
        self.controller.settings_read.connect(self.read.append)
        self.controller.profile_removed.connect(self.removed.append)

    def said(self) -> str:
        return " ".join(f"{m.title} {m.rest}" for m in self.strip.messages)

    async def loaded(self) -> None:
        self.controller.load()
        await settled()

    async def save_dialog(self, **typed: str) -> None:
        dialog = await opened(ProfileDialog)
        for name, text in typed.items():
            field = child(dialog, QLineEdit, f"{name}Field")
            field.clear()
            QTest.keyClicks(field, text)
        QTest.mouseClick(child(dialog, QPushButton, "saveProfileButton"), Qt.MouseButton.LeftButton)
        await settled()

    async def answer(self, button: str) -> None:
        box = await opened(QMessageBox)
        if button:
            QTest.mouseClick(child(box, QPushButton, button), Qt.MouseButton.LeftButton)
        else:
            box.reject()
        await settled()


@pytest.fixture
def bench(deps: Deps, qtbot: QtBot, vault: MemoryVault, store: MemoryProfiles) -> Bench:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    store.stored = StoredProfiles(profiles=(SHOP,))
    vault.secrets[NAME] = Secret("hush")
    return Bench(deps, window)


async def test_the_practice_pool_is_always_the_last(bench: Bench) -> None:
    assert bench.controller.profiles == (unopened_practice_profile(),)
    await bench.loaded()
    assert bench.lists == [(SHOP, unopened_practice_profile())]
    assert bench.said() == ""


async def test_a_stored_profile_cannot_pose_as_the_practice_pool(
    bench: Bench, store: MemoryProfiles
) -> None:
    store.stored = StoredProfiles(profiles=(profile(profile_id=PRACTICE_PROFILE_ID), SHOP))
    await bench.loaded()
    assert bench.controller.profiles == (SHOP, unopened_practice_profile())


async def test_a_new_profile_is_saved_with_its_secret(
    bench: Bench, store: MemoryProfiles, vault: MemoryVault
) -> None:
    await bench.loaded()
    bench.controller.create()
    await bench.save_dialog(
        name="Fabrikam", user_pool_id="us-east-1_A", client_id="abc", clientSecret="quiet"
    )
    (new,) = bench.saved
    assert (new.name, new.region, new.has_client_secret) == ("Fabrikam", "us-east-1", True)
    assert store.saved == [(SHOP, new)]
    assert bench.lists[-1] == (SHOP, new, unopened_practice_profile())
    assert vault.secrets[client_secret_name(new.profile_id)] == Secret("quiet")


async def test_an_edit_changes_the_profile_in_its_place_and_keeps_the_secret(
    bench: Bench, store: MemoryProfiles, vault: MemoryVault
) -> None:
    store.stored = StoredProfiles(profiles=(SHOP, profile(profile_id="p2")))
    await bench.loaded()
    bench.controller.edit(SHOP)
    await bench.save_dialog(name="Renamed")
    assert [p.name for p in store.saved[-1]] == ["Renamed", "Contoso shop"]
    assert bench.saved[0].has_client_secret
    assert vault.secrets[NAME] == Secret("hush")


async def test_a_kept_secret_can_be_removed(
    bench: Bench, store: MemoryProfiles, vault: MemoryVault
) -> None:
    await bench.loaded()
    bench.controller.edit(SHOP)
    child(await opened(ProfileDialog), QCheckBox, "forgetSecretCheck").click()
    await bench.save_dialog()
    assert vault.secrets == {}
    assert not store.saved[-1][0].has_client_secret


async def test_a_cancelled_dialog_changes_nothing(bench: Bench, store: MemoryProfiles) -> None:
    await bench.loaded()
    bench.controller.edit(SHOP)
    (await opened(ProfileDialog)).reject()
    await settled()
    assert store.saved == []
    assert bench.saved == []


async def test_a_duplicate_has_its_own_id_and_the_same_secret(
    bench: Bench, store: MemoryProfiles, vault: MemoryVault
) -> None:
    await bench.loaded()
    bench.controller.duplicate(SHOP)
    await bench.save_dialog()
    copy = store.saved[-1][1]
    assert copy.name == "Contoso shop (copy)"
    assert copy.profile_id != SHOP.profile_id
    assert vault.secrets[client_secret_name(copy.profile_id)] == Secret("hush")


async def test_deleting_asks_first_and_takes_the_secret_along(
    bench: Bench, store: MemoryProfiles, vault: MemoryVault
) -> None:
    await bench.loaded()
    bench.controller.delete(SHOP)
    await bench.answer("")
    assert store.saved == []
    bench.controller.delete(SHOP)
    await bench.answer("confirmButton")
    assert store.saved == [()]
    assert bench.removed == ["p1"]
    assert bench.lists[-1] == (unopened_practice_profile(),)
    assert vault.secrets == {}


async def test_the_practice_pool_can_be_neither_changed_nor_removed(bench: Bench) -> None:
    for change in (bench.controller.edit, bench.controller.duplicate, bench.controller.delete):
        change(unopened_practice_profile())
    await settled()
    assert bench.lists == []


async def test_a_damaged_file_is_said(bench: Bench, store: MemoryProfiles) -> None:
    store.stored = StoredProfiles(profiles=(SHOP,), problem="profiles.json has errors.")
    await bench.loaded()
    assert "profiles.json has errors." in bench.said()
    bench.controller.edit(SHOP)
    await bench.save_dialog(name="x")
    assert len(store.saved) == 1


async def test_a_file_that_cannot_be_written_is_left_alone(
    bench: Bench, store: MemoryProfiles
) -> None:
    problem = "It is newer. Use that version."
    store.stored = StoredProfiles(profiles=(SHOP,), problem=problem, writable=False)
    await bench.loaded()
    assert [message.title for message in bench.strip.messages] == ["It is newer."]
    assert bench.strip.messages[0].rest.startswith("Use that version.")
    assert "It is newer." in bench.said()
    assert "for this run only" in bench.said()
    bench.controller.edit(SHOP)
    await bench.save_dialog(name="x")
    assert store.saved == []
    assert bench.controller.profiles[0].name == "x", "kept for this run"


class BrokenStore(MemoryProfiles):
    """Neither reads nor writes."""

    async def load(self) -> StoredProfiles:
        raise UserFacingError("The profiles could not be read.", "Permission denied.")

    async def save(self, profiles: Sequence[Profile]) -> None:
        raise UserFacingError("The profiles could not be saved.", "The disk is full.")


async def test_a_disk_that_refuses_is_said_and_the_practice_pool_is_there(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.controller, "_store", BrokenStore())
    await bench.loaded()
    assert "could not be read" in bench.said()
    assert bench.lists == [(unopened_practice_profile(),)]


async def test_a_full_disk_keeps_the_change_for_this_run(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.loaded()
    monkeypatch.setattr(bench.controller, "_store", BrokenStore())
    bench.controller.edit(SHOP)
    await bench.save_dialog(name="x")
    assert "The disk is full. Changes of profiles are kept for this run only." in bench.said()
    assert bench.controller.profiles[0].name == "x"


async def test_a_keyring_that_refuses_loses_no_profile(
    bench: Bench, store: MemoryProfiles, vault: MemoryVault
) -> None:
    await bench.loaded()
    vault.refuse = UserFacingError("The system keyring is locked.", "", "Unlock it.")
    bench.controller.edit(SHOP)
    await bench.save_dialog(name="x", clientSecret="new")
    assert "keyring is locked" in bench.said()
    assert store.saved[-1][0].name == "x"


CLIENT = Reply(record=record(), details={"AuthSessionValidity": 5})
POOL = Reply(record=record(), details={"DeviceConfiguration": {}})
DENIED = refusal("AccessDeniedException", "User: arn:aws:iam::1:user/x is not authorized")


async def read_clicked(bench: Bench, gateway: FakeGateway) -> SettingsDialog:
    bench.controller.read_settings(SHOP)
    dialog = await opened(SettingsDialog)
    assert gateway.calls == [], "nothing is read before it is asked for"
    button = child(dialog, QPushButton, "readSettingsButton")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    await until(lambda: len(gateway.calls) == 2)
    return dialog


async def test_settings_are_read_when_asked_for_and_kept_in_the_profile(
    bench: Bench, store: MemoryProfiles, gateway: FakeGateway
) -> None:
    await bench.loaded()
    gateway.results = [CLIENT, POOL]
    dialog = await read_clicked(bench, gateway)
    await until(lambda: bool(bench.read))
    assert gateway.opened == [SHOP]
    assert {call.operation for call in gateway.calls} == {
        "DescribeUserPoolClient",
        "DescribeUserPool",
    }
    (read,) = bench.read
    assert read.known is not None
    assert (read.known.session_validity_s, read.known.device_tracking) == (300.0, True)
    assert store.saved == [(read,)]
    assert bench.lists[-1][0] == read
    assert bench.saved == [], "it is no edit"
    assert "Read just now" in texts(dialog, "settingsState")[0]
    dialog.reject()
    await settled()


async def test_a_denied_call_is_said_and_the_rest_is_kept(
    bench: Bench, store: MemoryProfiles, gateway: FakeGateway
) -> None:
    await bench.loaded()
    gateway.results = [CLIENT, DENIED]
    dialog = await read_clicked(bench, gateway)
    await until(lambda: bool(bench.read))
    assert "lacks cognito-idp:DescribeUserPool " in texts(dialog, "settingsFailures")[0]
    assert bench.read[0].session_life_s == 300.0
    dialog.reject()
    await settled()
    assert len(store.saved) == 1


async def test_nothing_read_changes_nothing(
    bench: Bench, store: MemoryProfiles, gateway: FakeGateway
) -> None:
    await bench.loaded()
    gateway.results = [DENIED, DENIED]
    dialog = await read_clicked(bench, gateway)
    await until(lambda: bool(texts(dialog, "settingsFailures")))
    assert texts(dialog, "settingsState") == ["Nothing could be read."]
    dialog.reject()
    await settled()
    assert (bench.read, store.saved) == ([], [])


class LatePending(FakePending):
    """Answers when it is let."""

    def __init__(self, result: CallResult | None, may_answer: asyncio.Event) -> None:
        super().__init__(result)
        self._may_answer = may_answer

    async def result(self) -> CallResult:
        await self._may_answer.wait()
        return await super().result()


class LateGateway(FakeGateway):
    """All of whose answers wait."""

    def __init__(self, results: Sequence[CallResult]) -> None:
        super().__init__(results)
        self.may_answer = asyncio.Event()

    def begin(self, call: ApiCall, permit: Permit | None = None) -> FakePending:
        self.calls.append(call)
        return LatePending(self.results.pop(0), self.may_answer)


async def test_what_comes_after_the_dialog_was_closed_is_kept_too(
    deps: Deps, bench: Bench, store: MemoryProfiles
) -> None:
    gateway = LateGateway([CLIENT, POOL])
    bench = Bench(replace(deps, gateways=gateway), bench.window)
    await bench.loaded()
    dialog = await read_clicked(bench, gateway)
    assert not child(dialog, QPushButton, "readSettingsButton").isEnabled()
    assert texts(dialog, "settingsState") == ["Reading…"]
    dialog.reject()
    await until(lambda: bench.controller._settings_dialog is None)
    gateway.may_answer.set()
    await settled()
    assert [p.session_life_s for p in bench.read] == [300.0]
    assert len(store.saved) == 1


async def test_the_practice_pool_is_not_asked(bench: Bench, gateway: FakeGateway) -> None:
    bench.controller.read_settings(unopened_practice_profile())
    await settled()
    assert gateway.opened == []
