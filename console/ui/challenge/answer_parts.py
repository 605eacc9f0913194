"""One field of an answer: the widget for its kind, what it holds, and what is wrong with that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtWidgets import QLineEdit, QWidget

from console.core.characters import character_findings
from console.core.conversation.challenges import ATTRIBUTE_PREFIX, AnswerField, FieldKind
from console.core.conversation.webauthn import credential_problem
from console.core.fields import FieldProblem, Severity
from console.core.pool_settings import PoolSettings
from console.core.request import PASSWORD_LIMIT, TEXT_LIMIT
from console.core.secret import Secret
from console.core.text import visible
from console.ui.challenge.attribute_hints import attribute_hint, attribute_of, attribute_problem
from console.ui.challenge.choice_field import ChoiceField
from console.ui.challenge.code_field import CodeField
from console.ui.challenge.credential_field import CredentialField
from console.ui.challenge.policy_list import PolicyList
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.pairs_editor import PairsEditor
from console.ui.parts.secret_field import SecretField

_CODE_LIMIT = 256
_SHOWN_TYPE = 20
_MISSING = {
    FieldKind.CODE: "Type the code.",
    FieldKind.PASSWORD: "Type the password.",
    FieldKind.TEXT: "Type a value: the pool asks for it.",
    FieldKind.CHOICE: "Choose one.",
    FieldKind.PAIRS: "Type one key at least, and its value.",
}
_LIMITS = {
    FieldKind.CODE: _CODE_LIMIT,
    FieldKind.PASSWORD: PASSWORD_LIMIT,
    FieldKind.TEXT: TEXT_LIMIT,
}
_NEW_PASSWORD = "NEW_PASSWORD"  # noqa: S105  # a key
_NO_SECRETS = frozenset({"FRIENDLY_DEVICE_NAME"})

AnswerWidget: TypeAlias = (
    CodeField | SecretField | QLineEdit | ChoiceField | CredentialField | PairsEditor
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart:
    """What is asked, the widget to type it in, and the block around it."""

    asked: AnswerField
    widget: AnswerWidget
    block: FieldBlock
    attribute_type: str | None = None  # of the pool's schema, where it is known


def make_part(
    asked: AnswerField, number: int, *, first_code: bool, known: PoolSettings | None
) -> AnswerPart:
    """An empty field; `number` counts the fields of the form from 1."""
    widget = _widget(asked, number, first_code=first_code)
    attribute = attribute_of(asked.key)
    kind = known.type_of(attribute) if known is not None and attribute is not None else None
    label, hint = asked.label, ""
    if attribute is not None and asked.key.startswith(ATTRIBUTE_PREFIX):
        # Named by the pool; other fields say in their own words what they take.
        label = label if kind is None else f"{label} · {visible(kind, _SHOWN_TYPE)}"
        hint = attribute_hint(attribute, kind)
    block = FieldBlock(label=label, field=widget, hint=hint)
    if asked.key == _NEW_PASSWORD and isinstance(widget, SecretField):
        policy = PolicyList(policy=None if known is None else known.password_policy)
        widget.textChanged.connect(lambda _text: policy.follow(widget.secret()))
        block.add_below(policy)
    return AnswerPart(asked=asked, widget=widget, block=block, attribute_type=kind)


def _widget(asked: AnswerField, number: int, *, first_code: bool) -> AnswerWidget:
    name = f"answerField{number}"
    match asked.kind:
        case FieldKind.CODE:
            return CodeField(name="codeField" if first_code else name)
        case FieldKind.PASSWORD:
            first = "newPasswordField" if asked.key == _NEW_PASSWORD or number == 1 else name
            return SecretField(name=first, accessible_name=asked.label)
        case FieldKind.CHOICE:
            return ChoiceField(name=name, choices=asked.choices)
        case FieldKind.CREDENTIAL:
            return CredentialField(name="credentialField", accessible_name=asked.label)
        case FieldKind.PAIRS:
            return PairsEditor(
                name="response", noun="response", key_word="key", field=asked.key, secret=True
            )
        case FieldKind.TEXT:
            line = QLineEdit()
            line.setObjectName(name)
            return line


def focus_part(part: AnswerPart) -> None:
    """Puts the cursor where this part is typed."""
    if isinstance(part.widget, PairsEditor | ChoiceField):
        part.widget.focus_first()
    else:
        part.widget.setFocus()


def empty_part(part: AnswerPart) -> None:
    """Forgets what was typed, with nothing to undo."""
    if isinstance(part.widget, QLineEdit):
        part.widget.setText("")
    elif isinstance(part.widget, CredentialField):
        part.widget.setPlainText("")
    elif isinstance(part.widget, PairsEditor):
        part.widget.clear()


def responses_of(part: AnswerPart) -> dict[str, str | Secret]:
    """Cognito's own keys; everything typed is wrapped. An optional field left empty is left out."""
    widget = part.widget
    if isinstance(widget, PairsEditor):
        return {key: Secret(value) for key, value in widget.pairs().items()}
    value = _value(widget)
    if part.asked.optional and not value:
        return {}
    if part.asked.key in _NO_SECRETS and isinstance(value, Secret):
        return {part.asked.key: value.reveal()}
    return {part.asked.key: value}


