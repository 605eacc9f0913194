"""How long the Session of the open challenge will still be good."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from console.core.conversation.challenges import Challenge
from console.core.pool_settings import AUTH_SESSION_LONGEST_S
from console.core.ports import Clock
from console.core.telling import MARKS, State
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle, set_shown
from console.ui.theme import BODY_PX, fixed_font

_STEPS = 1000
_TICK_MS = 1000
_LAST_SECONDS = 30
_NONE = "This challenge came without a session, so no clock runs."
_PROBABLY_OVER = (
    f"{MARKS[State.WARNING]} The session has probably expired. An answer can still "
    "be sent, but Cognito will most likely refuse it."
)


class SessionClock(QWidget):
    """Counts down while it is visible and not held; costs nothing while it is not.

    What is to be said once the session is over for certain is for whoever takes `expired`.
    """

    expired = Signal()  # once a challenge, when its session is over for certain

    def __init__(self, *, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._challenge: Challenge | None = None
        self._held = False
        self._told = False
        self._words = PlainLabel(role="label", name="sessionWords")
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

    def show_for(self, challenge: Challenge) -> None:
        """Counts for this challenge from now on, however it stands."""
        self._challenge, self._held, self._told = challenge, False, False
        self._hint.show_text(_life_words(challenge))
        self._run()
        self.refresh()

    def hold(self) -> None:
        """Stands still: an answer is under way."""
        self._held = True
        self._timer.stop()

    def clear(self) -> None:
        """Counts for nothing."""
        self._challenge = None
        self._timer.stop()

    def refresh(self) -> None:
        """Shows the time that is left now."""
        challenge = self._challenge
        if challenge is None or self._held:
            return
        if not challenge.has_session:
            self._show(_NONE, role="hint", running=False)
            return
        now = self._clock.monotonic()
        life = max(challenge.session_life_s, 1.0)
        left = min(life, challenge.asked_at + life - now)
        self._show_time(left, life)
        if left > 0:
            self._show("Session ends in", role="label", running=True)
        else:
            self._show(_PROBABLY_OVER, role="warning", running=False)
        if challenge.expired(now) and not self._told:
            self._told = True
            self._timer.stop()
            self.expired.emit()

    def _show_time(self, left: float, life: float) -> None:
        whole = math.ceil(max(left, 0.0))
        self._left.setText(f"{whole // 60}:{whole % 60:02d}")
        self._bar.setValue(round(_STEPS * max(left, 0.0) / life))
        tone = "warn" if left <= _LAST_SECONDS else None
        restyle(self._left, "tone", tone)
        restyle(self._bar, "tone", tone)

    def _show(self, words: str, *, role: str, running: bool) -> None:
        self._words.show_text(words)
        restyle(self._words, "role", role)
        set_shown(self._left, running)
        set_shown(self._bar, running)
        set_shown(self._hint, running)

    def _run(self) -> None:
        challenge = self._challenge
        if self.isVisible() and not self._held and challenge is not None and challenge.has_session:
            self._timer.start()
        else:
            self._timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)


def _life_words(challenge: Challenge) -> str:
    minutes = f"{challenge.session_life_s / 60:.0f} min"
    if challenge.session_known:
        return f"{minutes}, as set on the app client."
    return (
        f"Cognito’s default of {minutes} is assumed; the app client may set up to "
        f"{AUTH_SESSION_LONGEST_S / 60:.0f} min."
    )
