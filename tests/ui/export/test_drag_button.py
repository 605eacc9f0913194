"""The case leaves the window as a file, by hand or by key."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.ui.export.drag_button import DragButton, _drag

LEFT = Qt.MouseButton.LeftButton
START = QPoint(10, 10)


class Hand:
    """Moves over the button, and keeps what it was given."""

    def __init__(self, qtbot: QtBot) -> None:
        self.dragged: list[list[str]] = []
        self.button = DragButton(drag=self._take)
        self.asked = self.copies = 0
        self.button.file_wanted.connect(self._ask)
        self.button.copied.connect(self._copied)
        qtbot.addWidget(self.button)
        self.button.resize(200, 30)
        self.button.show()

    def _take(self, source: QWidget, data: QMimeData) -> None:
        assert source is self.button
        self.dragged.append([url.toLocalFile() for url in data.urls()])

    def _ask(self) -> None:
        self.asked += 1

    def _copied(self) -> None:
        self.copies += 1

    def press(self) -> None:
        QTest.mousePress(self.button, LEFT, pos=START)

    def move(self, pixels: int) -> None:
        QTest.mouseMove(self.button, START + QPoint(pixels, 0))

    def release(self) -> None:
        QTest.mouseRelease(self.button, LEFT, pos=START)


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    QGuiApplication.clipboard().clear()
    return Hand(qtbot)


def far() -> int:
    return QApplication.startDragDistance() + 1


def on_clipboard() -> list[str]:
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None where it is empty
    return [] if data is None else [url.toLocalFile() for url in data.urls()]


def test_the_file_is_asked_for_when_the_button_goes_down(hand: Hand, tmp_path: Path) -> None:
    hand.press()
    assert hand.asked == 1
    hand.button.set_file(tmp_path / "case.md")
    hand.move(far())
    assert hand.dragged == [[str(tmp_path / "case.md")]]
    hand.move(far() + 5)
    assert len(hand.dragged) == 1, "one drag a press"
    hand.release()
    assert on_clipboard() == [], "a drag is no click"


def test_a_small_move_is_no_drag(hand: Hand, tmp_path: Path) -> None:
    hand.button.set_file(tmp_path / "case.md")
    hand.press()
    hand.move(1)
    hand.release()
    assert hand.dragged == []
    assert hand.asked == 0, "it is there already"
    assert on_clipboard() == [str(tmp_path / "case.md")]


def test_moves_without_a_button_or_a_file_drag_nothing(hand: Hand, tmp_path: Path) -> None:
    hand.button.set_file(tmp_path / "case.md")
    hand.move(far())
    hand.button.set_file(None)
    hand.press()
    hand.move(far())
    assert hand.dragged == []
    hand.release()


def test_a_key_copies_as_soon_as_the_file_is_there(hand: Hand, tmp_path: Path) -> None:
    QTest.keyClick(hand.button, Qt.Key.Key_Space)
    assert (hand.asked, hand.copies) == (1, 0)
    hand.button.set_file(tmp_path / "case.md")
    assert hand.copies == 1
    assert on_clipboard() == [str(tmp_path / "case.md")]
    hand.button.set_file(tmp_path / "other.md")
    assert hand.copies == 1, "once a click"


def test_another_text_takes_the_wish_away(hand: Hand, tmp_path: Path) -> None:
    QTest.keyClick(hand.button, Qt.Key.Key_Space)
    hand.button.set_file(None)
    hand.button.set_file(tmp_path / "case.md")
    assert hand.copies == 0


def test_what_is_dragged_is_copied_never_moved(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[QMimeData, Qt.DropAction]] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, action: seen.append((drag.mimeData(), action)))
    data = QMimeData()
    _drag(hand.button, data)
    assert [action for _data, action in seen] == [Qt.DropAction.CopyAction]
    assert seen[0][0] is data
