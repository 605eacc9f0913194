"""How long the Session of the open challenge will still be good."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from console.core.ports import Clock
from console.core.telling import MARKS, State
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle, set_shown
from console.ui.theme import BODY_PX, fixed_font

DEFAULT_LIFE_S = 180.0  # AuthSessionValidity of an app client that sets none
_STEPS = 1000
_TICK_MS = 1000
_LAST_SECONDS = 30


class SessionClock(QWidget):
    """Counts down while it is visible; costs nothing while it is not."""

    def __init__(self, *, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._asked_at, self._life_s = 0.0, DEFAULT_LIFE_S
        self._words = PlainLabel("Session ends in", role="label", name="sessionWords")
        self._left = QLabel()
        self._left.setTextFormat(Qt.TextFormat.PlainText)
        self._left.setObjectName("sessionLeft")
        font = fixed_font(BODY_PX)
        font.setBold(True)
        self._left.setFont(font)
        self._bar = QProgressBar()
        self._bar.setObjectName("sessionBar")
        self._bar.setAccessibleName("Remaining life of the session")
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._hint = PlainLabel(role="hint", name="sessionHint")
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._build_ui()

    def _build_ui(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self._left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._bar)
        layout.addWidget(self._hint)

    def start(self, *, asked_at: float, life_s: float) -> None:
        """`asked_at` in monotonic seconds, `life_s` in seconds."""
        self._asked_at, self._life_s = asked_at, max(life_s, 1.0)
        assumed = life_s == DEFAULT_LIFE_S
        self._hint.show_text(
            "Cognito's default of 3 min is assumed; the app client may set another."
            if assumed
            else ""
        )
        set_shown(self._hint, assumed)
        self.refresh()

    @property
    def over(self) -> bool:
        """Whether the session has probably expired."""
        return self._left_s() <= 0

    def refresh(self) -> None:
        """Shows the time that is left now."""
        left = self._left_s()
        whole = math.ceil(max(left, 0.0))
        self._left.setText(f"{whole // 60}:{whole % 60:02d}")
        self._bar.setValue(round(_STEPS * max(left, 0.0) / self._life_s))
        tone = "warn" if left <= _LAST_SECONDS else None
        restyle(self._left, "tone", tone)
        restyle(self._words, "role", "warning" if left <= 0 else "label")
        restyle(self._bar, "tone", tone)
        self._words.show_text(
            "Session ends in"
            if left > 0
            else f"{MARKS[State.WARNING]} The session has probably expired. An answer can still "
            "be sent, but Cognito will most likely refuse it."
        )
        set_shown(self._left, left > 0)

    def _left_s(self) -> float:
        return min(self._life_s, self._asked_at + self._life_s - self._clock.monotonic())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)
