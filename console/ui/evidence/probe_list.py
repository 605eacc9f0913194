"""The read-only operations, one a line: what became of each, as soon as it has ended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from console.core.diagnosis.evidence import Probe
from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.telling import MARKS, State
from console.ui.evidence.lookup_words import FURTHER, PROBE_STATES, reason_of, took
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle, set_shown

_TO_COME = "·"
_MARK_PX = 14
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BREAK = "\u200b"  # where a narrow column breaks a name


class ProbeList(QFrame):
    """Names all of them before anything is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("probeList")
        self.setAccessibleName("Read-only operations")
        self.setProperty("sunken", "true")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 8, 8, 8)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnMinimumWidth(0, _MARK_PX)
        self._grid.setColumnStretch(1, 1)
        self._lines = {name: self._add(row, name) for row, name in enumerate(OPERATIONS)}
        self._further = PlainLabel(FURTHER, role="hint", name="probesFurther")
        self._grid.addWidget(self._further, 2 * len(OPERATIONS), 0, 1, 4)

    def show_probes(self, probes: Sequence[Probe], *, under_way: bool) -> None:
        """What became of them so far; the others are still to come, or were not thought of."""
        ended = {probe.operation: probe for probe in probes}
        for name, line in self._lines.items():
            line.show_probe(ended.get(name), under_way=under_way)
        set_shown(self._further, not probes and not under_way)

    def _add(self, row: int, name: str) -> _Line:
        line = _Line(name)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(line.mark, 2 * row, 0, top | Qt.AlignmentFlag.AlignHCenter)
        self._grid.addWidget(line.name, 2 * row, 1, top)
        self._grid.addWidget(line.word, 2 * row, 2, top)
        self._grid.addWidget(line.time, 2 * row, 3, top | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(line.reason, 2 * row + 1, 1, 1, 3)
        return line


class _Line:
    """The labels of one operation."""

    def __init__(self, name: str) -> None:
        self.mark, self.word, self.time = QLabel(), QLabel(), QLabel()
        for label in (self.mark, self.word):
            label.setProperty("role", "small")
        self.word.setObjectName(f"probe{name}")
        self.word.setAccessibleName(name)
        self.name = PlainLabel(role="small")
        self.name.setText(_WORDS.sub(_BREAK, name))
        self.reason = PlainLabel(role="hint")
        self.time.setProperty("role", "hint")
        self.reason.hide()

    def show_probe(self, probe: Probe | None, *, under_way: bool) -> None:
        """Mark, word and time; the reason below where there is one."""
        state = State.PLAIN if probe is None else PROBE_STATES[probe.status]
        for label in (self.mark, self.word):
            restyle(label, "state", str(state))
        self.mark.setText(_TO_COME if probe is None else MARKS[state])
        waits = "…" if under_way else ""
        self.word.setText(waits if probe is None else str(probe.status))
        self.time.setText("" if probe is None else took(probe))
        reason = "" if probe is None else reason_of(probe)
        self.reason.show_text(reason)
        self.reason.setVisible(bool(reason))
