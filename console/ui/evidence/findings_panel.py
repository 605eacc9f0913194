"""The findings of an attempt, and the button that reads evidence for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.core.diagnosis.finding import Finding
from console.ui.attempt.sections import head
from console.ui.evidence.account_logs import NO_LOGS, AccountLogs
from console.ui.evidence.account_logs_section import AccountLogsSection
from console.ui.evidence.finding_words import ticket_text
from console.ui.evidence.findings_list import FindingsList
from console.ui.evidence.gather_box import GatherBox
from console.ui.evidence.lookup import NOT_BEGUN, Lookup
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown
from console.ui.theme import Theme

_NONE_YET = "What is known of this attempt points to no cause. Evidence may."
_NONE = "Neither the attempt nor the evidence points to a cause."


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What there is to say of an attempt: ranked causes, and how far the look-up is.

    `logs` are for the operator's eyes alone.
    """

    findings: tuple[Finding, ...] = ()
    lookup: Lookup = NOT_BEGUN
    logs: AccountLogs = NO_LOGS

    def to_text(self) -> str:
        """The first findings, for the ticket; nothing of the logs."""
        return ticket_text(self.findings, self.lookup)


class FindingsPanel(QWidget):
    """Part of the diagnosis; shows findings as soon as there are any, better ones with evidence."""

    gather_requested = Signal()
    look_again_requested = Signal()
    stop_requested = Signal()
    opened_changed = Signal()
    controls_changed = Signal()  # there are others to be reached by Tab

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("findingsPanel")
        self._box = GatherBox(
            name="gatherEvidenceButton", first="&Gather evidence", again="&Gather again"
        )
        self._none = PlainLabel(role="muted", name="findingsEmpty")
        self._list = FindingsList(open_first=True)
        self._logs = AccountLogsSection(theme=theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(head("Findings, likeliest first"))
        layout.addWidget(self._box)
        layout.addWidget(self._none)
        layout.addWidget(self._list)
        layout.addWidget(self._logs)
        self._box.gather_requested.connect(self.gather_requested)
        self._box.look_again_requested.connect(self.look_again_requested)
        self._box.stop_requested.connect(self.stop_requested)
        self._list.opened_changed.connect(self.opened_changed)
        self._logs.unfolded.connect(self.controls_changed)

    @property
    def chosen(self) -> Finding | None:
        """The finding that is open."""
        return self._list.opened

    @property
    def controls(self) -> Sequence[QWidget]:
        """What the keyboard comes to, in its order."""
        return (*self._box.controls, *self._list.controls, *self._logs.controls)

    def show_explained(self, explained: Explained) -> bool:
        """Shows it; whether there are other findings than before."""
        self._box.show_lookup(explained.lookup)
        self._logs.show_logs(explained.logs)
        read = explained.lookup.probes and not explained.lookup.under_way
        self._none.show_text(_NONE if read else _NONE_YET)
        set_shown(self._none, not explained.findings)
        return self._list.show_findings(explained.findings)
