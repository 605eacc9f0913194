"""The tokens that a sign-in brought: what they say, whether it is true, and what may follow."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.core.telling import MARKS, State
from console.ui.attempt.tokens_words import CheckShown, TokenShown, TokensShown
from console.ui.parts.facts_table import FactsTable
from console.ui.parts.flow_row import FlowRow
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.tooltip import plain_tooltip
from console.ui.theme import Theme

_APART = 8
_CHECKING = "Claims and signatures are being checked…"
_UNREADABLE = "No token is a JWT that can be read, so nothing of it could be checked."
_NOT_CHECKED = "Claims and signatures were not checked."
_OF_HISTORY = (
    "Tokens are never kept: those of an earlier attempt cannot be refreshed or revoked here."
)
_AT_CLOSE = "They are revoked when this tab is closed or tries again, unless you do it before."
_NOT_REVOCABLE = "The client does not take RevokeToken: they stay good until then."
_NO_REFRESH = "No refresh token came that RevokeToken would take: they stay good until then."
_ROTATED = "Refresh by GetTokensFromRefreshToken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What may be done with the tokens now. `under_way` names the call that runs, if one does.

    `rotates`: a refresh goes by GetTokensFromRefreshToken without being told to.
    """

    can_refresh: bool = False
    can_revoke: bool = False
    can_remember: bool = False
    rotates: bool = False
    checking: bool = False  # claims and signatures are looked at
    under_way: str = ""


