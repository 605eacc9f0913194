"""Where a code can come from besides being typed: a key, the practice outbox, another message."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.core.conversation.challenges import CODE_CHALLENGES, Challenge, Stage
from console.core.errors import UserFacingError
from console.core.ports import Clock
from console.core.secret import Secret
from console.core.totp import totp_code
from console.ui.challenge.seed_form import SeedForm
from console.ui.parts.widget_state import set_shown

_FROM_STORE, _FROM_PAGE = "Make the code from the seed", "Make the code from this key"
_STORED, _ANOTHER = "Use a stored key…", "Use another key…"


class CodeSources(QWidget):
    """Links, each seen only where it is of use."""

    code_made = Signal(object)  # Secret
    problem_found = Signal(str)
    outbox_requested = Signal()
    resend_asked = Signal()

    def __init__(self, *, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._seed: Secret | None = None
        self._seed_link = _link("seedLink", _FROM_STORE)
        self._key_link = _link("keyLink", _STORED)
        self._form = SeedForm(clock=clock)
        self._outbox_link = _link("outboxLink", "Take the newest code from the outbox")
        self._resend_link = _link("resendLink", "Send another code…")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for link in (self._seed_link, self._key_link):
            layout.addLayout(_row(link))
        layout.addWidget(self._form)
        for link in (self._outbox_link, self._resend_link):
            layout.addLayout(_row(link))
        self._seed_link.clicked.connect(self._make_code)
        self._key_link.clicked.connect(self._open_form)
        self._form.code_made.connect(self.code_made)
        self._outbox_link.clicked.connect(self.outbox_requested)
        self._resend_link.clicked.connect(self.resend_asked)

    def show_for(self, challenge: Challenge, *, seed: Secret | None, outbox: bool) -> None:
        """The links for this challenge; `seed` is the user's stored one."""
        setup = challenge.stage is Stage.APP
        self._seed = challenge.secret_code if setup else seed
        self._seed_link.setText(_FROM_PAGE if setup else _FROM_STORE)
        totp, code = challenge.takes_totp, challenge.name in CODE_CHALLENGES or setup
        # A stored key may be the wrong one: after a refused code another can be used.
        typed = totp and not setup and (self._seed is None or challenge.try_number > 1)
        self._key_link.setText(_STORED if self._seed is None else _ANOTHER)
        self._key_link.setAccessibleName(self._key_link.text())
        shown = {
            self._seed_link: totp and self._seed is not None,
            self._key_link: typed and self._form.isHidden(),
            self._outbox_link: code and outbox,
            self._resend_link: sends_messages(challenge),
        }
        for link, seen in shown.items():
            link.setVisible(seen)
        self.allow_resend(True)
        if not typed:
            self._form.clear()
        set_shown(self, code)

    def allow_resend(self, allowed: bool) -> None:
        """Not while an answer is under way."""
        self._resend_link.setEnabled(allowed)

    def enter(self, focus: QWidget | None) -> bool:
        """Enter in the field of the key makes the code; False elsewhere."""
        if not self._form.holds(focus):
            return False
        self._form.make_code()
        return True

    def kept_seed(self) -> Secret | None:
        """A key that was typed here and is to be kept."""
        return self._form.kept_seed()

    def clear(self) -> None:
        """Forgets the keys."""
        self._seed = None
        self._form.clear()

    def _open_form(self) -> None:
        self._form.open()  # first, so that the focus has somewhere near to go
        self._key_link.hide()

    def _make_code(self) -> None:
        if self._seed is None:
            return
        try:
            self.code_made.emit(totp_code(self._seed, self._clock.now()))
        except UserFacingError as error:
            self.problem_found.emit(error.sentence())


def sends_messages(challenge: Challenge) -> bool:
    """Whether Cognito sent a message with the code: another one needs a new start."""
    return challenge.name in CODE_CHALLENGES and not challenge.takes_totp


def _link(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setProperty("link", "true")
    return button


def _row(link: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(link)
    row.addStretch(1)
    return row
