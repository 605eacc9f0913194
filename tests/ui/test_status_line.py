"""The facts at the bottom of the window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.core.profile import Profile, ProfileKind
from console.ui.profiles.targets import unopened_practice_profile
from console.ui.status_line import StatusLine, credential_source
from console.ui.theme import Theme
from tests.fakes import profile
from tests.ui.fakes_ui import child, texts


@pytest.fixture
def line(qtbot: QtBot, theme: Theme) -> StatusLine:
    assert theme is not None
    made = StatusLine()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (None, ""),
        (profile(aws_profile="support-readonly"), "AWS profile support-readonly"),
        (profile(), "AWS credentials: botocore’s own search"),
        (unopened_practice_profile(), "practice pool’s own keys"),
        (profile(kind=ProfileKind.PRACTICE), "practice pool’s own keys"),
    ],
)
def test_whose_credentials(target: Profile | None, words: str) -> None:
    assert credential_source(target) == words


def test_the_profile_s_part(line: StatusLine) -> None:
    line.show_profile(profile(aws_profile="a\nb"))
    assert texts(line, "credentialsLabel") == ["AWS profile a\\nb"]
    assert texts(line, "regionLabel") == ["eu-west-1"]
    line.show_profile(None)
    assert texts(line, "credentialsLabel") == texts(line, "regionLabel") == []


@pytest.mark.parametrize(
    ("saved", "text", "shown", "mark"),
    [
        (True, "saved", ["● saved"], "ok"),
        (False, "not being saved", ["✕ not being saved"], "bad"),
        (None, "", [], ""),
    ],
)
def test_whether_it_is_saved(
    line: StatusLine, saved: bool | None, text: str, shown: list[str], mark: str
) -> None:
    line.set_saved(saved, text, why="The disk is full.")
    assert texts(line, "savedLabel") == shown
    label = child(line, QLabel, "savedLabel")
    assert label.property("mark") == mark
    assert "disk is full" in label.toolTip()


def test_where_secrets_are(line: StatusLine) -> None:
    line.show_vault("Secrets are kept in memory until the console closes: no keyring was found.")
    assert texts(line, "vaultLabel") == ["Secrets are kept in memory until the console closes"]
    assert "no keyring was found" in child(line, QLabel, "vaultLabel").toolTip()
    line.show_vault("Secrets are kept in the system keyring (KWallet).")
    assert texts(line, "vaultLabel") == ["Secrets are kept in the system keyring (KWallet)"]
