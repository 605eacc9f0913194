"""The one button that reads evidence, what it will do, and what became of each call."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.ui.evidence.late_note import LateNote
from console.ui.evidence.lookup import NOT_BEGUN, Lookup
from console.ui.evidence.lookup_words import lookup_words
from console.ui.evidence.probe_list import ProbeList
from console.ui.parts.copy_link import CopyLink
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown

_CLOSED, _OPEN = "▸", "▾"
_STOP = "Stop"
_POLICY = "Copy the missing policy"


class GatherBox(QWidget):
    """Says before how many operations there are and which; while they go on, the button stops them.

    `name` is the button's object name; `first` and `again` are its texts.
    """

    gather_requested = Signal()
    look_again_requested = Signal()  # into CloudTrail alone
    stop_requested = Signal()

    def __init__(self, *, name: str, first: str, again: str, link: bool = False) -> None:
        super().__init__()
        self._first, self._again = first, again
        self._lookup = NOT_BEGUN
        self._opened_for_it = False  # by itself, so that the calls are seen as they end
        self._build_ui(name, link=link)
        self._button.clicked.connect(self._on_clicked)
        self._fold.toggled.connect(self._follow)
        self._late.look_again_requested.connect(self.look_again_requested)
        self._follow()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What the keyboard comes to, in its order."""
        listed = () if self._list is None else self._list.controls
        return (self._button, self._fold, self._late.button, self._policy, *listed)

    def show_lookup(self, lookup: Lookup) -> None:
        """How far it is."""
        before, self._lookup = self._lookup, lookup
        tells = lookup.under_way and not lookup.again  # of each operation as it ends
        if tells and not before.under_way and not self._fold.isChecked():
            self._opened_for_it = True
            self._fold.setChecked(True)
        elif not lookup.under_way and self._opened_for_it:
            self._opened_for_it = False
            self._fold.setChecked(False)
        self._follow()

    def set_enabled(self, enabled: bool) -> None:
        """Whether a look-up can begin now; a refusal of the look-up itself comes before it."""
        self._can_begin = enabled
        self._follow()

    def _build_ui(self, name: str, *, link: bool) -> None:
        self._can_begin = True
        self._button = QPushButton()
        self._button.setObjectName(name)
        self._button.setProperty("link" if link else "narrow", "true")
        self._fold = QPushButton()
        self._fold.setObjectName("probesFold")
        self._fold.setProperty("quiet", "true")
        self._fold.setCheckable(True)
        self._words = PlainLabel(role="hint", name="lookupWords")
        self._late = LateNote()
        self._policy = CopyLink(
            _POLICY,
            name="copyMissingPolicyLink",
            what="Copy the smallest IAM policy that is missing",
        )
        self._list: ProbeList | None = None  # made when it is first seen: it has many labels
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(_row(self._button, self._fold))
        layout.addWidget(self._words)
        layout.addWidget(self._late)
        layout.addLayout(_row(self._policy))
        self._column = layout

    def _on_clicked(self) -> None:
        (self.stop_requested if self._lookup.under_way else self.gather_requested).emit()

    def _follow(self) -> None:
        lookup = self._lookup
        text = self._again if lookup.probes else self._first
        self._button.setText(_STOP if lookup.under_way else text)
        words = lookup_words(lookup)
        self._button.setAccessibleDescription(words)
        self._button.setEnabled(lookup.under_way or (self._can_begin and not lookup.refused))
        self._words.show_text(words)
        self._late.show_late(lookup.late, under_way=lookup.under_way)
        self._policy.set_text_to_copy(lookup.policy or "")
        set_shown(self._policy, lookup.policy is not None)
        title = "Each operation" if lookup.probes or lookup.under_way else "Which operations"
        self._fold.setText(f"{_OPEN if self._fold.isChecked() else _CLOSED} {title}")
        self._fold.setAccessibleName(title)
        self._show_list(lookup)
        for first, second in pairwise(self.controls):
            QWidget.setTabOrder(first, second)

    def _show_list(self, lookup: Lookup) -> None:
        if self._list is None:
            if not self._fold.isChecked():
                return
            self._list = ProbeList()
            self._column.addWidget(self._list)
            if self.isVisible():  # now, not when the layout comes to it
                self._list.show()
        going_on = lookup.under_way and not lookup.again
        self._list.show_probes(lookup.probes, under_way=going_on, queries=lookup.queries)
        set_shown(self._list, self._fold.isChecked())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
