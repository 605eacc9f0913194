"""Files to be dragged: for their owner alone, each its own, gone at the end."""

from __future__ import annotations

import stat
import tempfile
from pathlib import Path

import pytest

from console.core.errors import UserFacingError
from console.ui.export.case_folder import CaseFolder
from console.ui.export.made import Choices, Exportable, make
from tests.ui.export.texts import CONTEXT, RECORD

MADE = make(Exportable(record=RECORD), Choices(), CONTEXT)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("text", MADE.texts, ids=lambda text: text.name)
def test_it_is_the_text_under_our_name(text: object) -> None:
    (chosen,) = [each for each in MADE.texts if each is text]
    folder = CaseFolder()
    path = folder.put(MADE, chosen)
    assert path.read_text(encoding="utf-8") == chosen.text
    assert path.name.endswith(f"_CS-48213_failed{chosen.suffix}")
    folder.close()


def test_nobody_else_can_read_it(place: Path) -> None:
    folder = CaseFolder()
    path = folder.put(MADE, MADE.texts[0])
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, *list(path.parents)[:2])]
    assert modes == [0o600, 0o700, 0o700]
    assert path.is_relative_to(place)
    folder.close()


def test_a_further_file_leaves_the_first(place: Path) -> None:
    folder = CaseFolder()
    first, second = (folder.put(MADE, MADE.texts[0]) for _ in range(2))
    assert first != second
    assert first.exists()
    folder.close()
    assert list(place.iterdir()) == []
    folder.close()


def test_without_a_file_there_is_no_folder(place: Path) -> None:
    CaseFolder().close()
    assert list(place.iterdir()) == []


def test_a_system_without_room_is_said(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place / "gone"))
    with pytest.raises(UserFacingError, match="could not be made") as raised:
        CaseFolder().put(MADE, MADE.texts[0])
    assert "No such file" in raised.value.detail
