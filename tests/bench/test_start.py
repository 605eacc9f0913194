"""The window's start beside a bare PySide6 window, as whole processes: `make bench`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROUNDS = 10

pytestmark = pytest.mark.bench

# Both end at their first paint, so that what is timed is the wait of the person.
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
app = QApplication(sys.argv)
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""
OURS = """
import sys
from console import app as root
def stop_after_paint(self):
    paint(self)
    self._services.close()
    sys.stdout.flush()
    import os
    os._exit(0)
paint = root._Program._paint_first
root._Program._paint_first = stop_after_paint
root.open_window(data_dir=sys.argv[1], practice=False, theme_name="light")
"""


def test_first_paint_beside_a_bare_window(tmp_path: Path) -> None:
    bare_ms: list[float] = []
    ours_ms: list[float] = []
    for number in range(ROUNDS + 1):
        bare = milliseconds(BARE)
        ours = milliseconds(OURS, str(tmp_path))
        if number:  # the first pair fills the disk's cache
            bare_ms.append(bare)
            ours_ms.append(ours)
    ratio = statistics.median(a / b for a, b in zip(ours_ms, bare_ms, strict=True))
    print(  # noqa: T201  # the bench's result
        f"\nfirst paint: console {statistics.median(ours_ms):.0f} ms, bare window "
        f"{statistics.median(bare_ms):.0f} ms, ratio {ratio:.2f} (median of {ROUNDS} pairs)"
    )


def milliseconds(program: str, *arguments: str) -> float:
    """The whole life of a process, in milliseconds."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=60,
    )
    return (time.perf_counter() - start) * 1000
