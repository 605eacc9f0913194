"""The wizard's page: what Cognito asks, the answer, and how long the session is still good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console.core.call import Sent
from console.core.conversation.challenges import WEB_AUTHN, Challenge, Stage
from console.core.ports import Answer, Clock
from console.core.profile import Profile, ProfileKind
from console.core.secret import Secret
from console.core.text import visible
from console.ui.challenge.answer_form import AnswerForm
from console.ui.challenge.challenge_words import (
    button_words,
    change_words,
    detail_words,
    expired_words,
    head_words,
    refusal_words,
    resend_words,
    setup_note_words,
    title_words,
)
from console.ui.challenge.code_sources import CodeSources, sends_messages
from console.ui.challenge.confirm_note import ConfirmNote
from console.ui.challenge.fitting_text import FittingText
from console.ui.challenge.key_page import KeyPage
from console.ui.challenge.note import Note
from console.ui.challenge.passkey_page import PasskeyPage
from console.ui.challenge.session_clock import SessionClock
from console.ui.challenge.will_send import WillSendBox, sending
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown

_PROFILE_LIMIT = 60
_NEW_PASSWORD = "NEW_PASSWORD"  # noqa: S105  # a key
_ASKED_LINES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Around a challenge: whom and where it is about, and what is at hand to answer it."""

    username: str
    profile: Profile | None
    confidential: bool
    totp_seed: Secret | None
    outbox: bool
    password_known: bool
    shown: Callable[[str], str]  # makes Cognito's own text safe to show


