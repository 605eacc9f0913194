"""The composition root: what comes before the event loop must not end it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from console.app import _Program

_STILL_RUNNING = 7


class Unpainted(QObject):
    """Swallows paint events behind whoever watches them: here no paint device is behind them."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        return event.type() == QEvent.Type.Paint


def test_a_second_paint_does_not_end_the_loop_that_comes_after(
    qapp: QApplication, tmp_path: Path
) -> None:
    program = _Program(qapp, data_dir=str(tmp_path), theme_name="light")
    window = program._window
    swallow = Unpainted()
    window.installEventFilter(swallow)

    def paint() -> None:
        qapp.sendEvent(window, QPaintEvent(window.rect()))

    def paint_twice() -> None:
        QTimer.singleShot(0, paint)  # comes just before the loop ends that the first one ends
        paint()

    QTimer.singleShot(0, paint_twice)
    program._paint_first()
    QTimer.singleShot(20, lambda: qapp.exit(_STILL_RUNNING))
    assert qapp.exec() == _STILL_RUNNING
    window.removeEventFilter(swallow)
    program._practice.close()
    program._services.close()
    window.deleteLater()


def test_a_window_that_is_asked_for_comes_to_the_front(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = _Program(qapp, data_dir=str(tmp_path), theme_name="light")
    window, raised = program._window, list[int]()
    monkeypatch.setattr(window, "raise_", lambda: raised.append(1))  # offscreen there is no front
    window.showMinimized()
    assert window.isMinimized()
    program._raise_window()
    assert not window.isMinimized()
    assert window.isVisible()
    assert raised == [1]
    window.hide()
    program._practice.close()
    program._services.close()
    window.deleteLater()
