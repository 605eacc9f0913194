"""The journal tells on its own thread; the window hears on its own."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.core.history import JournalState
from console.core.history import Keeping as How
from console.ui.history.keeping import Keeping
from tests.fakes import MemoryJournal
from tests.ui.fakes_ui import header


def test_what_is_told_on_another_thread_is_heard_here_once(
    qtbot: QtBot, journal: MemoryJournal
) -> None:
    parent = QObject()
    keeping = Keeping(journal=journal, parent=parent)
    heard: list[int] = []
    keeping.changed.connect(lambda: heard.append(threading.get_ident()))
    full = JournalState(keeping=How.NOT_KEPT, reason="The disk is full.")

    def tell() -> None:
        for _ in range(10):
            journal.change(full)

    thread = threading.Thread(target=tell)
    thread.start()
    thread.join()
    assert heard == []
    qtbot.waitUntil(lambda: heard != [])
    assert heard == [threading.get_ident()], "many tellings, one look"
    assert keeping.state == full


def test_closed_it_hears_nothing(qtbot: QtBot, journal: MemoryJournal) -> None:
    assert qtbot is not None
    parent = QObject()
    keeping = Keeping(journal=journal, parent=parent)
    keeping.close()
    assert journal.watchers == []


def test_whether_an_attempt_is_saved(qtbot: QtBot, journal: MemoryJournal) -> None:
    assert qtbot is not None
    parent = QObject()
    keeping = Keeping(journal=journal, parent=parent)
    assert not keeping.is_saved("1")
    journal.headers["1"] = header("1")
    assert keeping.is_saved("1")
    journal.unsaved.add("1")
    assert not keeping.is_saved("1")
