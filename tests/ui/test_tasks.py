from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QApplication

from console.ui.tasks import Tasks


async def test_runs_reports_and_forgets(qapp: QApplication) -> None:
    assert qapp is not None
    told: list[tuple[str, str]] = []
    tasks = Tasks(lambda error, name: told.append((str(error), name)))

    async def works() -> int:
        return 7

    async def fails() -> None:
        raise ValueError("broken")

    good = tasks.start(works(), name="good")
    bad = tasks.start(fails(), name="bad")
    assert len(tasks) == 2
    assert await good == 7
    await asyncio.gather(bad, return_exceptions=True)
    await asyncio.sleep(0)
    assert told == [("broken", "bad")]
    assert len(tasks) == 0


async def test_close_cancels_and_waits(qapp: QApplication) -> None:
    assert qapp is not None
    told: list[str] = []
    ended: list[str] = []
    tasks = Tasks(lambda _error, name: told.append(name))

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("waits")

    async def closes() -> None:
        await tasks.close()

    task = tasks.start(waits(), name="waits")
    await asyncio.sleep(0)
    await tasks.start(closes(), name="closes")
    assert ended == ["waits"]
    assert task.cancelled()
    assert told == []
