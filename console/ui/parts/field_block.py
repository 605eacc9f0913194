"""A labelled field with its problems below it: colour, sign and sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.core.fields import FieldProblem, Severity
from console.core.telling import MARKS, State
from console.core.text import visible
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import restyle, set_shown

_LEAVING = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.MouseFocusReason,
)


class ProblemLines(QWidget):
    """The errors, then the warnings; hidden while there are none."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self._errors = PlainLabel(role="error", name=f"{name}Errors")
        self._warnings = PlainLabel(role="warning", name=f"{name}Warnings")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._errors)
        layout.addWidget(self._warnings)
        self.show_problems(())

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Shows exactly these."""
        for label, severity, mark in (
            (self._errors, Severity.ERROR, MARKS[State.REFUSED]),
            (self._warnings, Severity.WARNING, MARKS[State.WARNING]),
        ):
            lines = [f"{mark} {p.sentence}" for p in problems if p.severity is severity]
            label.show_text("\n".join(lines))
            set_shown(label, bool(lines))
        set_shown(self, bool(problems))


class FieldBlock(QWidget):
    """Label (buddy of the field), field, optional hint, problems; `left` when it was left."""

    left = Signal()

    def __init__(self, *, label: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self._label = PlainLabel(role="label")
        self._label.setBuddy(field)
        self.set_label(label)
        self.hint = PlainLabel(hint, role="hint", name=f"{field.objectName()}Hint")
        set_shown(self.hint, bool(hint))
        self._problems = ProblemLines(name=field.objectName())
        layout = self._outer = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._label)
        layout.addSpacing(4)
        layout.addWidget(field)
        layout.addWidget(self.hint)
        layout.addWidget(self._problems)
        self.hint.setContentsMargins(0, 4, 0, 0)
        field.installEventFilter(self)

    def set_label(self, label: str) -> None:
        """Names the field, on screen and for assistive technology."""
        # An ampersand would become a mnemonic, because the label has a buddy.
        self._label.show_text(visible(label).replace("&", "&&"))
        self.field.setAccessibleName(visible(label))

    def add_below(self, widget: QWidget) -> None:
        """Something of the caller's that belongs to the field, under everything else."""
        self._outer.addSpacing(4)
        self._outer.addWidget(widget)

    def show_hint(self, text: str) -> None:
        """A quiet sentence under the field; none when empty."""
        self.hint.show_text(text)
        set_shown(self.hint, bool(text))

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Shows exactly these, and marks the field when one is an error."""
        self._problems.show_problems(problems)
        wrong = any(p.severity is Severity.ERROR for p in problems)
        restyle(self.field, "problem", "error" if wrong else None)
        self.field.setAccessibleDescription(" ".join(p.sentence for p in problems))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Says when the operator left the field; a popup or another window does not count."""
        if (
            event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() in _LEAVING
        ):
            self.left.emit()
        return super().eventFilter(watched, event)
