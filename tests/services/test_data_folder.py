"""The data directory is looked at, and nothing of it is changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from console.services.data_folder import directory_facts, shown_path
from console.services.journal_places import FILE_NAME
from tests.services.attempts import again
from tests.services.vaults import LastingVault, NoVault


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def test_one_that_is_not_there_is_not_made(home: Path) -> None:
    facts = directory_facts(home / "a" / "b")
    assert (facts.exists, facts.problem, facts.mode) == (False, None, None)
    assert facts.free_bytes is not None
    assert facts.shown == str(Path("~") / "a" / "b")
    assert list(home.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_one_that_is_there(home: Path) -> None:
    directory = home / "data"
    directory.mkdir(mode=0o750)
    directory.chmod(0o750)
    facts = directory_facts(directory)
    assert (facts.exists, facts.problem, facts.mode) == (True, None, 0o750)
    assert facts.free_bytes == pytest.approx(shutil.disk_usage(directory).free, rel=0.5)
    assert not facts.has_journal
    assert list(directory.iterdir()) == []


async def test_its_journal_is_opened_and_left_as_it_is(home: Path) -> None:
    for vault in (LastingVault(), NoVault()):
        directory = home / type(vault).__name__
        assert await again(directory, vault) == ()
        before = (directory / FILE_NAME).read_bytes()
        facts = directory_facts(directory)
        assert (facts.has_journal, facts.problem) == (True, None)
        assert (directory / FILE_NAME).read_bytes() == before


def test_a_damaged_journal_is_told_and_stays_in_its_place(home: Path) -> None:
    (home / FILE_NAME).write_bytes(b"no database at all" * 100)
    facts = directory_facts(home)
    assert facts.problem is not None
    assert facts.problem.title == "The journal cannot be opened."
    assert facts.problem.detail == "It is damaged."
    assert facts.problem.hint
    assert str(home) not in facts.problem.sentence()
    assert (home / FILE_NAME).read_bytes().startswith(b"no database")
    assert not list(home.glob("*.broken"))


def test_a_journal_of_a_newer_version_is_told(home: Path) -> None:
    connection = sqlite3.connect(home / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    problem = directory_facts(home).problem
    assert problem is not None
    assert "newer version" in problem.title


def test_a_file_in_the_place_of_the_folder(home: Path) -> None:
    (home / "data").write_text("x")
    for directory in (home / "data", home / "data" / "below"):
        problem = directory_facts(directory).problem
        assert problem is not None
        assert problem.detail == "A part of its path is not a folder."
        assert "--data-dir" in problem.hint


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do all")
def test_a_folder_that_may_not_be_written(home: Path) -> None:
    home.chmod(0o500)
    for directory in (home, home / "data"):
        problem = directory_facts(directory).problem
        assert problem is not None
        assert problem.detail == "This account has no right to do that."
    home.chmod(0o700)


def test_no_right_to_write(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    monkeypatch.setattr("os.access", lambda *_args: False)
    for directory in (home, home / "data"):
        problem = directory_facts(directory).problem
        assert problem is not None
        assert problem.detail == "This account has no right to do that."


def test_a_path_is_shown_without_the_account(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "alice")
    assert shown_path(home) == "~"
    assert shown_path(home / "x") == str(Path("~") / "x")
    assert shown_path(Path("/srv/alice/data")) == str(Path("/srv/…/data"))
    assert shown_path(Path("/srv/data")) == str(Path("/srv/data"))
