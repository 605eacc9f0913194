"""The fields of one answer, made from what the challenge asks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QRadioButton, QVBoxLayout, QWidget

from console.core.conversation.challenges import AnswerField, FieldKind
from console.core.fields import FieldProblem, Severity, errors
from console.core.pool_settings import PoolSettings
from console.core.secret import Secret
from console.ui.challenge.answer_parts import (
    AnswerPart,
    empty_part,
    focus_part,
    is_in,
    make_part,
    problems_of,
    responses_of,
)
from console.ui.challenge.choice_field import ChoiceField
from console.ui.challenge.code_field import CodeField
from console.ui.challenge.credential_field import CredentialField
from console.ui.parts.pairs_editor import PairsEditor

_TYPED_IN = (QLineEdit, QRadioButton, CredentialField)


class AnswerForm(QWidget):
    """One labelled field a key; errors are shown from the first try to send on."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[AnswerPart] = []
        self._tried = False
        self._place = QWidget(self)  # never seen: it keeps the form's place in the order of Tab
        self._place.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)

    def show_fields(
        self, fields: Sequence[AnswerField], *, known: PoolSettings | None = None
    ) -> None:
        """Empty fields for these; what was typed into the old ones is gone.

        `known` is what was read of the pool: its password policy and its attributes' types.
        """
        self.clear()
        for number, asked in enumerate(fields, start=1):
            part = self._make(asked, number, known)
            self._parts.append(part)
            self._layout.addWidget(part.block)
            part.block.show()  # at once, so that it can take the focus
        self._order_tabs()

    def ask_again(self) -> None:
        """The same fields for another try: codes are empty, the rest stays as it was typed."""
        for part in self._parts:
            if part.asked.kind is FieldKind.CODE:
                empty_part(part)
        self._tried = False
        self._show_problems()

    def clear(self) -> None:
        """No fields, and nothing typed is kept."""
        for part in self._parts:
            empty_part(part)
            self._layout.removeWidget(part.block)
            part.block.hide()
            part.block.setParent(None)
            part.block.deleteLater()
        self._parts.clear()
        self._tried = False

    def code_field(self) -> CodeField | None:
        """The first field for a code."""
        codes = (part.widget for part in self._parts if isinstance(part.widget, CodeField))
        return next(codes, None)

    def focus_first(self) -> None:
        """Puts the cursor into the first field."""
        if self._parts:
            focus_part(self._parts[0])

    def focus_after(self, widget: QWidget | None) -> bool:
        """Goes on to the next field that must be filled; False after the last one."""
        for number, part in enumerate(self._parts):
            if not is_in(widget, part.block):
                continue
            if isinstance(part.widget, PairsEditor) and part.widget.focus_after(widget):
                return True
            needed = [later for later in self._parts[number + 1 :] if not later.asked.optional]
            if needed:
                focus_part(needed[0])
            return bool(needed)
        return False

    def holds(self, widget: QWidget | None) -> bool:
        """Whether `widget` is one that an answer is typed into."""
        return isinstance(widget, _TYPED_IN) and any(
            is_in(widget, part.block) for part in self._parts
        )

    def responses(self) -> dict[str, str | Secret]:
        """Cognito's own keys; everything typed is wrapped."""
        return {key: value for part in self._parts for key, value in responses_of(part).items()}

    def checked_responses(self) -> dict[str, str | Secret] | None:
        """The responses when they can be sent; else shows the errors and goes to the first."""
        self._tried = True
        self._show_problems()
        for part in self._parts:
            if errors(problems_of(part)):
                focus_part(part)
                return None
        return self.responses()

    def show_problem(self, sentence: str) -> None:
        """A problem that did not come from typing, at the first field, until the next change."""
        if self._parts:
            part = self._parts[0]
            part.block.show_problems([FieldProblem(field=part.asked.key, sentence=sentence)])

    def _make(self, asked: AnswerField, number: int, known: PoolSettings | None) -> AnswerPart:
        part = make_part(asked, number, first_code=self.code_field() is None, known=known)
        widget = part.widget
        if isinstance(widget, ChoiceField):
            widget.chosen.connect(self._edited)
        elif isinstance(widget, PairsEditor):
            widget.edited.connect(self._edited)
        else:
            widget.textChanged.connect(self._edited)
        return part

    def _order_tabs(self) -> None:
        """Else Tab would reach the new fields only after everything else in the window."""
        before = self._place
        for part in self._parts:
            for widget in part.block.findChildren(QWidget):
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    self.setTabOrder(before, widget)
                    before = widget

    def _edited(self) -> None:
        self._show_problems()
        self.edited.emit()

    def _show_problems(self) -> None:
        for part in self._parts:
            part.block.show_problems(
                [
                    problem
                    for problem in problems_of(part)
                    if self._tried or problem.severity is Severity.WARNING
                ]
            )
