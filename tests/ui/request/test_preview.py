"""The preview shows what will be sent, masked, and follows the form without stalling it."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot

from console.core.call import ADMIN_INITIATE_AUTH, INITIATE_AUTH, ApiCall
from console.core.secret import COMPUTED, WITHHELD, Secret
from console.ui.request.preview import NO_PROFILE, Preview, next_call_line, preview_text
from console.ui.theme import Theme

CALL = ApiCall(
    operation=ADMIN_INITIATE_AUTH,
    params={
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {
            "USERNAME": "alice",
            "PASSWORD": Secret("correct-horse-1"),
            "SECRET_HASH": Secret("aGFzaA=="),
        },
    },
)


@pytest.fixture
def preview(qtbot: QtBot, theme: Theme) -> Preview:
    made = Preview(theme=theme)
    made.resize(320, 400)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def text(preview: Preview) -> QPlainTextEdit:
    found = preview.findChild(QPlainTextEdit, "requestPreview")
    assert found is not None
    return found


def test_json_with_markers(preview: Preview) -> None:
    preview.set_source(lambda: CALL)
    assert json.loads(text(preview).toPlainText()) == {
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "alice", "PASSWORD": WITHHELD, "SECRET_HASH": COMPUTED},
    }
    assert text(preview).isReadOnly()


def test_without_a_profile_it_says_what_to_do(preview: Preview) -> None:
    empty = preview.findChild(QLabel, "previewEmpty")
    assert empty is not None
    assert (empty.text(), empty.isVisible()) == (NO_PROFILE, True)
    assert not text(preview).isVisible()
    preview.set_source(lambda: CALL)
    assert not empty.isVisible()


def test_many_changes_are_drawn_once(qtbot: QtBot, preview: Preview) -> None:
    made: list[int] = []

    def make() -> ApiCall:
        made.append(1)
        return CALL

    preview.set_source(make)
    made.clear()
    for _ in range(50):
        preview.schedule()
    assert not made, "typing does not wait for the preview"
    qtbot.waitUntil(lambda: bool(made))
    assert len(made) == 1


def test_it_is_as_high_as_its_text(preview: Preview) -> None:
    preview.set_source(lambda: CALL)
    bar = text(preview).verticalScrollBar()
    assert bar.maximum() == 0
    low = text(preview).height()
    preview.set_source(
        lambda: ApiCall(
            operation="x", params={"ClientMetadata": {f"key{n}": "value" for n in range(8)}}
        )
    )
    assert text(preview).height() > low


def test_markers_are_muted_in_both_themes(preview: Preview, theme: Theme) -> None:
    preview.set_source(lambda: CALL)
    block = text(preview).document().findBlockByNumber(4)
    (form,) = block.layout().formats()
    assert form.format.foreground().color() == theme.colour("muted")
    shown = block.text()[form.start : form.start + form.length]
    assert shown == f'"{WITHHELD}"'


def test_the_masked_text_can_be_copied(preview: Preview) -> None:
    preview.set_source(lambda: CALL)
    button = preview.findChild(QToolButton, "copyPreviewButton")
    assert button is not None
    button.click()
    assert QGuiApplication.clipboard().text() == preview_text(CALL)


def test_what_comes_after_the_first_is_said(preview: Preview) -> None:
    preview.set_source(lambda: CALL)
    title, after = (preview.findChild(QLabel, n) for n in ("previewTitle", "previewNext"))
    assert title is not None
    assert after is not None
    assert title.text() == "Preview, masked · as JSON"
    assert not after.isVisible()
    preview.show_next("Then the other.")
    assert title.text().startswith("Preview of the first")
    assert (after.text(), after.isVisible()) == ("Then the other.", True)


def test_the_second_call_is_told_by_how_it_differs() -> None:
    first = ApiCall(operation="A", params={"UserPoolId": "p", "ClientId": "c", "AuthFlow": "F"})
    second = ApiCall(operation=INITIATE_AUTH, params={"ClientId": "c", "AuthFlow": "G\u202e"})
    assert next_call_line(first, second) == (
        "Then InitiateAuth with G\\u202e, the same but without UserPoolId. A sign-in of its own."
    )
    first = ApiCall(operation="A", params={"ContextData": {"IpAddress": "1"}})
    second = ApiCall(operation="B", params={"UserContextData": {"IpAddress": "1"}})
    assert "the address and the encoded data, as UserContextData" in next_call_line(first, second)
