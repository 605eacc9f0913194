"""One finding: a head that is always seen, and what speaks for it, which can be folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from console.core.diagnosis.finding import Finding
from console.ui.attempt.sections import facts_grid, head, items_grid
from console.ui.evidence.finding_words import certainty, facts, grounds
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.plain_text import PlainText
from console.ui.parts.widget_state import set_shown

_CLOSED, _OPEN = "▸", "▾"
_ARROW_PX = 18
_REMEDY = "What the admin can run; the console never does"


class FindingCard(QFrame):
    """Opens and folds by its arrow or a click anywhere on its head."""

    toggled = Signal(bool)

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding
        self.setObjectName(f"finding_{finding.id}")
        self._remedy: PlainText | None = None
        self._words, tone = certainty(finding)
        self._arrow = QToolButton()
        self._arrow.setObjectName("findingToggle")
        self._arrow.setCheckable(True)
        self._arrow.setFixedWidth(_ARROW_PX)
        self._arrow.setProperty("bare", "true")
        self._head = _Head(self._arrow)
        self._certainty = PlainLabel(self._words, role="small", name="findingCertainty")
        self._certainty.setProperty("tone", tone)
        self._body = self._build_body()
        self._build_ui()
        self._arrow.toggled.connect(self._follow)
        self._follow()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What the keyboard comes to, in its order."""
        return (self._arrow,) if self._remedy is None else (self._arrow, self._remedy)

    @property
    def open(self) -> bool:
        """Whether what speaks for it is seen."""
        return self._arrow.isChecked()

    def set_open(self, opened: bool) -> None:
        """Opens or folds it."""
        self._arrow.setChecked(opened)

    def _build_ui(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(PlainLabel(self.finding.title, role="bold", name="findingTitle"))
        texts.addWidget(self._certainty)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(4)
        row.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._body)

    def _build_body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_ARROW_PX + 4, 0, 0, 8)
        column.setSpacing(4)
        for section in grounds(self.finding):
            column.addWidget(head(section.heading))
            column.addLayout(items_grid(section))
        column.addSpacing(4)
        column.addLayout(facts_grid(facts(self.finding)))
        if self.finding.remedy:
            self._remedy = PlainText(name="findingRemedy", title=_REMEDY, fit=True)
            self._remedy.show_text(self.finding.remedy)
            column.addSpacing(4)
            column.addWidget(head(_REMEDY))
            column.addWidget(self._remedy)
        return body

    def _follow(self) -> None:
        opened = self._arrow.isChecked()
        self._arrow.setText(_OPEN if opened else _CLOSED)
        spoken = f"{self.finding.title}. {self._words}"
        self._arrow.setAccessibleName(spoken)
        self._arrow.setAccessibleDescription("open" if opened else "folded")
        set_shown(self._body, opened)
        self.toggled.emit(opened)


class _Head(QWidget):
    """A click anywhere on it is one on its arrow."""

    def __init__(self, arrow: QToolButton) -> None:
        super().__init__()
        self._arrow = arrow

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._arrow.click()
