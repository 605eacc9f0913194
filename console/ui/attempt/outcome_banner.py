"""One line that says how the attempt ended, or what it waits for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from console.core.record import LegRecord, Outcome
from console.core.telling import MARKS, OUTCOME_WORDS, State
from console.core.text import visible
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.tooltip import plain_tooltip
from console.ui.parts.widget_state import restyle
from console.ui.timeline.rows import UNDER_WAY_MARK

_NOTES = {
    Outcome.SIGNED_IN: "ok",
    Outcome.FAILED: "bad",
    Outcome.CANCELLED: "info",
    Outcome.UNKNOWN: "warn",
    Outcome.ABANDONED: "info",
    Outcome.NOT_SENT: "warn",
}
_REASON_LIMIT = 400
_CHIP_PX = 20


class OutcomeBanner(QFrame):
    """Hidden while there is nothing to say; a change is announced to screen readers."""

    why_requested = Signal()
    customer_copy_requested = Signal()
    admin_copy_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self._build_ui()
        self._why.clicked.connect(self.why_requested)
        self._for_customer.clicked.connect(self.customer_copy_requested)
        self._for_admin.clicked.connect(self.admin_copy_requested)
        self.hide()

    @property
    def text(self) -> str:
        """The line as one text."""
        return self._said

    def offer_copies(self, offered: bool) -> None:
        """Whether there is a finding that says something to the customer and to the admin."""
        for link in (self._for_customer, self._for_admin):
            link.setVisible(offered)

    def show_running(self, text: str, *, simulated: bool) -> None:
        """What the attempt waits for."""
        self._why.hide()
        self._show("info", State.PLAIN, UNDER_WAY_MARK, text, "", simulated=simulated)

    def show_unfinished(self, text: str, *, simulated: bool) -> None:
        """A record that has no end."""
        self._why.hide()
        self._show("warn", State.UNKNOWN, MARKS[State.UNKNOWN], "Not finished", text,
                   simulated=simulated)  # fmt: skip

    def show_outcome(
        self,
        outcome: Outcome,
        reason: str,
        *,
        simulated: bool,
        legs: Sequence[LegRecord] = (),
    ) -> None:
        """How the attempt ended; with `legs` how each path did, and the reason as a tip."""
        word, state = OUTCOME_WORDS[outcome]
        ends = {outcome, *(leg.outcome for leg in legs)}
        self._why.setVisible(ends != {Outcome.SIGNED_IN})
        if legs:
            self._show(_NOTES[outcome], state, MARKS[state], legs_words(legs), "",
                       simulated=simulated, tip=reason)  # fmt: skip
        else:
            self._show(_NOTES[outcome], state, MARKS[state], word.capitalize(), reason,
                       simulated=simulated)  # fmt: skip

    def clear(self) -> None:
        """Says nothing and takes no place."""
        self._said = ""
        self.setAccessibleDescription("")
        self.hide()

    def _build_ui(self) -> None:
        self.setObjectName("outcomeBanner")
        self.setAccessibleName("Outcome")
        self.setProperty("surface", "true")
        self._frame = QFrame()
        self._mark, self._word, self._reason = QLabel(), QLabel(), PlainLabel()
        for label in (self._mark, self._word):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setFixedHeight(_CHIP_PX)  # on one line with the chip, also beside a long reason
        self._word.setProperty("role", "bold")
        self._reason.setMinimumHeight(_CHIP_PX)
        self._reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._simulated = QLabel("◇ Simulated")
        self._simulated.setProperty("chip", "practice")
        self._simulated.setFixedHeight(_CHIP_PX)
        self._why = _link("&Why", "whyLink", "Why it ended so",
                          "Shows what was found, and what to do next")  # fmt: skip
        self._for_customer = _link("For customer", "bannerCustomerLink", "Copy for the customer",
                                   "Copies a paragraph for the customer")  # fmt: skip
        self._for_admin = _link("For admin", "bannerAdminLink", "Copy for the admin",
                                "Copies one for their admin, with the line to run")  # fmt: skip
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._word, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._reason, 1)
        for link in (self._why, self._for_customer, self._for_admin):
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._simulated, 0, Qt.AlignmentFlag.AlignTop)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 0)
        outer.addWidget(self._frame)

    def _show(
        self,
        note: str,
        state: State,
        mark: str,
        word: str,
        reason: str,
        *,
        simulated: bool,
        tip: str = "",
    ) -> None:
        reason = visible(reason, _REASON_LIMIT)
        said = f"{mark} {word}" + (f" — {reason}" if reason else "")
        said += " · Simulated" if simulated else ""
        if said == self._said:
            return
        self._said = said
        restyle(self._frame, "note", note)
        restyle(self._mark, "state", str(state))
        self._mark.setText(mark)
        self._word.setText(visible(word))
        self._frame.setToolTip(plain_tooltip(tip))
        self._reason.show_text(f"— {reason}" if reason else "")
        self._simulated.setVisible(simulated)
        self.setAccessibleDescription(said)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


def _link(text: str, name: str, accessible: str, tip: str) -> QPushButton:
    link = QPushButton(text)
    link.setObjectName(name)
    link.setAccessibleName(accessible)
    link.setToolTip(tip)
    link.setProperty("link", "true")
    link.setFixedHeight(_CHIP_PX)
    link.hide()
    return link


def legs_words(legs: Sequence[LegRecord]) -> str:
    """How each path ended, in one look."""
    return " · ".join(_leg_words(leg) for leg in legs)


def _leg_words(leg: LegRecord) -> str:
    found = "" if leg.classification is None else f" {leg.classification}"
    return f"{leg.path}: {OUTCOME_WORDS[leg.outcome][0]}{found}"
