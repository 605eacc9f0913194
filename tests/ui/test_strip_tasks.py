"""Controllers' tasks: problems go to the strip, bugs go on, and nothing needs the loop early."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.core.errors import UserFacingError
from console.ui.message_strip import MessageStrip
from console.ui.strip_tasks import StripTasks
from console.ui.tasks import Tasks
from tests.ui.fakes_ui import settled


class Bench:
    def __init__(self, qtbot: QtBot) -> None:
        self.bugs: list[BaseException] = []
        self.strip = MessageStrip()
        self.work = StripTasks(
            tasks=Tasks(lambda error, _name: self.bugs.append(error)), strip=self.strip
        )
        self.done: list[str] = []
        qtbot.addWidget(self.strip)

    async def does(self, what: str) -> None:
        self.done.append(what)

    async def fails(self, error: Exception) -> None:
        raise error


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication) -> Bench:
    assert qapp is not None
    return Bench(qtbot)


async def test_problems_are_shown_and_bugs_go_on(bench: Bench) -> None:
    bench.work.open()
    bench.work.start(bench.fails(UserFacingError("No room.")), name="problem")
    bench.work.start(bench.fails(ValueError("bug")), name="bug")
    await settled()
    assert [message.title for message in bench.strip.messages] == ["No room."]
    assert [str(bug) for bug in bench.bugs] == ["bug"]


def test_what_is_asked_before_the_loop_runs_waits_for_it(bench: Bench, qtbot: QtBot) -> None:
    assert qtbot is not None
    bench.work.start(bench.does("early"), name="early")
    assert bench.done == []

    import asyncio

    async def main() -> None:
        bench.work.open()
        bench.work.start(bench.does("late"), name="late")
        await settled()

    asyncio.run(main())
    assert bench.done == ["early", "late"]
