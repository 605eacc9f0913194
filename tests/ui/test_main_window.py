"""The window by clicks and keys, on fake desks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QFrame,
    QLineEdit,
    QListView,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)

from console.core.errors import UserFacingError
from console.core.history import JournalState, Keeping
from console.core.ports import StoredProfiles
from console.core.profile import PRACTICE_PROFILE_ID, ProfileKind
from console.core.record import Outcome
from console.ui.about.about_dialog import AboutDialog
from console.ui.about.shortcuts_dialog import ShortcutsDialog
from console.ui.actions import ACTIONS
from console.ui.connection.dialog import ConnectionDialog
from console.ui.deps import Deps
from console.ui.desk import Desk
from console.ui.desk_tabs import DeskTabs
from console.ui.doctor.dialog import DoctorDialog
from console.ui.explain.dialog import ExplainDialog
from console.ui.export.dialog import ExportDialog
from console.ui.main_window import MainWindow
from console.ui.message_strip import MessageStrip
from console.ui.person.dialog import PersonDialog
from console.ui.profiles.practice_dialog import PracticeDialog
from console.ui.profiles.profile_dialog import ProfileDialog
from console.ui.profiles.settings_dialog import SettingsDialog
from tests.fakes import MemoryJournal, MemoryProfiles, profile
from tests.ui.fakes_ui import FakeDesk, child, header, opened, settled, texts, until

SHOP = profile(aws_profile="support-readonly")
DEV = profile(profile_id="p2", name="Fabrikam dev", kind=ProfileKind.DEVELOPMENT)
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class Operator:
    """The window as the person before it uses it."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.tabs = child(window, DeskTabs, "deskTabs")
        self.strip = child(window, MessageStrip, "messageStrip")

    @property
    def desk(self) -> FakeDesk:
        desk = self.tabs.current
        assert isinstance(desk, FakeDesk)
        return desk

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(self.window, key, modifiers)

    def action(self, name: str) -> QAction:
        (found,) = self.window.findChildren(QAction, f"{name}Action")
        return found

    def click_row(self, name: str, row: int) -> None:
        rows = child(self.window, QListView, name)
        place = rows.visualRect(rows.model().index(row, 0)).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def marked(self, name: str) -> list[str]:
        rows = child(self.window, QListView, name)
        return [index.data() for index in rows.selectedIndexes()]

    def type_ticket(self, text: str) -> None:
        field = child(self.window, QLineEdit, "ticketField")
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    def ticket(self) -> str:
        return child(self.window, QLineEdit, "ticketField").text()

    def said(self, name: str) -> list[str]:
        return texts(self.window, name)

    def can_export(self) -> bool:
        return child(self.window, QPushButton, "exportButton").isEnabled()


@asynccontextmanager
async def console(deps: Deps, *, practice: bool = False) -> AsyncIterator[Operator]:
    """The window, loaded; closed at the end as the program closes it."""
    window = MainWindow(deps=deps, desk_factory=FakeDesk)
    window.show()
    window.activateWindow()
    await until(window.isActiveWindow)
    window.start(practice=practice)
    await settled()
    try:
        yield Operator(window)
    finally:
        await closed(window)
        window.deleteLater()


async def closed(window: MainWindow) -> None:
    if window.isVisible():
        gone = asyncio.Event()
        window.closed.connect(gone.set)
        window.close()
        await gone.wait()
    await settled()


@pytest.fixture(autouse=True)
def stored(store: MemoryProfiles) -> None:
    store.stored = StoredProfiles(profiles=(SHOP, DEV))


async def test_it_is_shown_before_anything_is_loaded(deps: Deps) -> None:
    window = MainWindow(deps=deps, desk_factory=FakeDesk)
    window.show()
    operator = Operator(window)
    assert operator.said("profileNameLabel") == ["No profile chosen"]
    rows = child(window, QListView, "profileList").model()
    assert [rows.index(n, 0).data() for n in range(rows.rowCount())] == ["Practice pool"]
    assert not operator.can_export()
    window.start()
    await settled()
    assert rows.rowCount() == 3
    await closed(window)
    window.deleteLater()


async def test_after_loading_the_first_profile_is_in_use(deps: Deps) -> None:
    async with console(deps) as operator:
        assert operator.desk.profile == SHOP
        assert operator.marked("profileList") == ["Contoso shop"]
        assert operator.said("profileNameLabel") == ["Contoso shop"]
        assert operator.said("credentialsLabel") == ["AWS profile support-readonly"]
        assert operator.said("vaultLabel") == ["vault"]
        assert operator.strip.messages == ()


