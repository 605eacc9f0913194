"""A combo box that shows its arrow and leaves the wheel to the form."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from console.ui.parts.arrow_combo import ArrowCombo
from console.ui.theme import Theme


def filled(combo: QComboBox, qtbot: QtBot) -> QComboBox:
    qtbot.addWidget(combo)
    combo.addItems(["one", "two", "three"])
    combo.setFixedSize(200, 30)
    combo.setCurrentIndex(1)
    combo.show()
    return combo


def test_the_arrow_is_drawn_at_the_right(qtbot: QtBot, theme: Theme) -> None:
    assert theme is not None
    with_arrow = filled(ArrowCombo(name="c"), qtbot).grab().toImage()
    without = filled(QComboBox(), qtbot).grab().toImage()
    changed = {
        x for x in range(200) for y in range(30) if with_arrow.pixel(x, y) != without.pixel(x, y)
    }
    assert changed
    assert min(changed) > 170


def test_the_wheel_changes_nothing(qtbot: QtBot) -> None:
    combo = filled(ArrowCombo(name="c"), qtbot)
    wheel = QWheelEvent(
        QPointF(50, 10), QPointF(50, 10), QPoint(0, 0), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, wheel)
    assert combo.currentIndex() == 1
    assert not wheel.isAccepted(), "the form may scroll"