def _value(
    widget: CodeField | SecretField | QLineEdit | ChoiceField | CredentialField,
) -> str | Secret:
    if isinstance(widget, ChoiceField):
        return widget.choice()
    if isinstance(widget, CodeField):
        return widget.code()
    if isinstance(widget, CredentialField):
        return widget.credential()
    return Secret(widget.text())


def problems_of(part: AnswerPart) -> tuple[FieldProblem, ...]:
    """What is wrong or odd with it as it stands, in sentences without its value."""
    widget, asked = part.widget, part.asked
    if isinstance(widget, PairsEditor):
        return _pairs_problems(part, widget)
    value = _value(widget)
    if isinstance(widget, CredentialField) and isinstance(value, Secret):
        wrong = credential_problem(value.reveal())
        return (FieldProblem(field=asked.key, sentence=wrong),) if wrong is not None else ()
    if not value:
        missing = FieldProblem(field=asked.key, sentence=_MISSING[asked.kind])
        return () if asked.optional else (missing,)
    if not isinstance(value, Secret):
        return ()
    text, limit = value.reveal(), _LIMITS[asked.kind]
    if len(text) > limit:
        return (FieldProblem(field=asked.key, sentence=f"At most {limit} characters fit."),)
    return tuple(
        FieldProblem(field=asked.key, sentence=sentence, severity=Severity.WARNING)
        for sentence in _oddities(part, text)
    )


def _oddities(part: AnswerPart, text: str) -> tuple[str, ...]:
    if part.asked.kind is FieldKind.PASSWORD:
        return tuple(f"The password {phrase}." for phrase in character_findings(text))
    if part.asked.kind is FieldKind.CODE and not (text.isascii() and text.isdigit()):
        return ("Codes usually have digits only; this one has something else.",)
    attribute = attribute_of(part.asked.key)
    if attribute is None:
        return ()
    odd = attribute_problem(attribute, part.attribute_type, text)
    return () if odd is None else (odd,)


def _pairs_problems(part: AnswerPart, editor: PairsEditor) -> tuple[FieldProblem, ...]:
    pairs, found = editor.pairs(), editor.problems()
    if any(len(key) + len(value) > TEXT_LIMIT for key, value in pairs.items()):
        sentence = f"A key and its value have at most {TEXT_LIMIT} characters."
        return (*found, FieldProblem(field=part.asked.key, sentence=sentence))
    if pairs or found:
        return found
    return (FieldProblem(field=part.asked.key, sentence=_MISSING[FieldKind.PAIRS]),)


def is_in(widget: QWidget | None, block: QWidget) -> bool:
    """Whether `widget` is `block` or lies in it."""
    return widget is not None and (block is widget or block.isAncestorOf(widget))