async def test_on_the_practice_pool_a_first_attempt_is_one_click_away(deps: Deps) -> None:
    async with console(deps, practice=True) as operator:
        assert operator.desk.profile is not None
        assert operator.desk.profile.profile_id == PRACTICE_PROFILE_ID
        assert operator.desk.user is not None
        assert operator.said("kindChip") == ["◇ SIMULATED"]
        assert operator.marked("profileList") == ["Practice pool"]


async def test_a_click_on_a_profile_uses_it(deps: Deps) -> None:
    async with console(deps) as operator:
        operator.click_row("profileList", 1)
        await settled()
        assert operator.desk.profile == DEV
        assert operator.said("kindChip") == ["● DEVELOPMENT"]


async def test_a_lab_with_an_endpoint_has_a_banner_as_long_as_it_is_in_use(deps: Deps) -> None:
    async with console(deps) as operator:
        banner = child(operator.window, QFrame, "endpointBanner")
        assert not banner.isVisible()
        lab = replace(DEV, kind=ProfileKind.LAB, endpoint_url="http://lab.example:5000")
        operator.desk.set_profile(lab, None)
        operator.window._show_current()
        assert banner.isVisible()
        assert operator.said("endpointBannerText") == [
            "Requests go to http://lab.example:5000, not to AWS."
        ]
        operator.click_row("profileList", 0)
        await settled()
        assert not banner.isVisible()


async def test_a_tab_that_is_deleted_is_told(deps: Deps) -> None:
    async with console(deps) as operator:
        told: list[bool] = []
        operator.window.tab_closed.connect(lambda: told.append(True))
        operator.key(Qt.Key.Key_T, CTRL)
        await settled()
        operator.key(Qt.Key.Key_W, CTRL)
        await settled()
        await settled()
        assert told == [True]


async def test_tabs_have_their_own_profile_and_ticket(deps: Deps) -> None:
    async with console(deps) as operator:
        first = operator.desk
        operator.type_ticket("CS-1")
        operator.key(Qt.Key.Key_T, CTRL)
        await settled()
        assert operator.desk is not first
        assert operator.desk.profile == SHOP
        assert operator.ticket() == ""
        operator.click_row("profileList", 1)
        await settled()
        operator.type_ticket("CS-2")
        operator.tabs.show_desk(first)
        assert operator.ticket() == "CS-1"
        assert operator.marked("profileList") == ["Contoso shop"]
        assert [desk.ticket for desk in operator.tabs.desks] == ["CS-1", "CS-2"]


async def test_the_last_tab_stays_and_others_can_be_closed(deps: Deps) -> None:
    async with console(deps) as operator:
        assert not operator.action("close_tab").isEnabled()
        first = operator.desk
        operator.key(Qt.Key.Key_T, CTRL)
        await settled()
        second = operator.desk
        second.begin("9")
        operator.key(Qt.Key.Key_W, CTRL)
        await settled()
        assert second.asked[-2:] == ["close", "cancel"]
        assert operator.tabs.desks == (first,)
        operator.key(Qt.Key.Key_W, CTRL)
        await settled()
        assert operator.tabs.desks == (first,)


async def test_keys_run_cancel_and_find(deps: Deps) -> None:
    async with console(deps) as operator:
        operator.key(Qt.Key.Key_Return, CTRL)
        operator.key(Qt.Key.Key_Escape)
        assert operator.desk.asked == ["run"], "there is nothing to cancel yet"
        operator.desk.begin()
        assert not operator.action("new_request").isEnabled()
        operator.key(Qt.Key.Key_Escape)
        assert operator.desk.asked == ["run", "cancel"]
        operator.key(Qt.Key.Key_N, CTRL)
        assert operator.desk.asked[-1] == "new request"
        operator.key(Qt.Key.Key_F, CTRL)
        assert operator.desk.filter.hasFocus()


async def test_an_attempt_goes_through_the_history_to_the_disk(
    deps: Deps, journal: MemoryJournal
) -> None:
    async with console(deps) as operator:
        assert operator.said("savedLabel") == []
        attempt = operator.desk.begin("9")
        assert operator.said("savedLabel") == ["saving…"]
        await journal.begin(attempt.record())
        await until(lambda: operator.said("savedLabel") == ["● saved"])
        assert operator.marked("historyList") == ["alice · running"]
        assert operator.can_export()
        operator.desk.end()
        assert operator.marked("historyList") == ["alice · signed in"]
        assert operator.said("savedLabel") == ["● saved"]
        operator.type_ticket("CS-5")
        QTest.keyClick(child(operator.window, QLineEdit, "ticketField"), Qt.Key.Key_Return)
        await settled()
        assert journal.headers["9"].ticket == "CS-5"


