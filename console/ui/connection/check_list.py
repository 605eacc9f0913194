"""The checks as rows: a mark, a name, what is known, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from console.core.diagnosis.connection import CheckStatus, ConnectionCheck
from console.ui.connection.words import STATES, WORDS, mark
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle, set_shown

_MARK_PX, _NAME_PX = 16, 216
_WAITING = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    mark: PlainLabel
    detail: PlainLabel
    hint: PlainLabel


class CheckList(QScrollArea):
    """Its rows are made once, by name; what is shown in them comes later."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("checkList")
        self.setAccessibleName("Checks")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: dict[str, _Row] = {}
        body = QWidget()
        body.setProperty("surface", "true")
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        for service, found in groupby(names, key=_service):
            if service:
                column.addSpacing(8)
                column.addWidget(PlainLabel(f"IAM actions of {service}", role="head"))
            column.addLayout(self._build_grid(list(found)))
        column.addStretch(1)
        self.setWidget(body)

    def show_waiting(self) -> None:
        """Nothing is known any more."""
        self._clear("")

    def show_running(self) -> None:
        """Nothing is known yet, and every check is under way."""
        self._clear(_WAITING)

    def _clear(self, sign: str) -> None:
        for row in self._rows.values():
            _fill(row, CheckStatus.SKIPPED, "", "", sign=sign)
            row.detail.setAccessibleName("")

    def show_checks(self, checks: Sequence[ConnectionCheck], *, whole: bool) -> None:
        """What is known; while it is not the `whole`, what is skipped still waits."""
        for check in checks:
            row = self._rows[check.name]
            if check.status is CheckStatus.SKIPPED and not whole:
                _fill(row, check.status, "", "", sign=_WAITING)
            else:
                _fill(row, check.status, check.detail, check.hint, sign=mark(check.status))
                row.detail.setAccessibleName(f"{check.name}: {WORDS[check.status]}")

    def _build_grid(self, names: Sequence[str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, _MARK_PX)
        grid.setColumnMinimumWidth(1, _NAME_PX)
        grid.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        for number, name in enumerate(names, start=len(self._rows)):
            row = _Row(
                mark=PlainLabel(role="small", name=f"checkMark{number}", wrap=False),
                detail=PlainLabel(role="small", name=f"checkDetail{number}"),
                hint=PlainLabel(role="hint", name=f"checkHint{number}"),
            )
            self._rows[name] = row
            said = QVBoxLayout()
            said.setSpacing(0)
            said.addWidget(row.detail)
            said.addWidget(row.hint)
            grid.addWidget(row.mark, number, 0, top)
            word = PlainLabel(name.rpartition(":")[2], role="small", wrap=False)
            grid.addWidget(word, number, 1, top)
            grid.addLayout(said, number, 2, top)
        self.show_waiting()
        return grid


def _service(name: str) -> str:
    """Of an IAM action; empty for another check."""
    return name.rpartition(":")[0]


def _fill(row: _Row, status: CheckStatus, detail: str, hint: str, *, sign: str) -> None:
    row.mark.show_text(sign)
    restyle(row.mark, "state", str(STATES[status]))
    row.detail.show_text(detail)
    restyle(row.detail, "role", "hint" if status is CheckStatus.SKIPPED else "small")
    row.hint.show_text(hint)
    set_shown(row.hint, bool(hint))
