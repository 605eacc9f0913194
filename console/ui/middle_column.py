"""The middle column: the request, then in its place each challenge, above one bar of buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from console.core.conversation.challenges import Challenge
from console.core.conversation.flows import begins_with_srp
from console.core.masking import LiveSecrets
from console.core.ports import Answer, Clock
from console.core.profile import Profile
from console.core.request import SignInRequest
from console.core.secret import Secret
from console.ui.challenge.challenge_panel import ChallengePanel, Setting
from console.ui.challenge.will_send import request_words
from console.ui.evidence.forecast_lines import Foreseen
from console.ui.evidence.lookup import Lookup
from console.ui.parts.hint_button import HintButton
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.scrolled_panel import ScrolledPanel
from console.ui.parts.widget_state import set_shown
from console.ui.request.request_panel import RequestPanel
from console.ui.theme import Theme

COLUMN_PX = 352
_LEAST_PX = 300
_SEND = QKeySequence(QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return))
_CANCEL = QKeySequence(Qt.Key.Key_Escape)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MiddleColumn(QFrame):
    """The form and the wizard in one place. Nothing is sent twice.

    From `run_requested` or `answer_given` on it counts as running, until it is told otherwise by
    `set_running(False)`, `show_challenge` or `show_request`.
    """

    run_requested = Signal(object)  # SignInRequest
    cancel_requested = Signal()
    answer_given = Signal(object)  # Answer
    outbox_requested = Signal()
    restart_requested = Signal()
    session_expired = Signal()  # of the open challenge: no answer is sent any more
    seed_kept = Signal(object)  # Secret, of an authenticator app; before the answer with its code
    edited = Signal()
    look_up_requested = Signal()  # read-only calls about the user in the form
    look_up_stop_requested = Signal()

    def __init__(self, *, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile: Profile | None = None
        self._client_secret: Secret | None = None
        # Of the attempt under way: the selection may change while it asks.
        self._asked_profile: Profile | None = None
        self._asked_confidential = False
        self._secrets = LiveSecrets()  # of the attempt under way, to find them in Cognito's texts
        self._running = False
        self._asking = False  # the challenge's page is the one that is seen
        self._answered = False  # the open challenge's answer is under way
        # Not a QStackedWidget: it shows its first page, and so styles it, before it has a parent.
        self._request_page, self._challenge_page = ScrolledPanel(self), ScrolledPanel(self)
        self._request = RequestPanel(theme=theme, parent=self._request_page.viewport())
        self._challenge = ChallengePanel(clock=clock, parent=self._challenge_page.viewport())
        self._request_page.take(self._request)
        self._challenge_page.take(self._challenge)
        self._run_button = HintButton("Sign in once", name="runButton", keys=_SEND)
        self._answer_button = HintButton("Send answer", name="answerButton", keys=_SEND)
        self._cancel_button = HintButton("Cancel", name="cancelButton", keys=_CANCEL)
        self._words = PlainLabel(role="hint", name="requestWords")
        self._build_ui()
        self._connect()
        self._follow()

    def _build_ui(self) -> None:
        self.setObjectName("middleColumn")
        self.setProperty("surface", "true")
        self.setMinimumWidth(_LEAST_PX)
        self._challenge_page.hide()
        for button in (self._run_button, self._answer_button):
            button.setProperty("primary", "true")
        self._run_button.setToolTip("Sends this request exactly once")
        self._answer_button.setToolTip("Sends this answer exactly once")
        self._cancel_button.setToolTip("Stops the attempt")
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar = QFrame(self)
        bar.setProperty("line", "top")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        for button in (self._run_button, self._answer_button, self._cancel_button):
            row.addWidget(button)
        row.addWidget(self._words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._request_page, 1)
        layout.addWidget(self._challenge_page, 1)
        layout.addWidget(bar)

    def _connect(self) -> None:
        self._run_button.clicked.connect(self.run)
        self._answer_button.clicked.connect(self.submit)
        self._cancel_button.clicked.connect(self._cancel)
        self._request.edited.connect(self.edited)
        self._request.look_up_requested.connect(self.look_up_requested)
        self._request.look_up_stop_requested.connect(self.look_up_stop_requested)
        self._request.edited.connect(self._follow)
        self._challenge.edited.connect(self.edited)
        self._challenge.edited.connect(self._follow)
        self._challenge.outbox_requested.connect(self.outbox_requested)
        self._challenge.restart_requested.connect(self._restart)
        self._challenge.answer_confirmed.connect(self._send)
        self._challenge.confirming_changed.connect(self._follow_question)
        self._challenge.session_expired.connect(self._follow)
        self._challenge.session_expired.connect(self.session_expired)

    # Downward

    def set_profile(self, profile: Profile | None, client_secret: Secret | None) -> None:
        """Where requests go from now on; a running attempt keeps its own."""
        self._profile, self._client_secret = profile, client_secret
        self._request.set_profile(profile, client_secret)
        if not self._running and not self._asking:
            self._take_target()
        self._follow()

    def prefill(
        self,
        *,
        auth_flow: str,
        username: str,
        password: str,
        path: str = "admin",
        chosen: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Fills in the request of a user."""
        self._request.prefill(
            auth_flow=auth_flow, username=username, password=password, path=path, chosen=chosen
        )

    def use_name(self, username: str) -> None:
        """Puts a user name into the request."""
        self._request.use_name(username)

    def show_recent_users(self, names: Sequence[str]) -> None:
        """Names that were tried last with the profile."""
        self._request.show_recent_users(names)

    def set_ticket(self, ticket: str | None) -> None:
        """The ticket that the next request carries."""
        self._request.set_ticket(ticket)

    def show_foreseen(
        self, lookup: Lookup, foreseen: Foreseen | None, failures_seen: int = 0
    ) -> None:
        """How far the look-up is, and what the request as it stands would give."""
        self._request.show_foreseen(lookup, foreseen, failures_seen)

    def set_running(self, running: bool) -> None:
        """Whether something is under way."""
        self._running = running
        self._answered = running and self._asking
        if self._answered:
            self._challenge.hold()
        self._follow()

    def show_challenge(
        self,
        challenge: Challenge,
        *,
        username: str,
        totp_seed: Secret | None,
        outbox: bool,
        password_known: bool,
    ) -> None:
        """Asks it, in the place of the request.

        `totp_seed` is the user's stored one; `password_known` says that the password need not be
        typed again to go with an answer.
        """
        mine = self._has_focus()
        self._answered = False
        self._secrets.add([challenge.secret_code, totp_seed])
        setting = Setting(
            username=username,
            profile=self._asked_profile,
            confidential=self._asked_confidential,
            totp_seed=totp_seed,
            outbox=outbox,
            password_known=password_known,
            shown=self._secrets.shown,
        )
        self._challenge.show_challenge(challenge, setting)
        self._turn_to(setting=True, focus=mine)

    def show_request(self) -> None:
        """The request again; what was typed for challenges is forgotten."""
        mine = self._asking and self._has_focus()  # in the form, the cursor stays where it is
        self._answered = False
        self._turn_to(setting=False, focus=mine)
        self._challenge.clear()

    def set_code(self, code: Secret) -> None:
        """Fills the code's field."""
        self._challenge.set_code(code)

    def focus_first(self) -> None:
        """Puts the cursor where typing goes on."""
        (self._challenge if self._asking else self._request).focus_first()

    def run(self) -> None:
        """What the one primary button does: sends the request, or the open challenge's answer.

        At most once; where something is wrong with it, that is shown instead.
        """
        if self._asking:
            self.submit()
            return
        if self._running or self._profile is None:
            return
        request = self._request.checked_request()
        if request is None:
            return
        self._take_target()
        self._secrets = LiveSecrets()
        self._secrets.add([self._client_secret, *request.parameters.values()])
        if request.context_data is not None:
            self._secrets.add([request.context_data.encoded_data])
        self.set_running(True)
        self.run_requested.emit(request)

    def submit(self) -> None:
        """Gives the answer, once; shows what is wrong with it, or asks first, instead."""
        if not self._asking or self._answered:
            return
        answer = self._challenge.checked_answer()
        if answer is not None:
            self._send(answer)

    # Upward and inside

    @property
    def request(self) -> SignInRequest:
        """The form as it is, with whatever is wrong in it."""
        return self._request.request()

    def _take_target(self) -> None:
        self._asked_profile = self._profile
        self._asked_confidential = self._client_secret is not None

    def _turn_to(self, *, setting: bool, focus: bool) -> None:
        self._asking = setting
        here, there = self._challenge_page, self._request_page
        if not setting:
            here, there = there, here
        here.show()
        self._follow()
        if focus:  # before the other page goes and the focus with it
            self.focus_first()
        there.hide()

    def _send(self, answer: Answer) -> None:
        if not self._asking or self._answered:
            return
        self._secrets.add(answer.responses.values())
        seed = self._challenge.kept_seed()
        self.set_running(True)
        if seed is not None:
            self._secrets.add([seed])
            self.seed_kept.emit(seed)
        self.answer_given.emit(answer)

    def _restart(self) -> None:
        """The same request from its first call on; asked for once, as an answer is."""
        if not self._asking or self._answered:
            return
        self.set_running(True)
        self.restart_requested.emit()

    def _cancel(self) -> None:
        if self._challenge.confirming:
            self._challenge.back()
        elif self._cancel_button.isEnabled():
            self.cancel_requested.emit()

    def _show_words(self, *, waiting: bool) -> None:
        """How many requests the primary button sends."""
        words = "under way…"
        if self._asking and waiting and self._challenge.expired:
            words = ""
        elif waiting or not self._running:
            number = self._challenge.requests if self._asking else _requests_of(self.request)
            words = request_words(number)
        if words != self._words.text():
            self._words.show_text(words)
            metrics = self._words.fontMetrics()  # it wraps, but cuts no word
            widths = map(metrics.horizontalAdvance, words.split())
            self._words.setMinimumWidth(max(widths, default=0) + 1)

    def _follow_question(self, open_now: bool) -> None:
        self._follow()
        if open_now:  # it may stand below what is seen, and has its size only a moment later
            note = self._challenge.confirm_note
            QTimer.singleShot(0, self, lambda: self._challenge_page.ensureWidgetVisible(note))

    def _follow(self) -> None:
        setting = self._asking
        supported = setting and (c := self._challenge.challenge) is not None and c.supported
        supported = supported and not self._challenge.expired
        self._answer_button.setText(self._challenge.button_text)
        waiting = setting and not self._answered
        self._cancel_button.setText("Give up" if waiting else "Cancel")
        self._show_words(waiting=waiting)
        can_cancel = setting or self._running
        if can_cancel:  # first, so that the focus has somewhere near to go
            self._cancel_button.setEnabled(True)
        set_shown(self._run_button, not setting)
        can_begin = not self._running and self._profile is not None
        self._run_button.setEnabled(can_begin)
        self._request.set_look_up_enabled(can_begin and not setting)
        set_shown(self._answer_button, setting)
        self._answer_button.setEnabled(supported and waiting and not self._challenge.confirming)
        if not can_cancel:
            if self._cancel_button.hasFocus():
                self._run_button.setFocus()
            self._cancel_button.setEnabled(False)

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def event(self, event: QEvent) -> bool:
        """Claims its two shortcuts while the focus is inside, before an action of the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (_is_send(event) or self._is_cancel(event))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter sends, Enter goes on or sends the answer, Esc cancels; once a press."""
        if event.isAutoRepeat():
            event.ignore()
        elif _is_send(event):
            self.run()
        elif self._is_cancel(event):
            self._cancel()
        elif self._asking and event.key() in _ENTER and _is_plain(event):
            if self._challenge.enter(QApplication.focusWidget()):
                self.submit()
        else:
            super().keyPressEvent(event)

    def _is_cancel(self, event: QKeyEvent) -> bool:
        return (
            event.key() == Qt.Key.Key_Escape
            and _is_plain(event)
            and self._cancel_button.isEnabled()
        )

    def sizeHint(self) -> QSize:
        return QSize(COLUMN_PX, super().sizeHint().height())


def _requests_of(request: SignInRequest) -> int:
    """How many go out before anything is asked: SRP takes two a path."""
    return sum(2 if begins_with_srp(leg.auth_flow, leg.parameters) else 1 for leg in request.legs())


def _is_plain(event: QKeyEvent) -> bool:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == (
        Qt.KeyboardModifier.NoModifier
    )


def _is_send(event: QKeyEvent) -> bool:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in _ENTER and modifiers == Qt.KeyboardModifier.ControlModifier
