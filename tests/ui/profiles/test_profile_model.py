"""Profiles as rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from console.core.profile import ProfileKind
from console.ui.parts.row_list import RowRole
from console.ui.profiles.profile_model import ProfileModel, second_line
from console.ui.profiles.targets import unopened_practice_profile
from tests.fakes import profile

STAGING = profile(profile_id="p2", name="Staging\u202e", kind=ProfileKind.STAGING)


def test_the_rows_are_the_profiles(qapp: object) -> None:
    assert qapp is not None
    model = ProfileModel()
    tester = QAbstractItemModelTester(model)
    assert tester.model() is model
    assert model.rowCount() == 0
    model.show_profiles([profile(), STAGING])
    model.show_profiles([profile(), STAGING, unopened_practice_profile()])
    assert model.rowCount() == 3
    assert model.rowCount(model.index(0)) == 0
    model.show_profiles([])
    assert model.rowCount() == 0


def test_what_a_row_says(qapp: object) -> None:
    assert qapp is not None
    model = ProfileModel()
    model.show_profiles([STAGING])
    row = model.index(0)
    assert row.data() == "Staging\\u202e"
    assert row.data(RowRole.SECOND_LINE) == "Staging · eu-west-1"
    assert (row.data(RowRole.MARK), row.data(RowRole.MARK_TOKEN)) == ("■", "warn")
    assert row.data(Qt.ItemDataRole.AccessibleTextRole) == "Staging\\u202e, Staging · eu-west-1"
    assert "eu-west-1_Ab12Cd34E" in row.data(Qt.ItemDataRole.ToolTipRole)
    assert row.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None


def test_the_practice_pool_is_on_this_machine() -> None:
    assert second_line(unopened_practice_profile()) == "Simulated · this machine"


def test_profiles_are_found_by_row_and_by_id(qapp: object) -> None:
    assert qapp is not None
    model = ProfileModel()
    model.show_profiles([profile(), STAGING])
    assert model.index_of("p2").row() == 1
    assert not model.index_of("gone").isValid()
    assert not model.index_of(None).isValid()
    assert model.profile_at(model.index(1)) == STAGING
    assert model.profile_at(QModelIndex()) is None
