"""Label, field and problems belong together, on screen and for assistive technology."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console.core.fields import FieldProblem, Severity
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.plain_label import PlainLabel

ERROR = FieldProblem(field="f", sentence="Type it.")
WARNING = FieldProblem(field="f", sentence="Begins with a blank.", severity=Severity.WARNING)


@pytest.fixture
def block(qtbot: QtBot) -> FieldBlock:
    field = QLineEdit()
    field.setObjectName("nameField")
    made = FieldBlock(label="Name", field=field)
    qtbot.addWidget(made)
    return made


def shown(block: QWidget) -> list[str]:
    return [label.text() for label in block.findChildren(QLabel) if not label.isHidden()]


def test_the_label_names_the_field(block: FieldBlock) -> None:
    block.set_label("A&B <i>")
    label = block.findChild(QLabel)
    assert label is not None
    assert label.buddy() is block.field
    assert label.text() == "A&&B <i>", "one & would become a mnemonic"
    assert block.field.accessibleName() == "A&B <i>"


def test_problems_have_a_sign_and_are_told_to_assistive_technology(block: FieldBlock) -> None:
    block.show_problems([WARNING, ERROR])
    assert shown(block) == ["Name", "✕ Type it.", "! Begins with a blank."]
    assert block.field.property("problem") == "error"
    assert block.field.accessibleDescription() == "Begins with a blank. Type it."


def test_a_warning_alone_does_not_mark_the_field(block: FieldBlock) -> None:
    block.show_problems([WARNING])
    assert block.field.property("problem") is None


def test_problems_go_when_they_are_solved(block: FieldBlock) -> None:
    block.show_problems([ERROR])
    block.show_problems([])
    assert shown(block) == ["Name"]
    assert block.field.property("problem") is None
    assert block.field.accessibleDescription() == ""


def test_a_hint_is_shown_only_when_there_is_one(block: FieldBlock) -> None:
    block.show_hint("Sent as it is.")
    assert shown(block) == ["Name", "Sent as it is."]
    block.show_hint("")
    assert shown(block) == ["Name"]


@pytest.mark.parametrize(
    ("reason", "leaves"),
    [
        (Qt.FocusReason.TabFocusReason, 1),
        (Qt.FocusReason.MouseFocusReason, 1),
        (Qt.FocusReason.PopupFocusReason, 0),
        (Qt.FocusReason.OtherFocusReason, 0),
    ],
)
def test_only_the_operator_leaves_a_field(
    qtbot: QtBot, block: FieldBlock, reason: Qt.FocusReason, leaves: int
) -> None:
    other, left = QLineEdit(block), []
    with qtbot.waitActive(block):
        block.show()
        block.activateWindow()
    block.left.connect(lambda: left.append(1))
    block.field.setFocus()
    other.setFocus(reason)
    assert len(left) == leaves


def test_what_is_added_stands_under_the_problems(qtbot: QtBot, block: FieldBlock) -> None:
    more = PlainLabel("More")
    block.add_below(more)
    block.show_problems([ERROR])
    with qtbot.waitExposed(block):
        block.show()
    lowest = max(block.findChildren(QLabel), key=lambda label: label.mapTo(block, QPoint()).y())
    assert lowest is more
