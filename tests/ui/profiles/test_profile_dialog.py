"""The form of a profile: problems beside the fields, the secret apart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.core.pool_settings import PoolSettings
from console.core.profile import Profile, ProfileKind
from console.core.secret import Secret
from console.ui.profiles.profile_dialog import ProfileDialog
from console.ui.theme import Theme
from tests.fakes import profile
from tests.ui.fakes_ui import child, texts

VAULT = "Secrets are kept in the system keyring (Secret Service)."
NEW = Profile(profile_id="n", name="", region="", user_pool_id="", client_id="")


class Form:
    """The dialog as its user sees it."""

    def __init__(self, start: Profile) -> None:
        self.dialog = ProfileDialog(None, title="Edit profile", profile=start, vault=VAULT)
        self.dialog.show()

    def field(self, name: str) -> QLineEdit:
        return child(self.dialog, QLineEdit, f"{name}Field")

    def type(self, name: str, text: str) -> None:
        self.field(name).clear()
        QTest.keyClicks(self.field(name), text)

    def choose(self, kind: ProfileKind) -> None:
        combo = child(self.dialog, QComboBox, "profileKindCombo")
        combo.setCurrentIndex(combo.findData(kind))

    def save(self) -> None:
        button = child(self.dialog, QPushButton, "saveProfileButton")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def errors(self) -> dict[str, str]:
        found = self.dialog.findChildren(QLabel)
        return {
            label.objectName(): label.text().replace("\u200b", "")
            for label in found
            if label.objectName().endswith("Errors") and label.isVisible()
        }

    @property
    def accepted(self) -> bool:
        return self.dialog.result() == QDialog.DialogCode.Accepted


@pytest.fixture
def form_of(qtbot: QtBot, theme: Theme) -> type[Form]:
    assert theme is not None

    class Kept(Form):
        def __init__(self, start: Profile) -> None:
            super().__init__(start)
            qtbot.addWidget(self.dialog)

    return Kept


FIPS = profile(use_fips=True, use_dualstack=True)
FULL = profile(
    kind=ProfileKind.LAB,
    has_client_secret=True,
    aws_profile="support",
    endpoint_url="http://127.0.0.1:5000",
    ca_bundle="/etc/ssl/ca.pem",
    proxy="http://proxy.example:3128",
    connect_timeout_s=2.5,
)


@pytest.mark.parametrize("start", [FIPS, FULL])
def test_an_unchanged_form_gives_the_same_profile(form_of: type[Form], start: Profile) -> None:
    edit = form_of(start).dialog.edit()
    assert edit.profile == start
    assert edit.new_secret is None
    assert not edit.forget_secret


@pytest.mark.parametrize("name", ["use_fips", "use_dualstack"])
def test_an_endpoint_of_ones_own_has_no_variant_of_aws(form_of: type[Form], name: str) -> None:
    form = form_of(FULL)
    check = child(form.dialog, QCheckBox, f"{name}Check")
    check.setChecked(True)
    form.save()
    assert not form.accepted
    assert "choose among AWS's own endpoints" in form.errors()[f"{name}CheckErrors"]
    check.setChecked(False)
    assert form.errors() == {}
    form.save()
    assert form.accepted


def test_a_region_of_china_is_named(form_of: type[Form]) -> None:
    form = form_of(NEW)
    form.type("name", "China")
    form.type("user_pool_id", "cn-north-1_AbCd")
    form.type("client_id", "abc123")
    form.save()
    assert not form.accepted
    assert "do not exist in the China regions" in form.errors()["regionFieldErrors"]


@pytest.mark.parametrize("typed", ["0", "-1", "301", "soon", "1e999"])
@pytest.mark.parametrize("name", ["connect_timeout_s", "read_timeout_s", "total_timeout_s"])
def test_a_limit_that_is_none_is_said_beside_its_field(
    form_of: type[Form], name: str, typed: str
) -> None:
    form = form_of(profile())
    child(form.dialog, QPushButton, "advancedToggle").click()
    form.type(name, typed)
    form.save()
    assert not form.accepted
    assert list(form.errors()) == [f"{name}FieldErrors"]


def test_what_is_typed_becomes_the_profile(form_of: type[Form]) -> None:
    form = form_of(NEW)
    form.type("name", " Fabrikam ")
    form.choose(ProfileKind.DEVELOPMENT)
    form.type("user_pool_id", "us-east-1_AbCd")
    form.type("client_id", "abc123")
    form.type("aws_profile", "dev")
    child(form.dialog, QPushButton, "advancedToggle").click()
    form.type("total_timeout_s", "12,5")
    form.save()
    assert form.accepted
    assert form.dialog.edit().profile == Profile(
        profile_id="n",
        name="Fabrikam",
        kind=ProfileKind.DEVELOPMENT,
        region="us-east-1",
        user_pool_id="us-east-1_AbCd",
        client_id="abc123",
        aws_profile="dev",
        total_timeout_s=12.5,
    )


def test_a_pasted_pool_id_fills_an_empty_region_and_leaves_a_typed_one(
    form_of: type[Form],
) -> None:
    form = form_of(NEW)
    form.type("user_pool_id", "us-east-1_A")
    assert form.field("region").text() == "us-east-1"
    form.type("user_pool_id", "eu-central-1_A")
    assert form.field("region").text() == "eu-central-1"
    form.type("region", "ap-south-1")
    form.type("user_pool_id", "eu-west-1_A")
    assert form.field("region").text() == "ap-south-1"


@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        ("name", "Renamed", True),
        ("aws_profile", "other", True),
        ("client_id", "another", False),
        ("user_pool_id", "eu-west-1_Other", False),
        ("region", "eu-west-2", False),
    ],
)
def test_what_was_read_of_another_pool_or_client_is_dropped(
    form_of: type[Form], field: str, text: str, kept: bool
) -> None:
    known = PoolSettings(session_validity_s=180.0)
    form = form_of(profile(known=known))
    form.type(field, text)
    assert form.dialog.edit().profile.known == (known if kept else None)


def test_nothing_is_red_before_the_first_try(form_of: type[Form]) -> None:
    form = form_of(NEW)
    form.type("client_id", "§")
    assert form.errors() == {}


def test_saving_shows_the_problems_and_leads_to_the_first(
    form_of: type[Form], qtbot: QtBot
) -> None:
    form = form_of(NEW)
    form.dialog.activateWindow()
    qtbot.waitUntil(form.dialog.isActiveWindow)
    form.type("name", "x")
    form.field("client_id").setFocus()
    form.save()
    assert not form.accepted
    assert form.dialog.isVisible()
    assert set(form.errors()) == {
        "user_pool_idFieldErrors",
        "regionFieldErrors",
        "client_idFieldErrors",
    }
    assert form.field("user_pool_id").hasFocus()


def test_after_the_first_try_problems_follow_the_typing(form_of: type[Form]) -> None:
    form = form_of(profile(name=""))
    form.save()
    assert form.errors() == {"nameFieldErrors": "✕ Give the profile a name."}
    form.type("name", "x")
    assert form.errors() == {}
    form.save()
    assert form.accepted


@pytest.mark.parametrize("text", ["", "soon", "0", "301", "nan"])
def test_a_bad_time_limit_opens_the_part_that_it_is_in(form_of: type[Form], text: str) -> None:
    form = form_of(profile())
    assert not form.field("read_timeout_s").isVisible()
    form.field("read_timeout_s").setText(text)
    form.save()
    assert not form.accepted
    assert form.field("read_timeout_s").isVisible()
    assert "between 0.1 and 300" in form.errors()["read_timeout_sFieldErrors"]


def test_the_dialog_grows_with_what_it_says(form_of: type[Form]) -> None:
    form = form_of(NEW)
    before = form.dialog.height()
    form.save()
    assert form.dialog.height() > before


def test_an_endpoint_is_for_labs_only(form_of: type[Form]) -> None:
    form = form_of(FULL)
    assert form.field("endpoint_url").isEnabled()
    form.choose(ProfileKind.PRODUCTION)
    assert not form.field("endpoint_url").isEnabled()
    assert form.dialog.edit().profile.endpoint_url is None
    form.choose(ProfileKind.LAB)
    assert form.dialog.edit().profile.endpoint_url == "http://127.0.0.1:5000"


@pytest.mark.parametrize(("kind", "offered"), [(ProfileKind.LAB, 4), (ProfileKind.PRACTICE, 5)])
def test_practice_is_offered_only_where_it_is_already(
    form_of: type[Form], kind: ProfileKind, offered: int
) -> None:
    form = form_of(profile(kind=kind))
    assert child(form.dialog, QComboBox, "profileKindCombo").count() == offered
    assert form.dialog.edit().profile.kind is kind


def test_a_new_secret_is_handed_over_and_never_shown(form_of: type[Form]) -> None:
    form = form_of(profile())
    field = form.field("clientSecret")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert "system keyring" in texts(form.dialog, "clientSecretFieldHint")[0]
    form.type("clientSecret", "s3cr3t-of-the-client")
    edit = form.dialog.edit()
    assert edit.new_secret == Secret("s3cr3t-of-the-client")
    assert edit.profile.has_client_secret
    assert "s3cr3t" not in repr(edit)


def test_a_kept_secret_is_not_read_and_can_be_removed(form_of: type[Form]) -> None:
    form = form_of(FULL)
    assert form.field("clientSecret").text() == ""
    assert form.field("clientSecret").placeholderText() == "kept"
    check = child(form.dialog, QCheckBox, "forgetSecretCheck")
    check.click()
    edit = form.dialog.edit()
    assert edit.forget_secret
    assert not edit.profile.has_client_secret
    form.type("clientSecret", "another")
    edit = form.dialog.edit()
    assert not edit.forget_secret, "a new secret replaces the kept one"
    assert edit.profile.has_client_secret


def test_without_a_kept_secret_there_is_nothing_to_remove(form_of: type[Form]) -> None:
    form = form_of(NEW)
    assert not child(form.dialog, QCheckBox, "forgetSecretCheck").isVisible()


def test_every_field_has_a_name_for_assistive_technology(form_of: type[Form]) -> None:
    form = form_of(NEW)
    fields = [f for f in form.dialog.findChildren(QLineEdit) if f.objectName()]
    assert len(fields) == 12
    assert all(field.accessibleName() for field in fields)
