"""The findings below each other, of which one at most is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.core.diagnosis.finding import Finding
from console.ui.evidence.finding_card import FindingCard


class FindingsList(QWidget):
    """Keeps the open one open when the findings change and it is still among them."""

    opened_changed = Signal()

    def __init__(self, *, open_first: bool) -> None:
        super().__init__()
        self._open_first = open_first
        self._findings: tuple[Finding, ...] = ()
        self._cards: list[FindingCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def opened(self) -> Finding | None:
        """The finding that is open."""
        return next((card.finding for card in self._cards if card.open), None)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What the keyboard comes to, in its order."""
        return tuple(control for card in self._cards for control in card.controls)

    def show_findings(self, findings: Sequence[Finding]) -> bool:
        """Shows exactly these, likeliest first; whether that changed anything."""
        if tuple(findings) == self._findings:
            return False
        chosen = self.opened
        was_first = self._findings[:1] == (() if chosen is None else (chosen,))
        had_focus = self._id_with_focus()
        self._replace(findings)
        wanted = None if chosen is None or (was_first and self._open_first) else chosen.id
        card = self._card(wanted)
        if card is None and self._open_first and self._cards:
            card = self._cards[0]
        if card is not None:
            card.set_open(True)
        if had_focus is not None and self._cards:
            (self._card(had_focus) or self._cards[0]).controls[0].setFocus()
        return True

    def _replace(self, findings: Sequence[Finding]) -> None:
        for old in self._cards:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._findings = tuple(findings)
        self._cards = []
        for finding in findings:
            card = FindingCard(finding)
            card.toggled.connect(lambda opened, one=card: self._on_toggled(one, opened))
            self._column.addWidget(card)
            self._cards.append(card)
            if self.isVisible():  # now, not when the layout comes to it
                card.show()

    def _card(self, finding_id: str | None) -> FindingCard | None:
        return next((card for card in self._cards if card.finding.id == finding_id), None)

    def _id_with_focus(self) -> str | None:
        found = (
            card.finding.id
            for card in self._cards
            if any(control.hasFocus() for control in card.controls)
        )
        return next(found, None)

    def _on_toggled(self, chosen: FindingCard, opened: bool) -> None:
        if opened:
            for card in self._cards:
                if card is not chosen:
                    card.set_open(False)
        self.opened_changed.emit()