async def test_a_ticket_is_kept_when_another_tab_comes_to_the_front(
    deps: Deps, journal: MemoryJournal
) -> None:
    async with console(deps) as operator:
        attempt = operator.desk.begin("9")
        await journal.begin(attempt.record())
        operator.desk.end()
        operator.type_ticket("CS-6")
        operator.key(Qt.Key.Key_T, CTRL)
        await settled()
        assert journal.headers["9"].ticket == "CS-6"


async def test_what_the_journal_refuses_is_said_until_it_is_saved(
    deps: Deps, journal: MemoryJournal
) -> None:
    async with console(deps) as operator:
        attempt = operator.desk.begin("9")
        journal.change(JournalState(keeping=Keeping.NOT_KEPT, reason="The disk is full."))
        operator.window.show_not_kept(UserFacingError("Not kept.", "The disk is full."))
        operator.desk.end()
        assert operator.said("savedLabel") == ["✕ not being saved"]
        assert [m.title for m in operator.strip.messages] == ["Not being saved."]
        journal.now = JournalState(keeping=Keeping.ENCRYPTED)
        await journal.finish(attempt.record())
        await until(lambda: operator.said("savedLabel") == ["● saved"])
        assert operator.strip.messages == ()


async def test_the_history_is_searched_by_key_and_deleted_from_the_menu(
    deps: Deps, journal: MemoryJournal
) -> None:
    for number, name in enumerate(("anna", "bert")):
        kept = header(str(number), username=name)
        journal.headers[kept.attempt_id], journal.events[kept.attempt_id] = kept, []
    async with console(deps) as operator:
        operator.key(Qt.Key.Key_H, CTRL | Qt.KeyboardModifier.ShiftModifier)
        search = child(operator.window, QLineEdit, "historyFilter")
        assert search.hasFocus()
        QTest.keyClicks(search, "bert")
        await settled()
        operator.click_row("historyList", 0)
        await settled()
        shown = operator.desk.record()
        assert shown is not None
        assert shown.username == "bert"
        operator.action("delete_history").trigger()
        question = await opened(QMessageBox)
        child(question, QPushButton, "confirmButton").click()
        await settled()
        assert journal.headers == {}
        assert operator.desk.asked == ["new request"]


async def test_the_history_can_be_filtered_by_every_profile(deps: Deps) -> None:
    async with console(deps) as operator:
        seen = operator.window._history_panel.seen
        assert set(seen.texts("profile")) == {"Practice pool", "Contoso shop", "Fabrikam dev"}


async def test_a_closed_window_hears_the_journal_no_more(
    deps: Deps, journal: MemoryJournal
) -> None:
    async with console(deps):
        assert len(journal.watchers) == 1
    assert journal.watchers == []


async def test_a_history_row_opens(deps: Deps, journal: MemoryJournal) -> None:
    journal.headers["1"] = header("1", username="bert", ticket="CS-1")
    journal.events["1"] = []
    async with console(deps) as operator:
        operator.click_row("historyList", 0)
        await settled()
        assert operator.desk.record() == journal.headers["1"]
        assert operator.ticket() == "CS-1"
        assert operator.can_export()
        assert operator.marked("historyList") == ["bert · signed in"]


async def test_what_a_desk_tells_is_shown(deps: Deps) -> None:
    async with console(deps) as operator:
        operator.desk.problem_raised.emit(UserFacingError("No code yet."))
        operator.window.show_error(UserFacingError("From elsewhere."))
        assert [m.title for m in operator.strip.messages] == ["No code yet.", "From elsewhere."]


async def test_a_refused_ticket_is_said(deps: Deps) -> None:
    async with console(deps) as operator:
        operator.type_ticket("<")
        QTest.keyClick(child(operator.window, QLineEdit, "ticketField"), Qt.Key.Key_Return)
        assert "ticket number" in operator.strip.messages[0].title
        assert operator.desk.ticket is None


async def test_export_takes_the_ticket_of_the_tab(deps: Deps) -> None:
    async with console(deps) as operator:
        operator.key(Qt.Key.Key_E, CTRL)
        operator.desk.show_record(header("1", outcome=Outcome.FAILED))
        operator.desk.set_ticket("CS-99")
        operator.desk.title_changed.emit("")
        button = child(operator.window, QPushButton, "exportButton")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        dialog = await opened(ExportDialog)
        assert "CS-99" in dialog.chosen().text.text
        dialog.reject()
        await settled()


