"""One error of a log, explained: what it means, who acts, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from console.core.diagnosis.pasted import PastedFinding
from console.ui.attempt.diagnosis_words import first_sentence
from console.ui.explain.words import facts, place, shown_code
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.plain_text import PlainText

_APART, _SIGN_PX, _NAME_PX = 8, 16, 88


class FindingDetail(QScrollArea):
    """Shows one finding, or one sentence while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("findingDetail")
        self.setAccessibleName("What the error means")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_nothing(self, sentence: str) -> None:
        """One sentence in place of a finding."""
        body, column = _page()
        column.addWidget(PlainLabel(sentence, role="muted", name="findingEmpty"))
        column.addStretch(1)
        self._replace(body, sentence)

    def show_finding(self, found: PastedFinding) -> None:
        """Shows it, from its first line."""
        said = found.classification
        title, rest = first_sentence(said.meaning)
        body, column = _page()
        column.addWidget(PlainLabel(title, role="title", name="findingTitle"))
        if rest:
            column.addWidget(PlainLabel(rest, name="findingLead"))
        column.addSpacing(_APART)
        column.addWidget(PlainLabel(f"{shown_code(found)}, {place(found)}", role="head"))
        excerpt = PlainText(name="findingExcerpt", title="The line in the log", fit=True)
        excerpt.show_text(found.excerpt)
        column.addWidget(excerpt)
        column.addSpacing(_APART)
        column.addLayout(_grid(facts(found), "findingFact"))
        causes = [("•", cause) for cause in said.causes]
        _add_list(column, "Causes, likeliest first", causes, "findingCause")
        steps = [(f"{number}.", step) for number, step in enumerate(said.next_steps, start=1)]
        _add_list(column, "Next steps", steps, "findingStep")
        column.addStretch(1)
        self._replace(body, title)
        QWidget.setTabOrder(self, excerpt)

    def _replace(self, body: QWidget, sentence: str) -> None:
        self.setWidget(body)
        self.setAccessibleDescription(sentence)
        self.verticalScrollBar().setValue(0)


def _page() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    body.setProperty("surface", "true")
    column = QVBoxLayout(body)
    column.setContentsMargins(15, 11, 15, 11)
    column.setSpacing(4)
    return body, column


def _add_list(column: QVBoxLayout, title: str, items: list[tuple[str, str]], name: str) -> None:
    if not items:
        return
    column.addSpacing(_APART)
    column.addWidget(PlainLabel(title, role="head"))
    grid = _grid(items, name, sign=True)
    column.addLayout(grid)


def _grid(pairs: list[tuple[str, str]] | tuple[tuple[str, str], ...], name: str,
          *, sign: bool = False) -> QGridLayout:  # fmt: skip
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, _SIGN_PX if sign else _NAME_PX)
    grid.setColumnStretch(1, 1)
    for row, (left, right) in enumerate(pairs):
        head = PlainLabel(left, role="muted" if sign else "hint", wrap=False)
        grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
        value = PlainLabel(right, role="" if sign else "small", name=name)
        if not sign:
            value.setAccessibleName(left)
        grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
    return grid
