"""The fields of one answer, made from what the challenge asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.core.characters import character_findings
from console.core.conversation.challenges import AnswerField, FieldKind
from console.core.fields import FieldProblem, Severity, errors
from console.core.request import PASSWORD_LIMIT, TEXT_LIMIT
from console.core.secret import Secret
from console.ui.challenge.challenge_words import choice_words
from console.ui.challenge.code_field import CodeField
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.secret_field import SecretField
from console.ui.parts.tooltip import plain_menu_text, plain_tooltip

_CODE_LIMIT = 256
_MISSING = {
    FieldKind.CODE: "Type the code.",
    FieldKind.PASSWORD: "Type the password.",
    FieldKind.TEXT: "Type a value: the pool asks for it.",
    FieldKind.CHOICE: "Choose one.",
}
_LIMITS = {
    FieldKind.CODE: _CODE_LIMIT,
    FieldKind.PASSWORD: PASSWORD_LIMIT,
    FieldKind.TEXT: TEXT_LIMIT,
}


class ChoiceField(QWidget):
    """Radio buttons; nothing is chosen at first, so that nothing is sent by accident."""

    chosen = Signal()

    def __init__(self, *, name: str, choices: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._choices = tuple(choices)
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for number, choice in enumerate(self._choices):
            button = QRadioButton(plain_menu_text(choice_words(choice)))
            button.setObjectName(f"{name}Choice{number + 1}")
            button.setAccessibleName(choice_words(choice))
            button.setToolTip(plain_tooltip(choice_words(choice)))
            # A long name from outside is cut, so that it does not widen the column.
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, number)
            layout.addWidget(button)
        buttons = self._group.buttons()
        if buttons:
            self.setFocusProxy(buttons[0])
        self._group.idToggled.connect(lambda _number, _on: self.chosen.emit())

    def choice(self) -> str:
        """Cognito's own name of what is chosen, or ""."""
        number = self._group.checkedId()
        return self._choices[number] if number >= 0 else ""


AnswerWidget: TypeAlias = CodeField | SecretField | QLineEdit | ChoiceField


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    asked: AnswerField
    widget: AnswerWidget
    block: FieldBlock


class AnswerForm(QWidget):
    """One labelled field a key; errors are shown from the first try to send on."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[_Part] = []
        self._tried = False
        self._place = QWidget(self)  # never seen: it keeps the form's place in the order of Tab
        self._place.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)

    def show_fields(self, fields: Sequence[AnswerField]) -> None:
        """Empty fields for these; what was typed into the old ones is gone."""
        self.clear()
        for number, asked in enumerate(fields, start=1):
            part = self._make(asked, number)
            self._parts.append(part)
            self._layout.addWidget(part.block)
            part.block.show()  # at once, so that it can take the focus
        self._order_tabs()

    def clear(self) -> None:
        """No fields, and nothing typed is kept."""
        for part in self._parts:
            if isinstance(part.widget, QLineEdit):
                part.widget.clear()
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
            self._parts[0].widget.setFocus()

    def focus_after(self, widget: QWidget | None) -> bool:
        """Goes on to the field after the one that has the focus; False when it is the last."""
        for part, following in zip(self._parts, self._parts[1:], strict=False):
            if widget is not None and _is_in(widget, part.block):
                following.widget.setFocus()
                return True
        return False

    def holds(self, widget: QWidget | None) -> bool:
        """Whether `widget` is one of the fields."""
        return widget is not None and any(_is_in(widget, part.block) for part in self._parts)

    def responses(self) -> dict[str, str | Secret]:
        """Cognito's own keys; everything typed is wrapped."""
        return {part.asked.key: _value(part.widget) for part in self._parts}

    def checked_responses(self) -> dict[str, str | Secret] | None:
        """The responses when they can be sent; else shows the errors and goes to the first."""
        self._tried = True
        self._show_problems()
        for part in self._parts:
            if errors(_problems(part)):
                part.widget.setFocus()
                return None
        return self.responses()

    def show_problem(self, sentence: str) -> None:
        """A problem that did not come from typing, at the first field, until the next change."""
        if self._parts:
            part = self._parts[0]
            part.block.show_problems([FieldProblem(field=part.asked.key, sentence=sentence)])

    def _make(self, asked: AnswerField, number: int) -> _Part:
        widget = _field(asked, number, first_code=self.code_field() is None)
        if isinstance(widget, ChoiceField):
            widget.chosen.connect(self._edited)
        else:
            widget.textChanged.connect(self._edited)
        return _Part(asked=asked, widget=widget, block=FieldBlock(label=asked.label, field=widget))

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
                    for problem in _problems(part)
                    if self._tried or problem.severity is Severity.WARNING
                ]
            )


def _field(asked: AnswerField, number: int, *, first_code: bool) -> AnswerWidget:
    name = f"answerField{number}"
    if asked.kind is FieldKind.CODE:
        return CodeField(name="codeField" if first_code else name)
    if asked.kind is FieldKind.PASSWORD:
        return SecretField(name="newPasswordField", accessible_name=asked.label)
    if asked.kind is FieldKind.CHOICE:
        return ChoiceField(name=name, choices=asked.choices)
    line = QLineEdit()
    line.setObjectName(name)
    return line


def _value(widget: AnswerWidget) -> str | Secret:
    if isinstance(widget, ChoiceField):
        return widget.choice()
    if isinstance(widget, CodeField):
        return widget.code()
    return Secret(widget.text())


def _problems(part: _Part) -> tuple[FieldProblem, ...]:
    key, kind, value = part.asked.key, part.asked.kind, _value(part.widget)
    if not value:
        return (FieldProblem(field=key, sentence=_MISSING[kind]),)
    if not isinstance(value, Secret):
        return ()
    text = value.reveal()
    if len(text) > _LIMITS[kind]:
        return (FieldProblem(field=key, sentence=f"At most {_LIMITS[kind]} characters fit."),)
    odd: tuple[str, ...] = ()
    if kind is FieldKind.PASSWORD:
        odd = tuple(f"The password {phrase}." for phrase in character_findings(text))
    elif kind is FieldKind.CODE and not (text.isascii() and text.isdigit()):
        odd = ("Codes usually have digits only; this one has something else.",)
    return tuple(
        FieldProblem(field=key, sentence=sentence, severity=Severity.WARNING) for sentence in odd
    )


def _is_in(widget: QWidget, block: QWidget) -> bool:
    return block is widget or block.isAncestorOf(widget)
