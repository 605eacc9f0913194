"""The wizard's page: what Cognito asks, the answer, and how long the session is still good."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.core.call import Sent
from console.core.conversation.challenges import Challenge
from console.core.errors import UserFacingError
from console.core.ports import Answer, Clock
from console.core.profile import Profile, ProfileKind
from console.core.secret import Secret
from console.core.text import visible
from console.core.totp import totp_code
from console.ui.challenge.answer_form import AnswerForm
from console.ui.challenge.challenge_words import (
    button_words,
    detail_words,
    head_words,
    refusal_words,
    title_words,
    will_send_words,
)
from console.ui.challenge.confirm_note import ConfirmNote
from console.ui.challenge.session_clock import SessionClock
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown
from console.ui.theme import fixed_font

_PROFILE_LIMIT = 60
_ASKED_PX = 84


class ChallengePanel(QWidget):
    """Takes the answer to one challenge; `answer_confirmed` brings one that was asked about."""

    answer_confirmed = Signal(object)
    outbox_requested = Signal()
    confirming_changed = Signal(bool)
    edited = Signal()

    def __init__(self, *, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._challenge: Challenge | None = None
        self._profile: Profile | None = None
        self._seed: Secret | None = None
        self._head = PlainLabel(role="head", name="challengeHead")
        self._title = PlainLabel(role="title", name="challengeTitle")
        self._detail = PlainLabel(role="muted", name="challengeDetail")
        self._form = AnswerForm()
        self._refusal = _Note(name="refusalNote")
        self._session = SessionClock(clock=clock)
        self._seed_link = _link("seedLink", "Make the code from the seed")
        self._outbox_link = _link("outboxLink", "Take the newest code from the practice outbox")
        self._confirm = ConfirmNote()
        self._asked = _asked_text()
        self._operation = PlainLabel(name="willSendOperation")
        self._keys = PlainLabel(name="willSendKeys")
        self._build_ui()
        self._connect()

    def _build_ui(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self._head)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        layout.addLayout(words)
        layout.addWidget(self._asked)
        for widget in (self._form, self._refusal, self._session):
            layout.addWidget(widget)
        for link in (self._seed_link, self._outbox_link):
            row = QHBoxLayout()
            row.addWidget(link)
            row.addStretch(1)
            layout.addLayout(row)
        layout.addWidget(self._confirm)
        self._will_send = self._build_will_send()
        layout.addWidget(self._will_send)
        layout.addStretch(1)

    def _build_will_send(self) -> QFrame:
        box = QFrame()
        box.setObjectName("willSendBox")
        box.setProperty("sunken", "true")
        words = PlainLabel("will send", role="muted", wrap=False)
        for label in (words, self._operation, self._keys):
            label.setFont(fixed_font())
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(words)
        first.addWidget(self._operation, 1)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addWidget(self._keys)
        return box

    def _connect(self) -> None:
        self._form.edited.connect(self._on_edited)
        self._seed_link.clicked.connect(self._make_code)
        self._outbox_link.clicked.connect(self.outbox_requested)
        self._confirm.confirmed.connect(self._on_confirmed)
        self._confirm.declined.connect(self.back)

    # Downward

    def show_challenge(
        self,
        challenge: Challenge,
        *,
        username: str,
        profile: Profile | None,
        confidential: bool,
        totp_seed: Secret | None,
        outbox: bool,
        shown: Callable[[str], str],
    ) -> None:
        """Asks it. `shown` makes Cognito's own text safe to show."""
        if not self._keeps_answer(challenge):
            self._form.show_fields(challenge.fields)
        self._challenge, self._profile, self._seed = challenge, profile, totp_seed
        self._head.show_text(head_words(challenge))
        self._title.show_text(title_words(challenge, username))
        self._detail.show_text(detail_words(challenge, username))
        set_shown(self._detail, bool(self._detail.text()))
        asked = "\n".join(f"{name}: {value}" for name, value in challenge.parameters)
        self._asked.setPlainText(asked)
        set_shown(self._asked, bool(asked))
        self._show_refusal(challenge, shown)
        self._session.start(asked_at=challenge.asked_at, life_s=challenge.session_life_s)
        set_shown(self._session, challenge.supported)
        code = self._form.code_field() is not None
        set_shown(self._seed_link, code and challenge.takes_totp and totp_seed is not None)
        set_shown(self._outbox_link, code and outbox)
        self._show_will_send(challenge, username, confidential=confidential)
        self._ask_back()

    def set_code(self, code: Secret) -> None:
        """Fills the code's field, as from the outbox; does nothing where no code is asked for."""
        field = self._form.code_field()
        if field is not None:
            field.set_code(code)
            field.setFocus()

    def clear(self) -> None:
        """Forgets the challenge and everything typed."""
        self._challenge, self._seed = None, None
        self._form.clear()
        self._ask_back()

    def focus_first(self) -> None:
        """Puts the cursor into the first field."""
        self._form.focus_first()

    @property
    def challenge(self) -> Challenge | None:
        """What is asked at the moment."""
        return self._challenge

    @property
    def confirming(self) -> bool:
        """Whether the page asks if the user may be changed."""
        return not self._confirm.isHidden()

    @property
    def button_text(self) -> str:
        """The text for the button that answers."""
        challenge = self._challenge
        if challenge is None:
            return "Send answer"
        return button_words(challenge, asks_first=self._asks_first())

    # Upward

    def checked_answer(self) -> Answer | None:
        """The answer, when it can be sent at once; else shows problems, or asks first."""
        if self._challenge is None or not self._challenge.supported:
            return None
        responses = self._form.checked_responses()
        if responses is None:
            return None
        if self._asks_first():
            self._ask_first()
            return None
        return self._answer(responses)

    def enter(self, focus: QWidget | None) -> bool:
        """Enter was pressed: True when it means to send, False when it led to the next field."""
        if not self._form.holds(focus):
            return False
        return not self._form.focus_after(focus)

    def back(self) -> None:
        """Takes the question back whether the user may be changed."""
        if self.confirming:
            self._ask_back()
            self._form.focus_first()

    # Inside

    def _asks_first(self) -> bool:
        simulated = self._profile is not None and self._profile.simulated
        return self._challenge is not None and self._challenge.changes_user and not simulated

    def _ask_first(self) -> None:
        profile = self._profile
        where = f" in “{visible(profile.name, _PROFILE_LIMIT)}”" if profile is not None else ""
        production = profile is None or profile.kind is ProfileKind.PRODUCTION
        self._confirm.ask(f"This changes the user's password{where}.", strong=production)
        self.confirming_changed.emit(True)

    def _ask_back(self) -> None:
        if self.confirming:
            self._confirm.hide()
            self.confirming_changed.emit(False)

    def _on_confirmed(self) -> None:
        if not self.confirming:
            return
        responses = self._form.checked_responses()
        self._ask_back()
        if responses is not None:
            self.answer_confirmed.emit(self._answer(responses))

    def _on_edited(self) -> None:
        # The question was about what stood in the fields before.
        self._ask_back()
        self.edited.emit()

    def _answer(self, responses: dict[str, str | Secret]) -> Answer:
        field = self._form.code_field()
        return Answer(responses=responses, from_seed=field is not None and field.from_seed)

    def _keeps_answer(self, challenge: Challenge) -> bool:
        """An answer that never left this machine can be sent again as it stands."""
        before, refusal = self._challenge, challenge.refusal
        return (
            before is not None
            and (before.name, before.number) == (challenge.name, challenge.number)
            and refusal is not None
            and refusal.record.sent is Sent.NO
        )

    def _make_code(self) -> None:
        field = self._form.code_field()
        if field is None or self._seed is None:
            return
        try:
            field.set_code(totp_code(self._seed, self._clock.now()), from_seed=True)
        except UserFacingError as error:
            self._form.show_problem(error.sentence())
        field.setFocus()

    def _show_refusal(self, challenge: Challenge, shown: Callable[[str], str]) -> None:
        refusal = challenge.refusal
        set_shown(self._refusal, refusal is not None)
        if refusal is not None:
            self._refusal.show_words(*refusal_words(challenge, refusal, shown))

    def _show_will_send(self, challenge: Challenge, username: str, *, confidential: bool) -> None:
        operation, keys = will_send_words(challenge, username, confidential=confidential)
        self._operation.show_text(operation)
        self._keys.show_text(keys)
        set_shown(self._will_send, challenge.supported)


class _Note(QFrame):
    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("note", "warn")
        self._title = PlainLabel(role="bold", name=f"{name}Title")
        self._text = PlainLabel(role="small", name=f"{name}Text")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(2)
        for label in (self._title, self._text):
            label.setProperty("tone", "warn")
            layout.addWidget(label)
        self.hide()

    def show_words(self, title: str, text: str) -> None:
        """`title` is bold. Told aloud too: the focus stays in the field below which it appears."""
        self._title.show_text(title)
        self._text.show_text(text)
        self.setAccessibleName(f"{title} {text}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


def _link(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setProperty("link", "true")
    button.hide()
    return button


def _asked_text() -> QPlainTextEdit:
    """The public parameters of a custom challenge: what the customer's app would show."""
    text = QPlainTextEdit()
    text.setObjectName("challengeParameters")
    text.setAccessibleName("What the pool asks")
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setProperty("sunken", "true")
    text.setFont(fixed_font())
    text.setFixedHeight(_ASKED_PX)
    return text
