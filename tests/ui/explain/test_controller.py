"""What is pasted is read beside the window's thread; the newest text wins."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from console.core.diagnosis.classifier import Classifier
from console.ui.deps import Deps
from console.ui.explain.controller import ExplainController
from console.ui.explain.dialog import ExplainDialog
from console.ui.explain.log_field import LogField
from console.ui.message_strip import MessageStrip
from console.ui.strip_tasks import StripTasks
from tests.ui.fakes_ui import child, opened, settled, texts, until

STALL_S = 0.05


class Gate:
    """Lets the classifier go when it is told."""

    def __init__(self, classifier: Classifier) -> None:
        self.classifier = classifier
        self.open = threading.Event()
        self.open.set()
        self.threads: list[int] = []

    def __call__(self) -> Classifier:
        self.threads.append(threading.get_ident())
        assert self.open.wait(10)
        return self.classifier


@pytest.fixture
def gate(classifier: Classifier) -> Gate:
    return Gate(classifier)


@pytest.fixture
def controller(deps: Deps, qtbot: QtBot, gate: Gate) -> ExplainController:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    strip = MessageStrip()
    strip.setParent(window)
    work = StripTasks(tasks=deps.tasks, strip=strip)
    work.open()
    return ExplainController(classifier=gate, work=work, window=window)


async def test_a_typed_error_is_explained(controller: ExplainController, gate: Gate) -> None:
    controller.explain()
    dialog = await opened(ExplainDialog)
    QTest.keyClicks(child(dialog, LogField, "logField"), "UserNotFoundException")
    await until(lambda: bool(texts(dialog, "findingTitle")))
    assert gate.threads
    assert threading.get_ident() not in gate.threads
    dialog.reject()
    await settled()


async def test_the_newest_text_wins(controller: ExplainController, gate: Gate) -> None:
    controller.explain()
    dialog = await opened(ExplainDialog)
    gate.open.clear()
    dialog.log_changed.emit("UserNotFoundException")
    await until(lambda: len(gate.threads) == 1)
    dialog.log_changed.emit("nothing at all")
    dialog.log_changed.emit("\n\nExpiredCodeException")
    gate.open.set()
    await until(lambda: bool(texts(dialog, "findingTitle")))
    table = child(dialog, QTableView, "findingsTable").model()
    assert [table.index(0, n).data() for n in (0, 1)] == ["3", "ExpiredCodeException"]
    assert len(gate.threads) == 2, "what nobody waits for is not read"
    dialog.reject()
    await settled()


async def test_closing_forgets_what_was_to_be_read(
    controller: ExplainController, gate: Gate
) -> None:
    controller.explain()
    dialog = await opened(ExplainDialog)
    gate.open.clear()
    dialog.log_changed.emit("UserNotFoundException")
    await until(lambda: len(gate.threads) == 1)
    dialog.log_changed.emit("ExpiredCodeException")
    dialog.reject()
    await until(lambda: controller._dialog is None)
    gate.open.set()
    await settled()
    assert len(gate.threads) == 1
    controller.explain()
    again = await opened(ExplainDialog)
    assert child(again, LogField, "logField").toPlainText() == ""
    again.reject()
    await settled()


async def test_a_long_log_does_not_hold_up_the_window(controller: ExplainController) -> None:
    line = "2026-11-24T14:02:11Z ERROR CodeMismatchException: Invalid code received for user\n"
    text = line * (1024 * 1024 // len(line))
    controller.explain()
    dialog = await opened(ExplainDialog)
    dialog.log_changed.emit(text)
    gaps: list[float] = []
    last = time.perf_counter()
    while not texts(dialog, "findingsCount") or not texts(dialog, "findingsCount")[0]:
        await asyncio.sleep(0)  # one turn of the window's loop
        gaps.append(time.perf_counter() - last)
        last = time.perf_counter()
    assert len(child(dialog, QTableView, "findingsTable").model().index(999, 0).data()) > 0
    gaps.sort()
    # Of a machine that others use too, the worst turn of some hundreds says nothing.
    assert gaps[int(len(gaps) * 0.98)] < STALL_S
    dialog.reject()
    await settled()