class ChallengePanel(QWidget):
    """Takes the answer to one challenge; `answer_confirmed` brings one that was asked about."""

    answer_confirmed = Signal(object)
    outbox_requested = Signal()
    restart_requested = Signal()
    confirming_changed = Signal(bool)
    session_expired = Signal()
    edited = Signal()

    def __init__(self, *, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._challenge: Challenge | None = None
        self._setting: Setting | None = None
        self._resending = False  # the open question is about another code, not about a change
        self._requests = 1
        self._head = PlainLabel(role="head", name="challengeHead")
        self._title = PlainLabel(role="title", name="challengeTitle")
        self._detail = PlainLabel(role="muted", name="challengeDetail")
        self._asked = FittingText(
            name="challengeParameters", title="What the pool asks", lines=_ASKED_LINES
        )
        self._key_page = KeyPage()
        self._passkey_page = PasskeyPage()
        self._form = AnswerForm()
        self._setup_note = PlainLabel(role="hint", name="setupNote")
        self._refusal = Note(name="refusalNote", tone="warn")
        self._session = SessionClock(clock=clock)
        restart = QPushButton("&Start over")
        restart.setObjectName("restartButton")
        restart.setAccessibleName("Start over")
        self._expired = Note(name="expiredNote", tone="bad", button=restart)
        self._sources = CodeSources(clock=clock)
        self._will_send = WillSendBox()
        self.confirm_note = ConfirmNote()
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
        for widget in (
            self._asked,
            self._key_page,
            self._passkey_page,
            self._form,
            self._setup_note,
            self._refusal,
            self._session,
            self._expired,
            self._sources,
            self.confirm_note,
            self._will_send,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)

    def _connect(self) -> None:
        self._form.edited.connect(self._on_edited)
        self._session.expired.connect(self._on_expired)
        self._expired.pressed.connect(self.restart_requested)
        self._sources.code_made.connect(self._take_code)
        self._sources.problem_found.connect(self._show_problem)
        self._sources.outbox_requested.connect(self.outbox_requested)
        self._sources.resend_asked.connect(self._ask_to_resend)
        self.confirm_note.confirmed.connect(self._on_confirmed)
        self.confirm_note.declined.connect(self.back)

    # Downward

    def show_challenge(self, challenge: Challenge, setting: Setting) -> None:
        """Asks it."""
        if not self._is_again(challenge):
            known = None if setting.profile is None else setting.profile.known
            self._form.show_fields(challenge.fields, known=known)
            self._sources.clear()
        elif not _unsent(challenge):
            self._form.ask_again()
        self._challenge, self._setting = challenge, setting
        self._expired.hide()
        self._show_words(challenge, setting)
        self._show_pages(challenge, setting)
        self._sources.show_for(challenge, seed=setting.totp_seed, outbox=setting.outbox)
        self._show_will_send()
        self._ask_back()
        set_shown(self._session, challenge.supported)
        self._session.show_for(challenge)  # last: it may be over already

    def set_code(self, code: Secret) -> None:
        """Fills the code's field, as from the outbox; does nothing where no code is asked for."""
        field = self._form.code_field()
        if field is not None:
            field.set_code(code)
            field.setFocus()

    def hold(self) -> None:
        """An answer is under way: the clock stands, and no other code is asked for."""
        self._session.hold()
        self._sources.allow_resend(False)

    def clear(self) -> None:
        """Forgets the challenge and everything typed."""
        self._challenge, self._setting = None, None
        self._form.clear()
        self._sources.clear()
        self._key_page.clear()
        self._passkey_page.show_options(None)
        self._asked.show_text("")
        self._session.clear()
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
        """Whether the page asks if it really shall."""
        return not self.confirm_note.isHidden()

    @property
    def expired(self) -> bool:
        """Whether no answer can be right any more."""
        return self._challenge is not None and self._challenge.expired(self._clock.monotonic())

    @property
    def requests(self) -> int:
        """How many requests the answer takes as it stands."""
        return self._requests

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
        if self._challenge is None or not self._challenge.supported or self.confirming:
            return None
        if self.expired:
            self._session.refresh()
            return None
        responses = self._form.checked_responses()
        if responses is None:
            return None
        if self._asks_first() or self._breaks_policy():
            self._ask_first(self._challenge)
            return None
        return self._answer(responses)

    def kept_seed(self) -> Secret | None:
        """The key that the operator wants kept, now that a code is sent."""
        if self._challenge is None or not self._challenge.takes_totp:
            return None
        if self._challenge.stage is Stage.APP:
            return self._key_page.kept_key()
        return self._sources.kept_seed()

    def enter(self, focus: QWidget | None) -> bool:
        """Enter was pressed: True when it means to send, False when it led to the next field."""
        if self._sources.enter(focus) or not self._form.holds(focus):
            return False
        return not self._form.focus_after(focus)

    def back(self) -> None:
        """Takes the open question back."""
        if self.confirming:
            self._ask_back()
            self._form.focus_first()

    # Inside

    def _asks_first(self) -> bool:
        profile = self._setting.profile if self._setting is not None else None
        simulated = profile is not None and profile.simulated
        return self._challenge is not None and self._challenge.changes_user and not simulated

    def _breaks_policy(self) -> bool:
        """Whether a new password is one that Cognito refuses, which ends the sign-in."""
        profile = self._setting.profile if self._setting is not None else None
        policy = profile.known.password_policy if profile is not None and profile.known else None
        password = self._form.responses().get(_NEW_PASSWORD)
        return (
            policy is not None
            and isinstance(password, Secret)
            and not all(keeps(password.reveal()) for _words, keeps in policy.rules())
        )

    def _ask_first(self, challenge: Challenge) -> None:
        profile = self._setting.profile if self._setting is not None else None
        where = f" in “{visible(profile.name, _PROFILE_LIMIT)}”" if profile is not None else ""
        production = profile is None or profile.kind is ProfileKind.PRODUCTION
        question, yes = change_words(challenge, where, breaks_policy=self._breaks_policy())
        self._ask(question, yes, strong=production, resending=False)

    def _ask_to_resend(self) -> None:
        self._ask(*resend_words(), strong=False, resending=True)

    def _ask(self, question: str, yes: str, *, strong: bool, resending: bool) -> None:
        self._resending = resending
        self.confirm_note.ask(question, strong=strong, yes=yes)
        self.confirming_changed.emit(True)

    def _ask_back(self) -> None:
        if self.confirming:
            self.confirm_note.hide()
            self.confirming_changed.emit(False)

    def _on_confirmed(self) -> None:
        if not self.confirming:
            return
        if self._resending:
            self._ask_back()
            self.restart_requested.emit()
            return
        responses = self._form.checked_responses()
        self._ask_back()
        if self.expired:
            self._session.refresh()
        elif responses is not None:
            self.answer_confirmed.emit(self._answer(responses))

    def _on_edited(self) -> None:
        # The question was about what stood in the fields before.
        self._ask_back()
        self._show_will_send()
        self.edited.emit()

    def _on_expired(self) -> None:
        challenge = self._challenge
        if challenge is None:
            return
        self._ask_back()
        self._expired.show_words(*expired_words(challenge, messages=sends_messages(challenge)))
        self._session.hide()
        self._sources.hide()
        self._will_send.hide()  # nothing will be
        self.session_expired.emit()

    def _answer(self, responses: dict[str, str | Secret]) -> Answer:
        field = self._form.code_field()
        return Answer(responses=responses, from_seed=field is not None and field.from_seed)

    def _is_again(self, challenge: Challenge) -> bool:
        """Whether it is the very question that is open, after an answer that was not taken."""
        before = self._challenge
        return (
            before is not None
            and challenge.refusal is not None
            and (before.name, before.number, before.stage)
            == (challenge.name, challenge.number, challenge.stage)
        )

    def _take_code(self, code: Secret) -> None:
        field = self._form.code_field()
        if field is not None:
            field.set_code(code, from_seed=True)
            field.setFocus()

    def _show_problem(self, sentence: str) -> None:
        self._form.show_problem(sentence)
        self._form.focus_first()

    def _show_words(self, challenge: Challenge, setting: Setting) -> None:
        self._head.show_text(head_words(challenge))
        self._title.show_text(title_words(challenge, setting.username))
        self._detail.show_text(detail_words(challenge, setting.username))
        set_shown(self._detail, bool(self._detail.text()))
        note = setup_note_words(challenge)
        self._setup_note.show_text(note)
        set_shown(self._setup_note, bool(note))
        refusal = challenge.refusal
        set_shown(self._refusal, refusal is not None)
        if refusal is not None:
            self._refusal.show_words(*refusal_words(challenge, refusal, setting.shown))

    def _show_pages(self, challenge: Challenge, setting: Setting) -> None:
        asked = "\n".join(f"{name}: {value}" for name, value in challenge.parameters)
        self._asked.show_text(asked)
        set_shown(self._asked, bool(asked))
        key = challenge.secret_code if challenge.stage is Stage.APP else None
        if key is None:
            self._key_page.clear()
        else:
            issuer = setting.profile.name if setting.profile is not None else ""
            self._key_page.show_key(key, issuer=issuer, account=setting.username)
        set_shown(self._key_page, key is not None)
        self._passkey_page.show_options(challenge.options)
        set_shown(self._passkey_page, challenge.name == WEB_AUTHN)

    def _show_will_send(self) -> None:
        challenge, setting = self._challenge, self._setting
        if challenge is None or setting is None:
            return
        shown = sending(
            challenge,
            self._form.responses(),
            confidential=setting.confidential,
            password_known=setting.password_known,
        )
        self._requests = shown.requests
        self._will_send.show_sending(shown)
        set_shown(self._will_send, challenge.supported and not self.expired)


def _unsent(challenge: Challenge) -> bool:
    """An answer that never left this machine can be sent again as it stands."""
    return challenge.refusal is not None and challenge.refusal.record.sent is Sent.NO
