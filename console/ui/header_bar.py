"""The bar across the window: which profile, of what kind, for which ticket."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.core.conversation.flows import AuthFlow
from console.core.errors import UserFacingError
from console.core.profile import PRACTICE_PROFILE_ID, Profile
from console.core.request import SignInRequest, request_problems
from console.ui.parts.elided_label import ElidedLabel
from console.ui.parts.hint_button import HintButton
from console.ui.parts.widget_state import restyle
from console.ui.theme import KIND_SHAPES, KIND_WORDS, fixed_font

_STRIP_PX, _BAR_PX, _CHIP_PX, _TICKET_PX = 3, 52, 22, 132
_TICKET_LIMIT = 64


class HeaderBar(QFrame):
    """A strip of the kind's colour, its shape and word, the profile, the ticket, the export."""

    ticket_edited = Signal(object)  # str or None, at every keystroke that leaves a usable number
    ticket_finished = Signal(object)  # the same, when the field is left or Enter is pressed
    ticket_refused = Signal(object)  # UserFacingError; the last usable number stays in force
    export_requested = Signal()
    practice_users_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._build_ui()
        self._connect()
        self.show_profile(None)
        self.show_ticket(None)
        self.set_export_enabled(False)

    def show_profile(self, profile: Profile | None) -> None:
        """The profile of the current tab; None: none was chosen yet."""
        kind = "none" if profile is None else str(profile.kind)
        restyle(self._strip, "kindstrip", kind)
        restyle(self._chip, "chip", kind)
        self._chip.setVisible(profile is not None)
        built_in = profile is not None and profile.profile_id == PRACTICE_PROFILE_ID
        self._practice.setVisible(built_in)
        if profile is None:
            self._name.show_text("No profile chosen")
            self._pool.show_text("")
            return
        word = KIND_WORDS[profile.kind].upper()
        self._chip.setText(f"{KIND_SHAPES[profile.kind]} {word}")
        self._chip.setAccessibleName(f"Kind of the profile: {word}")
        self._name.show_text(profile.name)
        self._pool.show_text(profile.user_pool_id)

    def show_ticket(self, ticket: str | None) -> None:
        """The ticket of the current tab."""
        if self._ticket.text().strip() != (ticket or ""):
            self._ticket.setText(ticket or "")
        self._mark_ticket()

    def set_export_enabled(self, enabled: bool) -> None:
        """Whether there is an attempt to attach."""
        self._export.setEnabled(enabled)
        self._export.setToolTip(
            "Write this attempt to a file, masked"
            if enabled
            else "There is no attempt in this tab yet"
        )

    def _build_ui(self) -> None:
        self.setObjectName("headerBar")
        self.setProperty("surface", "true")
        self.setProperty("line", "bottom")
        self._strip = QFrame()
        self._strip.setObjectName("kindStrip")
        self._strip.setFixedHeight(_STRIP_PX)
        self._chip = QLabel()
        self._chip.setObjectName("kindChip")
        self._chip.setFixedHeight(_CHIP_PX)
        self._name = ElidedLabel(name="profileNameLabel", role="bold")
        self._pool = ElidedLabel(name="poolIdLabel", role="muted")
        self._pool.setFont(fixed_font())
        self._practice = QToolButton()
        self._practice.setObjectName("practiceUsersButton")
        self._practice.setText("Practice users…")
        self._practice.setToolTip("See what each user of the practice pool shows, and use one")
        self._practice.setProperty("link", "true")
        self._build_ticket()
        self._export = HintButton(
            "Attach to ticket…", name="exportButton", keys=QKeySequence("Ctrl+E")
        )
        self._export.setAccessibleName("Attach to ticket")
        bar = QWidget()
        bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        left: tuple[QWidget, ...] = (self._chip, self._name, self._pool, self._practice)
        right: tuple[QWidget, ...] = (self._ticket_label, self._ticket, self._export)
        for widget in left:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._strip)
        layout.addWidget(bar, 1)
        self.setFixedHeight(_BAR_PX)

    def _build_ticket(self) -> None:
        self._ticket = QLineEdit()
        self._ticket.setObjectName("ticketField")
        self._ticket.setAccessibleName("Ticket")
        self._ticket.setPlaceholderText("none")
        self._ticket.setMaxLength(_TICKET_LIMIT)
        self._ticket.setFixedWidth(_TICKET_PX)
        self._ticket.setFont(fixed_font())
        self._ticket_label = QLabel("T&icket")
        self._ticket_label.setProperty("role", "muted")
        self._ticket_label.setBuddy(self._ticket)

    def _connect(self) -> None:
        self._ticket.textEdited.connect(self._on_ticket_edited)
        self._ticket.editingFinished.connect(self._on_ticket_finished)
        self._export.clicked.connect(self.export_requested)
        self._practice.clicked.connect(self.practice_users_requested)

    def _on_ticket_edited(self) -> None:
        if not self._mark_ticket():
            self.ticket_edited.emit(self._ticket.text().strip() or None)

    def _on_ticket_finished(self) -> None:
        problem = self._mark_ticket()
        if problem:
            self.ticket_refused.emit(
                UserFacingError("The ticket number was not taken.", problem, "Correct the field.")
            )
        else:
            self.ticket_finished.emit(self._ticket.text().strip() or None)

    def _mark_ticket(self) -> str:
        problem = ticket_problem(self._ticket.text().strip())
        restyle(self._ticket, "problem", "error" if problem else None)
        self._ticket.setToolTip(problem or "Goes into the attempt and into its export")
        self._ticket.setAccessibleDescription(problem)
        return problem


def ticket_problem(text: str) -> str:
    """What is wrong with a ticket number, in one sentence; empty when nothing is."""
    if not text:
        return ""
    request = SignInRequest(auth_flow=AuthFlow.ADMIN_USER_PASSWORD_AUTH, ticket=text)
    found = [p for p in request_problems(request, confidential=False) if p.field == "ticket"]
    return found[0].sentence if found else ""