@pytest.mark.parametrize(
    ("action", "dialog"),
    [
        ("shortcuts", ShortcutsDialog),
        ("about", AboutDialog),
        ("doctor", DoctorDialog),
        ("new_profile", ProfileDialog),
        ("edit_profile", ProfileDialog),
        ("read_settings", SettingsDialog),
        ("test_connection", ConnectionDialog),
        ("explain_pasted", ExplainDialog),
        ("find_user", PersonDialog),
        ("duplicate_profile", ProfileDialog),
        ("delete_profile", QMessageBox),
        ("delete_history", QMessageBox),
        ("practice_users", PracticeDialog),
    ],
)
async def test_menus_open_dialogs(deps: Deps, action: str, dialog: type[QDialog]) -> None:
    async with console(deps) as operator:
        operator.action(action).trigger()
        (await opened(dialog)).reject()
        await settled()


async def test_new_and_practice_users_are_a_click_away(deps: Deps) -> None:
    async with console(deps, practice=True) as operator:
        for name, kind in (
            ("newProfileButton", ProfileDialog),
            ("practiceUsersButton", PracticeDialog),
        ):
            button = child(operator.window, QToolButton, name)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            dialog: QDialog = await opened(kind)
            dialog.reject()
            await settled()


async def test_the_practice_pool_s_profile_cannot_be_changed_from_the_menu(deps: Deps) -> None:
    names = ("edit_profile", "duplicate_profile", "delete_profile")
    async with console(deps) as operator:
        assert all(operator.action(name).isEnabled() for name in names)
        operator.click_row("profileList", 2)
        await settled()
        assert not any(operator.action(name).isEnabled() for name in names)


async def test_the_theme_can_be_forced(deps: Deps) -> None:
    async with console(deps) as operator:
        seen = []
        for name in ("theme_dark", "theme_light", "theme_system"):
            operator.action(name).trigger()
            seen.append(deps.theme.dark)
        assert seen[:2] == [True, False]


async def test_closing_cancels_what_runs_and_says_so_at_the_end(deps: Deps) -> None:
    async with console(deps) as operator:
        attempt = operator.desk.begin("9")
        operator.key(Qt.Key.Key_T, CTRL)
        await settled()
        gone: list[Outcome | None] = []
        operator.window.closed.connect(lambda: gone.append(attempt.outcome))
        operator.action("quit").trigger()
        operator.window.close()
        assert gone == [], "it waits for what runs"
        assert not operator.window.isVisible(), "out of sight at once"
        await settled()
        assert gone == [Outcome.CANCELLED]
        assert not operator.window.isVisible()


