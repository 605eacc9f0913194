"""The strip above the timeline: the steps as pills, and the attempt with its time at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from console.core.telling import MARKS, State
from console.ui.attempt.step_pills import Pill
from console.ui.parts.elided_label import ElidedLabel

HEIGHT = 55
_ARROW_WIDTH, _ARROW_LEAST = 28, 8


class _PillFrame(QFrame):
    def __init__(self, pill: Pill) -> None:
        super().__init__()
        self.setProperty("pill", "open" if pill.open else "reached" if pill.reached else "ahead")
        said = "" if pill.state is State.PLAIN else f"{pill.state}: "
        self.setAccessibleName(f"{said}{pill.spoken}{'' if pill.reached else ', not reached'}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(11, 0, 11, 0)
        layout.setSpacing(8)
        mark = MARKS[pill.state]
        if mark:
            sign = QLabel(mark)
            sign.setProperty("state", str(pill.state))
            layout.addWidget(sign)
        text = ElidedLabel(name="pillText", role="" if pill.reached else "muted")
        text.show_text(pill.label, tip=pill.spoken)
        layout.addWidget(text)


class StepStrip(QFrame):
    """Pills give way when it gets narrow; past that the strip scrolls, the newest in view."""

    def __init__(self) -> None:
        super().__init__()
        self._pills: tuple[Pill, ...] = ()
        self._build_ui()
        self._area.viewport().installEventFilter(self)

    @property
    def pills(self) -> tuple[Pill, ...]:
        """What is shown."""
        return self._pills

    def show_pills(self, pills: tuple[Pill, ...]) -> None:
        """Shows these steps."""
        if pills == self._pills:
            return
        self._pills = pills
        inner = QWidget()
        inner.setProperty("surface", "true")
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, pill in enumerate(pills):
            if number:
                row.addWidget(_Arrow(), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(_PillFrame(pill), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._area.setWidget(inner)
        self.setAccessibleDescription(", ".join(pill.spoken for pill in pills if pill.reached))
        QTimer.singleShot(0, self, self._to_newest)

    def show_attempt(self, attempt_id: str, spent_ms: float | None, *, exact: bool) -> None:
        """The attempt's first four signs and the time spent; `exact` with milliseconds."""
        text = f"attempt {attempt_id[:4]}" if attempt_id else ""
        if spent_ms is not None:
            text += f" · {time_text(spent_ms, exact=exact)}"
        self._facts.setText(text)

    def clear(self) -> None:
        """Nothing is shown."""
        self.show_pills(())
        self._facts.setText("")

    def _build_ui(self) -> None:
        self.setObjectName("stepStrip")
        self.setAccessibleName("Steps")
        self.setProperty("surface", "true")
        self.setProperty("line", "bottom")
        self.setFixedHeight(HEIGHT)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._facts = QLabel()
        self._facts.setObjectName("attemptFacts")
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._facts.setProperty("role", "hint")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(16)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._facts)

    def _to_newest(self) -> None:
        bar = self._area.horizontalScrollBar()
        bar.setValue(bar.maximum())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent):
            delta = event.angleDelta()
            bar = self._area.horizontalScrollBar()
            bar.setValue(bar.value() - (delta.y() or delta.x()) // 2)
            return True
        return super().eventFilter(watched, event)


class _Arrow(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("arrow", "true")
        self.setFixedHeight(1)
        self.setMinimumWidth(_ARROW_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_ARROW_WIDTH, 1)


def time_text(ms: float, *, exact: bool) -> str:
    """Minutes, seconds and, where `exact`, milliseconds: 00:01.284."""
    whole = max(0, int(ms))
    minutes, rest = divmod(whole, 60_000)
    text = f"{minutes:02d}:{rest // 1000:02d}"
    return f"{text}.{rest % 1000:03d}" if exact else text
