"""The panel of tokens: its words, its buttons, and where the keyboard is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from console.core.claims import Check, Signature
from console.core.record import TokensLeft
from console.ui.attempt.tokens_panel import Following, TokensPanel
from console.ui.attempt.tokens_words import TokensShown, TokenStory
from console.ui.parts.facts_table import FactsTable
from console.ui.theme import Theme
from tests.fakes import START
from tests.ui.fakes_ui import child, texts
from tests.ui.timelines import HOSTILE, Story, signed_in

ALL = Following(can_refresh=True, can_revoke=True, can_remember=True)
BUTTONS = ("refreshButton", "refreshMenuButton", "revokeButton", "rememberDeviceButton")


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> TokensPanel:
    made = TokensPanel(theme=theme)
    qtbot.addWidget(made)
    made.resize(347, 320)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(told: Story) -> TokensShown:
    story = TokenStory()
    for event in told.events:
        story.take(event)
    found = story.shown(told.attempt.tokens_left)
    assert found is not None
    return found


def button(panel: TokensPanel, name: str) -> QPushButton:
    return child(panel, QPushButton, name)


def enabled(panel: TokensPanel) -> list[str]:
    return [name for name in BUTTONS if button(panel, name).isEnabled()]


def test_everything_is_shown(panel: TokensPanel) -> None:
    wrong = Signature(check=Check.WRONG, reason="No key fits.")
    told = signed_in().left().checked("access").checked("id", wrong).remembered()
    panel.show_tokens(shown(told), simulated=True)
    assert texts(panel, "tokensSession")[0].startswith("Real session: valid until 2026-12-24")
    assert texts(panel, "tokensNote")[0].startswith("Simulated")
    assert texts(panel, "tokensCame")[0].startswith("Access token, ID token")
    assert texts(panel, "tokensCame")[1].startswith("Device confirmed")
    assert texts(panel, "tokenName") == ["Access token · RS256", "ID token · RS256"]
    assert texts(panel, "tokenCheck").count("✕ signature") == 1
    assert texts(panel, "tokenProblem")[0].startswith("✕ Wrong signature:")
    assert texts(panel, "tokenFurther") == ["Also in it, values withheld: email, tenant"] * 2
    table = child(panel, FactsTable, "idTokenFacts")
    assert table.facts.index(0, 1).data() == "05209161-9b1f-54a5-b633-b84e33b81126"
    expires = table.facts.index(4, 1)
    assert "UTC" in expires.data(Qt.ItemDataRole.ToolTipRole)
    assert panel.objectName() == "tokensPanel"


def test_what_can_be_done_says_what_happens_at_the_end(panel: TokensPanel) -> None:
    told = signed_in().left()
    panel.show_tokens(shown(told), simulated=False)
    assert texts(panel, "tokensUnchecked") == ["Claims and signatures were not checked."]
    assert "never kept" in texts(panel, "tokensNext")[0]
    assert not button(panel, "revokeButton").isVisible(), "these are of the history"
    for following, words in (
        (ALL, "revoked when this tab is closed"),
        (Following(can_refresh=True), "client does not take RevokeToken"),
        (Following(), "No refresh token came"),
    ):
        panel.show_following(following)
        assert words in texts(panel, "tokensNext")[0]
    assert "no token is a jwt" in texts(panel, "tokensUnchecked")[0].lower()
    panel.show_following(Following(checking=True))
    assert texts(panel, "tokensUnchecked") == ["Claims and signatures are being checked…"]
    panel.show_tokens(shown(told.revoked()), simulated=False)
    assert "good no more" in texts(panel, "tokensNext")[0]
    assert texts(panel, "tokensNote") == []


def test_buttons_follow_what_can_be_done(panel: TokensPanel) -> None:
    panel.show_tokens(shown(signed_in()), simulated=False)
    panel.show_following(ALL)
    assert enabled(panel) == list(BUTTONS)
    assert not button(panel, "cancelFollowingButton").isVisible()
    panel.show_following(Following(can_refresh=True, rotates=True))
    assert enabled(panel) == ["refreshButton"]
    assert not button(panel, "refreshMenuButton").isVisible(), "it goes that way by itself"
    assert not button(panel, "rememberDeviceButton").isVisible()
    panel.show_following(Following(can_refresh=True, under_way="RevokeToken"))
    assert enabled(panel) == []
    assert texts(panel, "followingProgress") == ["RevokeToken is under way…"]
    assert button(panel, "cancelFollowingButton").isVisible()


def test_wishes_go_up(panel: TokensPanel) -> None:
    asked: list[object] = []
    panel.refresh_requested.connect(asked.append)
    panel.revoke_requested.connect(lambda: asked.append("revoke"))
    panel.remember_requested.connect(lambda: asked.append("remember"))
    panel.cancel_requested.connect(lambda: asked.append("cancel"))
    panel.show_following(ALL)
    for name in ("refreshButton", "revokeButton", "rememberDeviceButton"):
        QTest.mouseClick(button(panel, name), Qt.MouseButton.LeftButton)
    child_action(panel).trigger()
    panel.show_following(Following(can_refresh=True, rotates=True))
    button(panel, "refreshButton").click()
    panel.show_following(Following(under_way="RevokeToken"))
    button(panel, "cancelFollowingButton").click()
    assert asked == [False, "revoke", "remember", True, True, "cancel"]


def child_action(panel: TokensPanel) -> QAction:
    (found,) = panel.findChildren(QAction, "rotatedRefreshAction")
    return found


def test_the_focus_goes_to_cancel_and_comes_back(panel: TokensPanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.show_tokens(shown(signed_in()), simulated=False)
    panel.show_following(ALL)
    button(panel, "revokeButton").setFocus()
    panel.show_following(Following(can_refresh=True, can_revoke=True, under_way="RevokeToken"))
    assert QApplication.focusWidget() is button(panel, "cancelFollowingButton")
    panel.show_following(ALL)
    assert QApplication.focusWidget() is button(panel, "revokeButton")
    panel.show_following(Following(can_revoke=True, under_way="RevokeToken"))
    panel.show_following(Following())  # nothing is left to do
    assert QApplication.focusWidget() is child(panel, QScrollArea, "tokensText")


def test_tab_reaches_text_tables_and_buttons(panel: TokensPanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.show_tokens(shown(signed_in().checked("access").checked("id")), simulated=False)
    panel.show_following(ALL)
    child(panel, QScrollArea, "tokensText").setFocus()
    seen = []
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus.objectName())
    assert seen == ["accessTokenFacts", "idTokenFacts", *BUTTONS]


def test_the_same_again_keeps_the_place(panel: TokensPanel, qtbot: QtBot) -> None:
    told = signed_in().checked("access").checked("id")
    panel.show_tokens(shown(told), simulated=False)
    bar = child(panel, QScrollArea, "tokensText").verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 40)
    bar.setValue(40)
    panel.show_tokens(shown(told), simulated=False)
    assert bar.value() == 40


def test_texts_from_outside_are_plain_and_never_widen_the_panel(
    panel: TokensPanel, qtbot: QtBot
) -> None:
    said = Signature(check=Check.NOT_CHECKED, reason=HOSTILE + "x" * 300)
    names = (HOSTILE, "y" * 400)
    panel.show_tokens(shown(signed_in().checked("id", said, names=names)), simulated=False)
    labels = panel.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    assert all("\u202e" not in label.text() for label in labels)
    area = child(panel, QScrollArea, "tokensText")
    body = area.widget()
    assert body is not None
    qtbot.waitUntil(lambda: body.width() <= area.viewport().width())


def test_the_session_is_spoken(panel: TokensPanel) -> None:
    told = signed_in().left()
    panel.show_tokens(shown(told), simulated=False)
    assert panel.accessibleDescription().startswith("Real session: valid until")
    told.attempt.tokens_left = TokensLeft(valid_until=None, revoked_at=START)
    panel.show_tokens(shown(told), simulated=False)
    assert panel.accessibleDescription().startswith("Revoked at")