async def test_a_window_whose_calls_take_time_is_out_of_sight_meanwhile(
    deps: Deps, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console(deps) as operator:
        may_end, gone = asyncio.Event(), []
        operator.window.closed.connect(lambda: gone.append(True))

        async def revoke() -> None:
            await may_end.wait()

        monkeypatch.setattr(operator.desk, "close_desk", revoke)
        operator.window.close()
        await asyncio.sleep(0)
        assert (operator.window.isVisible(), gone) == (False, [])
        operator.window.close()  # a signal once more
        may_end.set()
        await settled()
        assert gone == [True]


async def test_a_tab_is_gone_at_once_and_its_calls_are_waited_for(
    deps: Deps, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console(deps) as operator:
        first = operator.desk
        operator.key(Qt.Key.Key_T, CTRL)
        await until(lambda: operator.desk is not first)
        second, may_end, asked = operator.desk, asyncio.Event(), []

        async def revoke() -> None:
            asked.append("close")
            await may_end.wait()

        monkeypatch.setattr(second, "close_desk", revoke)
        operator.key(Qt.Key.Key_W, CTRL)
        operator.key(Qt.Key.Key_W, CTRL)  # the last tab stays
        await until(lambda: asked == ["close"])
        assert operator.tabs.desks == (first,)
        assert operator.tabs.closing == (second,)
        gone: list[bool] = []
        operator.window.closed.connect(lambda: gone.append(True))
        operator.window.close()
        await until(lambda: asked == ["close", "close"])
        assert gone == [], "it waits for the tab that was closed before"
        may_end.set()
        await settled()
        assert gone == [True]
        assert len(operator.tabs.closing) == 0


async def test_escape_stops_a_call_that_follows_a_sign_in(deps: Deps) -> None:
    async with console(deps) as operator:
        operator.desk.begin()
        operator.desk.end()
        assert not operator.action("cancel").isEnabled()
        operator.desk.follow_up(under_way=True)
        operator.key(Qt.Key.Key_Escape)
        assert operator.desk.asked == ["cancel"]
        operator.desk.follow_up(under_way=False)
        assert not operator.action("cancel").isEnabled()


async def test_what_a_desk_has_to_say_is_on_the_strip(deps: Deps) -> None:
    async with console(deps) as operator:
        operator.desk.told.emit("Started over: a new attempt from the first call.")
        (message,) = operator.strip.messages
        assert message.title == "Started over: a new attempt from the first call."


async def test_closing_keeps_a_ticket_that_was_typed_last(
    deps: Deps, journal: MemoryJournal
) -> None:
    async with console(deps) as operator:
        attempt = operator.desk.begin("9")
        await journal.begin(attempt.record())
        operator.desk.end()
        operator.type_ticket("CS-8")
        operator.window.close()
        await settled()
        assert journal.headers["9"].ticket == "CS-8"


async def test_a_desk_that_fails_to_close_does_not_keep_the_window(
    deps: Deps, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console(deps) as operator:

        async def fail() -> None:
            raise OSError("broken")

        monkeypatch.setattr(operator.desk, "close_desk", fail)
        operator.window.close()
        await settled()
        assert not operator.window.isVisible()


async def test_a_window_closed_before_the_loop_ran_ends_when_it_runs(deps: Deps) -> None:
    window = MainWindow(deps=deps, desk_factory=FakeDesk)
    window.show()
    gone: list[bool] = []
    window.close()
    window.closed.connect(lambda: gone.append(True))
    window.start()
    await settled()
    assert gone == [True]
    assert not window.isVisible()
    window.deleteLater()


async def test_a_click_before_the_loop_ran_is_not_lost(deps: Deps) -> None:
    window = MainWindow(deps=deps, desk_factory=FakeDesk)
    window.show()
    operator = Operator(window)
    operator.click_row("profileList", 0)
    window.start()
    await settled()
    assert operator.said("profileNameLabel") == ["Practice pool"]
    await closed(window)
    window.deleteLater()


async def test_everything_in_the_window_has_a_name(deps: Deps, journal: MemoryJournal) -> None:
    names = {"profileList", "historyList", "ticketField", "exportButton", "messageStrip"}
    journal.headers["1"] = header("1")
    async with console(deps) as operator:
        child(operator.window, QToolButton, "historyFilterButton").click()
        found = {w.objectName() for w in operator.window.findChildren(QWidget)}
        assert names <= found
        usable = [
            w
            for w in operator.window.findChildren(QWidget)
            if isinstance(w, QAbstractButton | QLineEdit | QListView | QComboBox)
            and w.isVisible()
            and not isinstance(w.parent(), FakeDesk)
        ]
        assert len(usable) == 15
        assert [w for w in usable if not (w.objectName() and spoken(w))] == []


def spoken(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def test_every_action_has_a_handler(deps: Deps) -> None:
    window = MainWindow(deps=deps, desk_factory=FakeDesk)
    assert set(window._handlers()) == {spec.id for spec in ACTIONS}
    window.deleteLater()


async def test_tab_reaches_everything_and_comes_back(deps: Deps) -> None:
    window = MainWindow(deps=deps, desk_factory=lambda parent: Desk(deps=deps, parent=parent))
    window.show()
    window.activateWindow()
    await until(window.isActiveWindow)
    window.start(practice=True)
    await settled()
    start = window.focusWidget()
    assert start is not None
    assert start.objectName() == "usernameField", "typing can begin at once"
    seen = []
    for _ in range(60):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        focus = window.focusWidget()
        assert focus is not None
        if focus is start:
            break
        seen.append(focus.objectName())
    else:
        pytest.fail(f"Tab does not come back: {seen}")
    assert {"runButton", "timelineFilter", "profileList", "ticketField", "flowCombo"} <= set(seen)
    await closed(window)
    window.deleteLater()


async def test_closing_a_tab_leads_to_the_form_of_the_next(deps: Deps) -> None:
    async with console(deps) as operator:
        first = operator.desk
        operator.key(Qt.Key.Key_T, CTRL)
        led = first.led_to_form
        operator.key(Qt.Key.Key_W, CTRL)
        await settled()
        assert operator.desk is first
        assert first.led_to_form == led + 1


async def test_what_was_saved_is_no_news_once_the_next_attempt_runs(deps: Deps) -> None:
    async with console(deps) as operator:
        operator.strip.show_info("Saved: a.md")
        operator.desk.begin()
        assert operator.strip.messages == ()
        operator.desk.end()
        await settled()
