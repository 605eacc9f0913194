"""Begins at once, shows what ends, can be stopped and run again, and stops when it is closed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.core.profile import Profile
from console.ui.deps import Deps
from console.ui.doctor.controller import DoctorController
from console.ui.doctor.dialog import DoctorDialog
from console.ui.message_strip import MessageStrip
from console.ui.profiles.targets import Targets, unopened_practice_profile
from console.ui.strip_tasks import StripTasks
from tests.core.doctor.station import Station
from tests.fakes import profile
from tests.ui.fakes_ui import child, opened, settled, texts, until


class Bench:
    """The controller on a workstation that says what it is told to."""

    def __init__(self, deps: Deps, window: QWidget) -> None:
        self.station = Station()
        self.strip = MessageStrip()
        self.strip.setParent(window)
        work = StripTasks(tasks=deps.tasks, strip=self.strip)
        work.open()
        self.controller = DoctorController(
            workstation=lambda: self.station,
            targets=Targets(vault=deps.vault, practice=deps.practice),
            classifier=deps.classifier,
            version="1.2.3",
            work=work,
            window=window,
        )

    async def opened(self, at: Profile | None = None) -> DoctorDialog:
        self.controller.check(at)
        return await opened(DoctorDialog)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def said(dialog: DoctorDialog) -> str:
    return texts(dialog, "doctorState")[0]


def click(dialog: DoctorDialog, name: str) -> None:
    button = child(dialog, QPushButton, f"{name}DoctorButton")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def test_it_begins_at_once_and_shows_the_result(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    dialog = await bench.opened(profile())
    await until(lambda: said(dialog) == "Nothing is at fault.")
    assert bench.station.opened == [(profile(), None)]
    assert bench.station.identity_asked is True
    assert "display" not in bench.station.asked
    assert texts(dialog, "checkDetail3") == ["offscreen: it answers."]
    dialog.reject()
    await settled()
    assert bench.station.closed == 1


async def test_checks_are_shown_before_the_last_has_ended(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    bench.station.facts["keyring"] = None
    dialog = await bench.opened()
    await until(lambda: said(dialog) == "Checking… 11 of 12 have ended.")
    assert texts(dialog, "checkMark0") == ["✓"]
    assert texts(dialog, "checkMark2") == ["…"]
    click(dialog, "stop")
    await until(lambda: said(dialog) == "Stopped. Nothing is at fault.")
    assert texts(dialog, "checkDetail2") == ["Stopped before it ended."]
    dialog.reject()
    await settled()


async def test_it_can_be_run_again(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    bench.station.facts["keyring"] = ValueError()
    dialog = await bench.opened()
    await until(lambda: said(dialog) == "1 check is at fault.")
    bench.station.facts = Station().facts
    click(dialog, "run")
    await until(lambda: said(dialog) == "Nothing is at fault.")
    assert len(bench.station.opened) == 2, "everything is read anew"
    dialog.reject()
    await settled()


async def test_two_wishes_are_one_run(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    bench.station.facts["keyring"] = None
    dialog = await bench.opened()
    await until(lambda: said(dialog).startswith("Checking… 11"))
    dialog.run_requested.emit()
    click(dialog, "stop")
    await until(lambda: said(dialog).startswith("Stopped."))
    assert len(bench.station.opened) == 1
    dialog.reject()
    await settled()


async def test_closing_stops_it(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    bench.station.facts.update(route=None, keyring=None)
    dialog = await bench.opened()
    await until(lambda: "route" in bench.station.asked)
    dialog.reject()
    await settled()
    assert bench.station.closed == 1


async def test_the_practice_pool_is_opened_for_it(deps: Deps, window: QWidget) -> None:
    bench = Bench(deps, window)
    dialog = await bench.opened(unopened_practice_profile())
    await until(lambda: said(dialog) == "Nothing is at fault.")
    assert bench.station.addresses[0].url == "http://127.0.0.1:9/"
    assert "credentials" not in bench.station.asked
    dialog.reject()
    await settled()


async def test_a_practice_pool_that_does_not_open_is_told_on_the_strip(
    deps: Deps, window: QWidget
) -> None:
    class Shut:
        async def open(self) -> None:
            raise UserFacingError("No port is free.")

    bench = Bench(replace(deps, practice=Shut()), window)  # type: ignore[arg-type]
    bench.controller.check(unopened_practice_profile())
    await settled()
    assert [message.title for message in bench.strip.messages] == ["No port is free."]
