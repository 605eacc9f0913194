"""Who has which profile: the latest wish wins, and what runs is left alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.pool_settings import PoolSettings
from console.core.ports import PracticeDesk, client_secret_name
from console.core.profile import PRACTICE_PROFILE_ID
from console.core.secret import Secret
from console.ui.deps import Deps
from console.ui.desk_tabs import DeskTabs, TabDesk
from console.ui.message_strip import MessageStrip
from console.ui.profiles.practice_dialog import PracticeDialog
from console.ui.profiles.target_controller import TargetController
from console.ui.profiles.targets import Targets, unopened_practice_profile
from console.ui.strip_tasks import StripTasks
from tests.fakes import FakePractice, MemoryVault, profile
from tests.ui.fakes_ui import FakeDesk, child, opened, settled

SHOP = profile(has_client_secret=True)
DEV = profile(profile_id="p2", name="Fabrikam dev")


class SlowRoom(FakePractice):
    """Opens when it is told to, or not at all."""

    def __init__(self, desk: PracticeDesk) -> None:
        super().__init__(desk)
        self.may_open = asyncio.Event()
        self.may_open.set()
        self.refuse: UserFacingError | None = None

    async def open(self) -> PracticeDesk:
        await self.may_open.wait()
        if self.refuse is not None:
            raise self.refuse
        return self.desk


class Bench:
    """The controller with tabs of fake desks."""

    def __init__(self, deps: Deps, window: QWidget, room: FakePractice) -> None:
        self.room = SlowRoom(room.desk)
        self.strip = MessageStrip()
        self.strip.setParent(window)
        self.tabs = DeskTabs(desk_factory=FakeDesk)
        self.tabs.setParent(window)
        work = StripTasks(tasks=deps.tasks, strip=self.strip)
        work.open()
        self.controller = TargetController(
            targets=Targets(vault=deps.vault, practice=self.room),
            tabs=self.tabs,
            work=work,
            strip=self.strip,
            window=window,
        )
        self.changed: list[TabDesk] = []
        self.controller.target_changed.connect(self.changed.append)
        self.tabs.add_desk()

    @property
    def desk(self) -> FakeDesk:
        desk = self.tabs.current
        assert isinstance(desk, FakeDesk)
        return desk


@pytest.fixture
def bench(deps: Deps, qtbot: QtBot, vault: MemoryVault, room: FakePractice) -> Bench:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    vault.secrets[client_secret_name("p1")] = Secret("hush")
    return Bench(deps, window, room)


async def test_a_profile_comes_with_its_secret(bench: Bench) -> None:
    bench.controller.use_profile(SHOP)
    await settled()
    assert bench.desk.profile == SHOP
    assert bench.desk.client_secret == Secret("hush")
    assert bench.changed == [bench.desk]
    assert bench.strip.messages == ()


async def test_the_practice_pool_fills_in_its_first_user(bench: Bench) -> None:
    bench.controller.use_practice()
    await settled()
    assert bench.desk.profile is not None
    assert bench.desk.profile.endpoint_url == "http://127.0.0.1:9"
    assert bench.desk.user is not None
    assert bench.desk.user.username == "alice"


async def test_the_cursor_goes_to_the_form_of_a_chosen_user_and_of_a_new_tab(bench: Bench) -> None:
    bench.controller.use_profile(DEV)
    await settled()
    assert bench.desk.led_to_form == 0, "arrows in the list of profiles keep the focus"
    bench.controller.use_user(bench.room.desk.users[2])
    await settled()
    assert bench.desk.led_to_form == 1
    bench.controller.open_tab()
    await settled()
    assert bench.desk.led_to_form == 1


async def test_the_latest_wish_wins(bench: Bench) -> None:
    bench.room.may_open.clear()
    bench.controller.use_practice()
    bench.controller.use_profile(DEV)
    bench.room.may_open.set()
    await settled()
    assert bench.desk.profile == DEV
    assert bench.changed == [bench.desk]


async def test_a_pool_that_does_not_open_is_said_and_changes_nothing(bench: Bench) -> None:
    bench.controller.use_profile(DEV)
    await settled()
    bench.room.refuse = UserFacingError("The practice pool could not be started.")
    bench.controller.use_practice()
    await settled()
    assert [m.title for m in bench.strip.messages] == ["The practice pool could not be started."]
    assert bench.desk.profile == DEV
    assert bench.changed == [bench.desk] * 2, "so that the list can be set back"


async def test_a_missing_secret_is_said_when_the_profile_is_used(
    bench: Bench, vault: MemoryVault
) -> None:
    vault.secrets.clear()
    bench.controller.use_profile(SHOP)
    await settled()
    assert bench.desk.profile == SHOP
    assert "not in the vault" in bench.strip.messages[0].title


async def test_a_busy_desk_is_left_alone_and_a_new_tab_opens(bench: Bench) -> None:
    busy = bench.desk
    bench.controller.use_profile(SHOP)
    await settled()
    busy.begin()
    bench.controller.use_profile(DEV)
    await settled()
    assert busy.profile == SHOP
    assert bench.desk is not busy
    assert bench.desk.profile == DEV


async def test_a_saved_profile_reaches_every_desk_that_has_it(bench: Bench) -> None:
    first = bench.desk
    bench.controller.use_profile(DEV)
    await settled()
    bench.controller.open_tab()
    await settled()
    second = bench.desk
    assert second is not first
    assert second.profile == DEV, "a new tab begins with the same profile"
    renamed = profile(profile_id="p2", name="Renamed")
    second.begin()
    bench.controller.profile_saved(renamed)
    await settled()
    assert first.profile == renamed
    assert second.profile == DEV, "what runs keeps its own"
    second.end()
    assert second.profile == renamed


async def test_a_new_profile_is_used_at_once(bench: Bench) -> None:
    bench.controller.profile_saved(DEV)
    await settled()
    assert bench.desk.profile == DEV


async def test_what_was_read_reaches_the_desks_that_have_the_profile_and_no_other(
    bench: Bench,
) -> None:
    bench.controller.use_profile(DEV)
    await settled()
    bench.controller.settings_read(SHOP)
    await settled()
    assert bench.desk.profile == DEV
    read = replace(DEV, known=PoolSettings(session_validity_s=300.0))
    bench.controller.settings_read(read)
    await settled()
    assert bench.desk.profile == read


async def test_a_removed_profile_leaves_its_desks(bench: Bench) -> None:
    bench.controller.use_profile(DEV)
    await settled()
    bench.controller.profile_removed("other")
    assert bench.desk.profile == DEV
    bench.controller.profile_removed("p2")
    assert bench.desk.profile is None


async def test_at_the_start_the_first_profile_is_used_if_none_was_chosen(bench: Bench) -> None:
    practice = unopened_practice_profile()
    bench.controller.use_first((practice,))
    await settled()
    assert bench.desk.profile is None
    bench.controller.use_first((DEV, practice))
    bench.controller.use_first((SHOP, practice))
    await settled()
    assert bench.desk.profile == DEV


async def test_a_closed_desk_gets_nothing_any_more(bench: Bench) -> None:
    bench.room.may_open.clear()
    closing = bench.desk
    bench.controller.use_practice()
    bench.tabs.add_desk()
    bench.tabs.remove_desk(closing)
    bench.room.may_open.set()
    await settled()
    assert bench.changed == []
    assert bench.strip.messages == ()


async def test_the_practice_screen_chooses_a_user(bench: Bench) -> None:
    bench.controller.choose_practice_user()
    dialog = await opened(PracticeDialog)
    child(dialog, QTableWidget, "practiceTable").setCurrentCell(1, 0)
    button = child(dialog, QPushButton, "usePracticeUserButton")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    await settled()
    assert bench.desk.user is not None
    assert bench.desk.user.username == "bob"
    assert bench.desk.profile is not None
    assert bench.desk.profile.profile_id == PRACTICE_PROFILE_ID
    assert bench.desk.profile.client_id == "confidentialclient"
    assert bench.desk.client_secret == Secret("hush")


async def test_the_practice_screen_can_be_left(bench: Bench) -> None:
    bench.controller.choose_practice_user()
    (await opened(PracticeDialog)).reject()
    await settled()
    assert bench.desk.profile is None
