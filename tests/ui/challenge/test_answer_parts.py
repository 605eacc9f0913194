"""One field of an answer by itself: its widget, its value, its problems."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from console.core.conversation.challenges import AnswerField, FieldKind
from console.core.fields import Severity
from console.core.request import TEXT_LIMIT
from console.core.secret import Secret
from console.ui.challenge.answer_parts import (
    AnswerPart,
    empty_part,
    make_part,
    problems_of,
    responses_of,
)
from console.ui.challenge.credential_field import CredentialField
from console.ui.parts.pairs_editor import PairsEditor
from tests.ui.challenges import CREDENTIAL


def part_of(
    qtbot: QtBot, kind: FieldKind, key: str = "KEY", *, optional: bool = False
) -> AnswerPart:
    asked = AnswerField(key=key, label="Label", kind=kind, choices=("A",), optional=optional)
    made = make_part(asked, 1, first_code=True, known=None)
    qtbot.addWidget(made.block)
    return made


def fill(part: AnswerPart, text: str) -> None:
    widget = part.widget
    if isinstance(widget, PairsEditor):
        for line in widget.findChildren(QLineEdit):
            line.setText(text)
    elif isinstance(widget, CredentialField):
        widget.setPlainText(text)
    elif isinstance(widget, QLineEdit):
        widget.setText(text)


TYPED = [kind for kind in FieldKind if kind is not FieldKind.CHOICE]


@pytest.mark.parametrize("kind", FieldKind)
def test_every_kind_has_a_field_that_must_be_filled(qtbot: QtBot, kind: FieldKind) -> None:
    part = part_of(qtbot, kind)
    (problem,) = problems_of(part)
    assert problem.severity is Severity.ERROR
    assert part.block.field is part.widget


@pytest.mark.parametrize("kind", TYPED)
def test_what_is_typed_is_secret_and_can_be_forgotten(qtbot: QtBot, kind: FieldKind) -> None:
    part = part_of(qtbot, kind)
    fill(part, "987654")
    values = list(responses_of(part).values())
    assert values == [Secret("987654")]
    empty_part(part)
    assert not any(bool(value) for value in responses_of(part).values())


@pytest.mark.parametrize("kind", [FieldKind.TEXT, FieldKind.PAIRS])
def test_too_long_a_text(qtbot: QtBot, kind: FieldKind) -> None:
    part = part_of(qtbot, kind)
    fill(part, "x" * (TEXT_LIMIT + 1))
    if kind is FieldKind.TEXT:
        assert problems_of(part)[0].sentence == f"At most {TEXT_LIMIT} characters fit."
    else:
        assert "a key and its value" in problems_of(part)[0].sentence.lower()


def test_a_row_of_pairs_without_a_key(qtbot: QtBot) -> None:
    part = part_of(qtbot, FieldKind.PAIRS, key="")
    assert isinstance(part.widget, PairsEditor)
    part.widget.findChildren(QLineEdit)[1].setText("value")
    assert [problem.sentence for problem in problems_of(part)] == ["Each response needs a key."]


def test_the_name_of_an_app_is_no_secret(qtbot: QtBot) -> None:
    part = part_of(qtbot, FieldKind.TEXT, "FRIENDLY_DEVICE_NAME", optional=True)
    assert responses_of(part) == {}
    assert problems_of(part) == ()
    fill(part, "iPhone")
    assert responses_of(part) == {"FRIENDLY_DEVICE_NAME": "iPhone"}


def test_a_good_credential_has_no_problem(qtbot: QtBot) -> None:
    part = part_of(qtbot, FieldKind.CREDENTIAL, "CREDENTIAL")
    fill(part, CREDENTIAL)
    assert problems_of(part) == ()


def test_an_address_without_an_at_is_warned_of(qtbot: QtBot) -> None:
    part = part_of(qtbot, FieldKind.TEXT, "EMAIL")
    fill(part, "alice")
    (problem,) = problems_of(part)
    assert problem.severity is Severity.WARNING
    assert part.block.hint.text() == "", "its label says so already"
