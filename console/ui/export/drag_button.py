"""Takes the case out of the window as a file: dragged, or by a click to the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

Drag = Callable[[QWidget, QMimeData], None]


class DragButton(QPushButton):
    """The file is asked for when the button goes down, and is there before the hand has moved."""

    file_wanted = Signal()
    copied = Signal()

    def __init__(self, *, drag: Drag | None = None) -> None:
        super().__init__("⠿ &Drag or copy as file")
        self._drag = drag or _drag
        self._file: Path | None = None
        self._pressed_at: QPoint | None = None
        self._dragged = False  # since the button went down
        self._copies = False  # as soon as the file is there
        self.setObjectName("dragCaseButton")
        self.setAccessibleName("Copy as file")
        self.setToolTip("Drag it into the ticket or a folder, or click and paste it there")
        self.setAutoDefault(False)
        self.clicked.connect(self._on_clicked)

    def set_file(self, file: Path | None) -> None:
        """The file of what is shown; None: there is none yet, or what is shown has changed."""
        self._file = file
        if file is None:
            self._copies = False
        elif self._copies:
            self._copy(file)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at, self._dragged = event.position().toPoint(), False
            self._want()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged:
            return  # the button would go down again, and a drag is no click
        pressed = self._pressed_at
        if pressed is None or self._file is None:
            super().mouseMoveEvent(event)
            return
        way = (event.position().toPoint() - pressed).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._dragged = True
            self.setDown(False)
            self._drag(self, _as_file(self._file))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def _on_clicked(self) -> None:
        if self._file is not None:
            self._copy(self._file)
        else:
            self._copies = True
            self._want()

    def _want(self) -> None:
        if self._file is None:
            self.file_wanted.emit()

    def _copy(self, file: Path) -> None:
        self._copies = False
        QGuiApplication.clipboard().setMimeData(_as_file(file))
        self.copied.emit()


def _as_file(file: Path) -> QMimeData:
    """As file managers give it: nothing but where it is."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    return data


def _drag(source: QWidget, data: QMimeData) -> None:
    """Qt has no drag without a loop of its own, which ends when the button is let go."""
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.exec(Qt.DropAction.CopyAction)
