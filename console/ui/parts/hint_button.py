"""A push button that carries its shortcut as a small key, as long as there is room for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

_EDGE, _GAP, _PAD, _KEY_PX, _KEY_HEIGHT = 8, 6, 4, 11, 18
_FAINT = 0.75


class HintButton(QPushButton):
    """The key is drawn, not part of the text, and told to assistive technology."""

    def __init__(self, text: str, *, name: str, keys: QKeySequence) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setProperty("hinted", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._key = _short(keys)
        self.setAccessibleDescription(keys.toString(QKeySequence.SequenceFormat.NativeText))

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width() + _GAP + self._key_width(), size.height())

    def minimumSizeHint(self) -> QSize:
        return super().sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        text = self.text()
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setFont(self.font())
        painter.setPen(self.palette().buttonText().color())
        metrics = self.fontMetrics()
        words, key = metrics.horizontalAdvance(text), self._key_width()
        shows_key = words + _GAP + key + 2 * _EDGE <= self.width()
        whole = words + _GAP + key if shows_key else words
        left = max(_PAD, (self.width() - whole) // 2)
        place = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if shows_key:
            self._paint_key(painter, left + words + _GAP, key)

    def _paint_key(self, painter: QPainter, left: int, width: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(_FAINT)
        painter.setPen(QPen(self.palette().buttonText().color(), 1))
        top = (self.height() - _KEY_HEIGHT) / 2
        frame = QRectF(left + 0.5, top + 0.5, width - 1, _KEY_HEIGHT - 1)
        painter.drawRoundedRect(frame, 4, 4)
        painter.setFont(self._key_font())
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._key)

    def _key_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(_KEY_PX)
        font.setWeight(QFont.Weight.Normal)
        return font

    def _key_width(self) -> int:
        return QFontMetrics(self._key_font()).horizontalAdvance(self._key) + 2 * _PAD + 2


def _short(keys: QKeySequence) -> str:
    native = keys.toString(QKeySequence.SequenceFormat.NativeText)
    return native.replace("+", " ").replace("Return", "↵")
