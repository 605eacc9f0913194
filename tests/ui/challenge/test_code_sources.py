"""Where codes come from: each link only where it is of use."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.core.conversation.challenges import Challenge
from console.core.secret import Secret
from console.core.totp import totp_code
from console.ui.challenge.code_sources import CodeSources
from tests.fakes import FakeClock
from tests.ui.challenges import APP, EMAIL, KEY, NEW_PASSWORD, SEED, SMS, TOTP
from tests.ui.fakes_ui import child

LINKS = ("seedLink", "keyLink", "outboxLink", "resendLink")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sources(qtbot: QtBot, clock: FakeClock) -> CodeSources:
    made = CodeSources(clock=clock)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def link(sources: CodeSources, name: str) -> QPushButton:
    return child(sources, QPushButton, name)


def seen(sources: CodeSources) -> list[str]:
    return [name for name in LINKS if link(sources, name).isVisible()]


@pytest.mark.parametrize(
    ("challenge", "seed", "outbox", "links"),
    [
        (TOTP, None, False, ["keyLink"]),
        (TOTP, SEED, False, ["seedLink"]),
        (replace(TOTP, try_number=2), SEED, False, ["seedLink", "keyLink"]),
        (APP, None, False, ["seedLink"]),
        (SMS, SEED, True, ["outboxLink", "resendLink"]),
        (replace(SMS, medium=None), None, False, ["resendLink"]),
        (EMAIL, SEED, True, []),
        (NEW_PASSWORD, SEED, True, []),
    ],
)
def test_which_links_are_seen(
    sources: CodeSources, challenge: Challenge, seed: Secret | None, outbox: bool, links: list[str]
) -> None:
    sources.show_for(challenge, seed=seed, outbox=outbox)
    assert seen(sources) == links


@pytest.mark.parametrize(
    ("challenge", "seed", "text"),
    [
        (TOTP, SEED, "Make the code from the seed"),
        (APP, KEY, "Make the code from this key"),
    ],
)
def test_a_code_of_the_moment(
    qtbot: QtBot,
    sources: CodeSources,
    clock: FakeClock,
    challenge: Challenge,
    seed: Secret,
    text: str,
) -> None:
    sources.show_for(challenge, seed=SEED, outbox=False)
    assert link(sources, "seedLink").text() == text
    clock.advance(90)
    with qtbot.waitSignal(sources.code_made) as made:
        link(sources, "seedLink").click()
    assert made.args == [totp_code(seed, clock.now())]


def test_a_stored_seed_that_is_none_is_told(qtbot: QtBot, sources: CodeSources) -> None:
    sources.show_for(TOTP, seed=Secret("nope!"), outbox=False)
    with qtbot.waitSignal(sources.problem_found) as told:
        link(sources, "seedLink").click()
    assert told.args is not None
    assert "TOTP seed cannot be used" in told.args[0]


def test_a_key_is_typed_by_keyboard(qtbot: QtBot, sources: CodeSources, clock: FakeClock) -> None:
    sources.show_for(TOTP, seed=None, outbox=False)
    QTest.keyClick(link(sources, "keyLink"), Qt.Key.Key_Space)
    field = child(sources, QLineEdit, "seedField")
    assert field.hasFocus()
    assert seen(sources) == []
    QTest.keyClicks(field, SEED.reveal())
    assert not sources.enter(link(sources, "keyLink"))
    with qtbot.waitSignal(sources.code_made) as made:
        assert sources.enter(field)
    assert made.args == [totp_code(SEED, clock.now())]
    sources.show_for(replace(TOTP, try_number=2), seed=None, outbox=False)
    assert field.isVisible(), "it stays for another try"
    assert field.text() == SEED.reveal()
    sources.show_for(replace(TOTP, try_number=3), seed=KEY, outbox=False)
    assert field.text() == SEED.reveal(), "also where it was kept meanwhile"
    sources.show_for(SMS, seed=None, outbox=False)
    assert field.text() == ""


def test_another_message_is_not_asked_for_while_an_answer_is_under_way(
    qtbot: QtBot, sources: CodeSources
) -> None:
    sources.show_for(SMS, seed=None, outbox=False)
    sources.allow_resend(False)
    with qtbot.assertNotEmitted(sources.resend_asked):
        link(sources, "resendLink").click()
    sources.show_for(SMS, seed=None, outbox=False)
    with qtbot.waitSignal(sources.resend_asked):
        link(sources, "resendLink").click()
