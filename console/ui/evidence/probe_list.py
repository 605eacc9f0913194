"""The read-only operations by service, one a line: what became of each, as soon as it has ended."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from console.core.diagnosis.evidence import Probe, ProbeStatus
from console.core.diagnosis.probe_plan import OPERATIONS
from console.core.telling import MARKS, State
from console.ui.evidence.lookup_words import (
    FURTHER,
    PROBE_STATES,
    common_reason,
    group_of,
    reason_of,
    took,
)
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle, set_shown

if TYPE_CHECKING:
    from console.core.diagnosis.ready_queries import ReadyQuery
    from console.ui.evidence.denied_line import DeniedLine

_TO_COME = "·"
_MARK_PX, _WORD_PX, _TIME_PX = 14, 58, 44  # columns that stand alike in every group
_APART = 6  # of the groups
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BREAK = "\u200b"  # where a narrow column breaks a name
_NO_QUERIES: Mapping[str, ReadyQuery] = MappingProxyType({})


class ProbeList(QFrame):
    """Names all of them before anything is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("probeList")
        self.setAccessibleName("Read-only operations")
        self.setProperty("sunken", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(_APART)
        self._groups = [_Group(head, list(names)) for head, names in groupby(OPERATIONS, group_of)]
        for group in self._groups:
            column.addWidget(group)
        self._further = PlainLabel(FURTHER, role="hint", name="probesFurther")
        column.addWidget(self._further)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What the keyboard comes to, in its order."""
        return tuple(control for group in self._groups for control in group.controls)

    def show_probes(
        self,
        probes: Sequence[Probe],
        *,
        under_way: bool,
        queries: Mapping[str, ReadyQuery] = _NO_QUERIES,
    ) -> None:
        """What became of them so far; the others are still to come, or were not thought of."""
        ended = {probe.operation: probe for probe in probes}
        for group in self._groups:
            group.show_probes(ended, under_way=under_way, queries=queries)
        set_shown(self._further, not probes and not under_way)


class _Group(QWidget):
    """The operations of one service; why none of them was asked is said once."""

    def __init__(self, head: str, names: Sequence[str]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        for place, width in ((0, _MARK_PX), (2, _WORD_PX), (3, _TIME_PX)):
            self._grid.setColumnMinimumWidth(place, width)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(PlainLabel(head, role="head"), 0, 0, 1, 4)
        self._reason = PlainLabel(role="hint", name="probesReason")
        self._reason.hide()
        self._grid.addWidget(self._reason, 1, 1, 1, 3)
        self._lines = {
            name: _Line(name, self._grid, 2 * row) for row, name in enumerate(names, start=1)
        }

    @property
    def controls(self) -> tuple[QWidget, ...]:
        return tuple(control for line in self._lines.values() for control in line.controls)

    def show_probes(
        self, ended: Mapping[str, Probe], *, under_way: bool, queries: Mapping[str, ReadyQuery]
    ) -> None:
        probes = {name: ended.get(name) for name in self._lines}
        common = common_reason(list(probes.values()))
        self._reason.show_text(common)
        self._reason.setVisible(bool(common))
        for name, line in self._lines.items():
            line.show_probe(probes[name], under_way=under_way, with_reason=not common)
            line.show_query(probes[name], queries.get(name))


class _Line:
    """The labels of one operation, in a row of the grid and the one below it."""

    def __init__(self, name: str, grid: QGridLayout, row: int) -> None:
        self._name, self._grid, self._below = name, grid, row + 1
        self._mark, self._word = QLabel(), QLabel()
        for label in (self._mark, self._word):
            label.setProperty("role", "small")
        self._word.setObjectName(f"probe{name}")
        self._word.setAccessibleName(name)
        title = PlainLabel(role="small")
        title.setText(_WORDS.sub(_BREAK, name))
        self._reason = PlainLabel(role="hint")
        self._time = QLabel()
        self._time.setProperty("role", "hint")
        self._reason.hide()
        self._denied: DeniedLine | None = None
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._mark, row, 0, top | Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(title, row, 1, top)
        grid.addWidget(self._word, row, 2, top)
        grid.addWidget(self._time, row, 3, top | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._reason, self._below, 1, 1, 3)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Of the links, where the call was denied."""
        denied = self._denied
        return () if denied is None or denied.isHidden() else denied.controls

    def show_probe(self, probe: Probe | None, *, under_way: bool, with_reason: bool) -> None:
        """Mark, word and time; the reason below where there is one."""
        state = State.PLAIN if probe is None else PROBE_STATES[probe.status]
        for label in (self._mark, self._word):
            restyle(label, "state", str(state))
        self._mark.setText(_TO_COME if probe is None else MARKS[state])
        waits = "…" if under_way else ""
        self._word.setText(waits if probe is None else str(probe.status))
        self._time.setText("" if probe is None else took(probe))
        denied = probe is not None and probe.status is ProbeStatus.DENIED
        reason = reason_of(probe) if probe is not None and with_reason and not denied else ""
        self._reason.show_text(reason)
        self._reason.setVisible(bool(reason))

    def show_query(self, probe: Probe | None, query: ReadyQuery | None) -> None:
        """Below a denied call, what it lacks and what can be done in its place."""
        if probe is None or probe.status is not ProbeStatus.DENIED:
            if self._denied is not None:
                self._denied.hide()
            return
        if self._denied is None:  # few are denied, and each has links
            from console.ui.evidence.denied_line import DeniedLine

            self._denied = DeniedLine(self._name)
            self._grid.addWidget(self._denied, self._below, 1, 1, 3)
        self._denied.show_denied(probe, query)
        self._denied.show()
