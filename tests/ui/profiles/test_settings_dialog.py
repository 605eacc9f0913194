"""The dialog says what it will do, asks once, and shows what came."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.core.pool_settings import PasswordPolicy, PoolSettings
from console.core.profile import Profile, ProfileKind
from console.ui.profiles.settings_dialog import SettingsDialog
from console.ui.theme import Theme
from tests.fakes import profile
from tests.ui.fakes_ui import child, texts

SHOP = profile(aws_profile="support")
KNOWN = PoolSettings(session_validity_s=180.0, auth_flows=("ALLOW_USER_SRP_AUTH",))


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> SettingsDialog:
    assert theme is not None
    return shown(qtbot, SHOP)


def shown(qtbot: QtBot, profile: Profile) -> SettingsDialog:
    made = SettingsDialog(None, profile=profile)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def button(dialog: SettingsDialog) -> QPushButton:
    return child(dialog, QPushButton, "readSettingsButton")


def values(dialog: SettingsDialog) -> list[str]:
    return [texts(dialog, f"setting{number}")[0] for number in range(7)]


def test_it_says_before_what_it_will_do(dialog: SettingsDialog) -> None:
    (before,) = texts(dialog, "settingsBefore")
    assert "Two read-only calls, DescribeUserPoolClient and DescribeUserPool" in before
    assert "the AWS profile “support”" in before
    assert texts(dialog, "settingsState") == ["Nothing has been read yet."]
    assert set(values(dialog)) == {"not known"}


def test_it_names_whose_credentials_are_used(qtbot: QtBot) -> None:
    (before,) = texts(shown(qtbot, profile()), "settingsBefore")
    assert "the AWS credentials that botocore finds" in before
    own = profile(kind=ProfileKind.PRACTICE)
    assert "practice pool" in texts(shown(qtbot, own), "settingsBefore")[0]


def test_enter_asks_once(dialog: SettingsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.read_requested):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not button(dialog).isEnabled()
    assert texts(dialog, "settingsState") == ["Reading…"]
    with qtbot.assertNotEmitted(dialog.read_requested):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_what_came_is_shown_and_can_be_read_again(dialog: SettingsDialog) -> None:
    button(dialog).click()
    dialog.show_reading(replace(SHOP, known=KNOWN), [])
    assert values(dialog)[:3] == ["3 minutes", "ALLOW_USER_SRP_AUTH", "not known"]
    assert texts(dialog, "settingsState") == ["Read just now, and kept in the profile."]
    assert texts(dialog, "settingsFailures") == []
    assert button(dialog).isEnabled()


def test_no_line_of_what_came_is_cut(dialog: SettingsDialog) -> None:
    policy = PasswordPolicy(
        require_uppercase=True, require_lowercase=True, require_numbers=True, require_symbols=True
    )
    flows = tuple(f"ALLOW_FLOW_{number}" for number in range(6))
    known = PoolSettings(auth_flows=flows, password_policy=policy)
    dialog.show_reading(replace(SHOP, known=known), [])
    QApplication.processEvents()  # what a window does before it is seen
    labels = [child(dialog, QLabel, f"setting{number}") for number in range(7)]
    assert all(label.height() >= label.heightForWidth(label.width()) for label in labels)


@pytest.mark.parametrize(
    ("failures", "state"),
    [(["One."], "What could be read is kept"), (["One.", "Two."], "Nothing could be read.")],
)
def test_each_failed_call_has_its_sentence(
    dialog: SettingsDialog, failures: list[str], state: str
) -> None:
    before = dialog.height()
    dialog.show_reading(SHOP, failures)
    assert texts(dialog, "settingsFailures") == ["\n".join(f"✕ {line}" for line in failures)]
    assert texts(dialog, "settingsState")[0].startswith(state)
    assert dialog.height() > before


def test_what_was_read_earlier_is_there_at_once(qtbot: QtBot) -> None:
    dialog = shown(qtbot, replace(SHOP, known=KNOWN))
    assert texts(dialog, "settingsState") == ["Read earlier, and kept in the profile."]
    assert values(dialog)[0] == "3 minutes"


def test_escape_closes(dialog: SettingsDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