class TokensPanel(QFrame):
    """Shows the tokens of one attempt; its buttons are there while they can still be used."""

    refresh_requested = Signal(bool)  # whether by GetTokensFromRefreshToken
    revoke_requested = Signal()
    remember_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: TokensShown | None = None
        self._following: Following | None = None
        self._simulated = False
        self._button_used: QPushButton | None = None
        self._build_ui()
        self._connect()
        self._follow()

    @property
    def shown(self) -> TokensShown | None:
        """What is shown."""
        return self._shown

    def show_tokens(self, shown: TokensShown | None, *, simulated: bool) -> None:
        """Shows these; the place in the text stays as it is."""
        if (shown, simulated) == (self._shown, self._simulated):
            return
        self._shown, self._simulated = shown, simulated
        self._fill()

    def show_following(self, following: Following | None) -> None:
        """What may be done; None for an attempt of the history."""
        if following != self._following:
            self._following = following
            self._follow()
            self._fill()

    def _follow(self) -> None:
        focus = self._focused_button()
        state = self._following or Following()
        running = bool(state.under_way)
        self._bar.setVisible(self._following is not None)
        self._buttons.set_offered(self._cancel, running)
        self._progress.show_text(f"{state.under_way} is under way…" if running else "")
        self._progress.setVisible(running)
        if running and focus is not None:
            self._button_used = focus
            self._cancel.setFocus()  # before the others can be used no more
        for button, able in (
            (self._refresh, state.can_refresh),
            (self._more, state.can_refresh and not state.rotates),
            (self._revoke, state.can_revoke),
            (self._remember, state.can_remember),
        ):
            button.setEnabled(able and not running)
        self._buttons.set_offered(self._more, not state.rotates)
        self._buttons.set_offered(self._remember, state.can_remember)
        if not running and focus is self._cancel:
            self._return_focus()

    def _build_ui(self) -> None:
        self.setObjectName("tokensPanel")
        self.setAccessibleName("Tokens")
        self.setProperty("surface", "true")
        self._area = QScrollArea()
        self._area.setObjectName("tokensText")
        self._area.setAccessibleName("Tokens")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._refresh = _button("Re&fresh", "refreshButton", "Asks for new tokens, once")
        self._more = _button("▾", "refreshMenuButton", "Another way to refresh")
        self._more.setAccessibleName("Another way to refresh")
        self._more.setProperty("narrow", "true")
        menu = QMenu(self)
        menu.setObjectName("refreshMenu")
        self._rotated = QAction(_ROTATED, self)
        self._rotated.setObjectName("rotatedRefreshAction")
        menu.addAction(self._rotated)
        self._more.setMenu(menu)
        self._revoke = _button(
            "Re&voke", "revokeButton", "Sends RevokeToken once: the session ends"
        )
        self._remember = _button(
            "Re&member this device…",
            "rememberDeviceButton",
            "Confirms the device that Cognito offered; asks first",
        )
        self._cancel = _button("Cancel", "cancelFollowingButton", "Stops the call (Esc)")
        self._progress = PlainLabel(role="hint", name="followingProgress")
        self._bar = QFrame()
        self._bar.setProperty("line", "top")
        rows = QVBoxLayout(self._bar)
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(4)
        self._buttons = FlowRow(gap=8, line_gap=8)
        for button in (self._refresh, self._more, self._revoke, self._remember, self._cancel):
            self._buttons.add(button)
        rows.addWidget(self._progress)
        rows.addWidget(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self._bar)

    def _connect(self) -> None:
        self._refresh.clicked.connect(self._ask_refresh)
        self._rotated.triggered.connect(lambda: self.refresh_requested.emit(True))
        self._revoke.clicked.connect(self.revoke_requested)
        self._remember.clicked.connect(self.remember_requested)
        self._cancel.clicked.connect(self.cancel_requested)

    def _ask_refresh(self) -> None:
        self.refresh_requested.emit(self._following is not None and self._following.rotates)

    def _focused_button(self) -> QPushButton | None:
        focus = QApplication.focusWidget()
        own = isinstance(focus, QPushButton) and self._bar.isAncestorOf(focus)
        return focus if own and isinstance(focus, QPushButton) else None

    def _return_focus(self) -> None:
        """To the button that began the call, or one beside it where that is of no use now."""
        wanted = (self._button_used, self._refresh, self._revoke)
        usable = next((b for b in wanted if b is not None and b.isEnabled()), None)
        (usable or self._area).setFocus()
        self._button_used = None

    # The text

    def _fill(self) -> None:
        shown = self._shown
        if shown is None:
            return
        bar = self._area.verticalScrollBar()
        place = bar.value()
        body, column = _page()
        session = PlainLabel(shown.session, role="title", name="tokensSession")
        session.setToolTip(plain_tooltip(shown.session_tip))
        column.addWidget(session)
        column.addWidget(PlainLabel(self._what_next(shown), role="small", name="tokensNext"))
        if self._simulated:
            column.addWidget(_note("Simulated: these tokens open nothing but the practice pool."))
        for line in (*shown.came, *shown.notes):
            column.addWidget(PlainLabel(line, name="tokensCame"))
        if not shown.tokens:
            following = self._following
            words = _NOT_CHECKED if following is None else _UNREADABLE
            if following is not None and following.checking:
                words = _CHECKING
            column.addWidget(PlainLabel(words, role="muted", name="tokensUnchecked"))
        for token in shown.tokens:
            self._add_token(column, token)
        column.addStretch(1)
        self._area.setWidget(body)
        before: QWidget = self._area
        for table in body.findChildren(FactsTable):  # else Tab came to them last of all
            QWidget.setTabOrder(before, table)
            before = table
        bar.setValue(place)
        self.setAccessibleDescription(shown.session)

    def _what_next(self, shown: TokensShown) -> str:
        following = self._following
        if shown.revoked:
            return "The refresh token is good no more; access and ID token end by themselves."
        if following is None:
            return _OF_HISTORY
        if following.can_revoke:
            return _AT_CLOSE
        return _NOT_REVOCABLE if following.can_refresh else _NO_REFRESH

    def _add_token(self, column: QVBoxLayout, token: TokenShown) -> None:
        column.addSpacing(_APART)
        column.addWidget(PlainLabel(token.name, role="bold", name="tokenName"))
        checks = FlowRow(gap=12, line_gap=2)
        for check in token.checks:
            checks.add(_check(check))
        column.addWidget(checks)
        for state, sentence in token.problems:
            role = "error" if state is State.REFUSED else "warning"
            text = f"{MARKS[state]} {sentence}"
            column.addWidget(PlainLabel(text, role=role, name="tokenProblem"))
        name = token.name.partition(" ")[0].lower()
        facts = FactsTable(theme=self._theme, name=f"{name}TokenFacts", title=token.name)
        facts.show_facts(token.facts)
        column.addWidget(facts)
        if token.further:
            text = f"Also in it, values withheld: {token.further}"
            column.addWidget(PlainLabel(text, role="hint", name="tokenFurther"))


def _button(text: str, name: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    return button


def _page() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    body.setProperty("surface", "true")
    column = QVBoxLayout(body)
    column.setContentsMargins(15, 11, 15, 7)  # and a pixel for the line that shows the focus
    column.setSpacing(4)
    return body, column


def _note(text: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("note", "sim")
    row = QHBoxLayout(frame)
    row.setContentsMargins(12, 6, 12, 6)
    row.addWidget(PlainLabel(text, role="small", name="tokensNote"))
    return frame


def _check(check: CheckShown) -> QLabel:
    label = QLabel(check.text)
    label.setObjectName("tokenCheck")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("state", str(check.state))
    label.setAccessibleName(check.spoken)
    return label
