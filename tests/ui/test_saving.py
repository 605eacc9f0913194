"""*Saved* is said after the commit, and what is not being saved stands on the strip."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.history import JournalState
from console.core.history import Keeping as How
from console.ui.desk_tabs import DeskTabs
from console.ui.history.keeping import Keeping
from console.ui.message_strip import MessageStrip
from console.ui.saving import Saving
from console.ui.status_line import StatusLine
from console.ui.theme import Theme
from tests.fakes import MemoryJournal
from tests.ui.fakes_ui import FakeDesk, child, header, texts

FULL = JournalState(keeping=How.NOT_KEPT, reason="The disk is full.", hint="Free some space.")
REFUSED = UserFacingError("The attempt could not be kept in the journal.", "The disk is full.")


class Bench:
    def __init__(self, journal: MemoryJournal, window: QWidget) -> None:
        self.journal, self.window = journal, window
        self.tabs = DeskTabs(desk_factory=FakeDesk)
        self.strip = MessageStrip()
        self.status = StatusLine()
        for part in (self.tabs, self.strip, self.status):
            part.setParent(window)
        self.tabs.add_desk()
        self.saving = Saving(
            keeping=Keeping(journal=journal, parent=window),
            tabs=self.tabs,
            strip=self.strip,
            status=self.status,
            parent=window,
        )

    def said(self) -> list[str]:
        return texts(self.status, "savedLabel")

    def titles(self) -> list[str]:
        return [message.title for message in self.strip.messages]


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme, journal: MemoryJournal) -> Bench:
    assert theme is not None
    window = QWidget()
    qtbot.addWidget(window)
    return Bench(journal, window)


def test_saved_is_said_of_the_tab_s_attempt_after_the_commit(bench: Bench, qtbot: QtBot) -> None:
    bench.saving.show()
    assert bench.said() == []
    bench.tabs.current.show_record(header("9"))
    bench.saving.show()
    assert bench.said() == ["saving…"]
    bench.journal.headers["9"] = header("9")
    bench.journal.change(JournalState(keeping=How.ENCRYPTED))
    qtbot.waitUntil(lambda: bench.said() == ["● saved"])


def test_what_is_not_being_saved_is_said_until_it_is_again(bench: Bench, qtbot: QtBot) -> None:
    bench.journal.change(FULL)
    qtbot.waitUntil(lambda: bench.said() == ["✕ not being saved"])
    assert "Free some space." in child(bench.status, QLabel, "savedLabel").toolTip()
    assert bench.titles() == ["Not being saved."]
    assert bench.strip.messages[0].rest == "The disk is full. Free some space."
    bench.journal.change(JournalState(keeping=How.ENCRYPTED))
    qtbot.waitUntil(lambda: bench.said() == [])
    assert bench.titles() == []


def test_without_a_keyring_names_are_not_kept(bench: Bench, qtbot: QtBot) -> None:
    bench.journal.change(JournalState(keeping=How.PLAIN, reason="There is no keyring."))
    qtbot.waitUntil(lambda: bench.said() == ["names are not kept"])
    assert bench.titles() == ["Names are not kept: there is no keyring."]


def test_a_refusal_is_said_once(bench: Bench) -> None:
    bench.journal.now = FULL
    bench.saving.show_not_kept(REFUSED)
    assert bench.titles() == ["Not being saved."], "the state says it already"


@pytest.mark.parametrize("keeping", [How.ENCRYPTED, How.NOT_OPENED])
def test_a_refusal_that_the_state_does_not_tell_is_said(bench: Bench, keeping: How) -> None:
    bench.journal.now = JournalState(keeping=keeping)
    bench.saving.show_not_kept(REFUSED)
    assert bench.titles() == [REFUSED.title]
