"""The file of a case."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from console.cases.case import Case, CaseContext
from console.cases.json_format import verify_digest
from console.cases.write import Written, check_target, write_case
from console.core.errors import UserFacingError
from console.core.record import AttemptRecord


@pytest.fixture
def case(make_record: Callable[..., AttemptRecord], context: CaseContext) -> Case:
    return Case.from_record(make_record(), context)


@pytest.mark.parametrize("name", ["json", "md", "html"])
def test_the_file_is_whole_private_and_alone(tmp_path: Path, case: Case, name: str) -> None:
    path = tmp_path / f"case.{name}"
    previous = os.umask(0)
    try:
        written = write_case(case, path, name)
    finally:
        os.umask(previous)
    assert written == Written(file=str(path), format=name, withheld=case.withheld)
    assert written.to_json() == {
        "file": str(path),
        "format": name,
        "withheld": dict(case.withheld),
    }
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_nlink == 1
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert verify_digest(path.read_bytes()) is (name == "json")


def no_links(*_: object) -> None:
    raise OSError(errno.EPERM, "no links here")


@pytest.mark.parametrize("links", [True, False])
def test_an_existing_file_is_replaced_only_by_force(
    tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "case.json"
    write_case(case, path, "json")
    path.write_text("mine")
    with pytest.raises(UserFacingError, match=r"case\.json exists already") as raised:
        write_case(case, path, "json")
    assert "--force" in raised.value.hint
    assert path.read_text() == "mine"
    write_case(case, path, "md", force=True)
    assert path.read_text().startswith("**Tried:**")
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path, case: Case) -> None:
    path, target = tmp_path / "case.json", tmp_path / "elsewhere"
    path.symlink_to(target)
    with pytest.raises(UserFacingError, match="exists already"):
        write_case(case, path, "json")
    write_case(case, path, "json", force=True)
    assert not path.is_symlink()
    assert not target.exists()


def test_what_the_system_refuses_is_told_in_words_and_leaves_nothing(
    tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "file").touch()
    refusals = {
        tmp_path / "nowhere" / "case.json": "The folder does not exist.",
        tmp_path / "file" / "case.json": "A part of its path is not a folder.",
        tmp_path / "folder.json": "There is a folder of this name.",
        tmp_path / ("x" * 300): "The name is too long.",
    }
    for path, words in refusals.items():
        with pytest.raises(UserFacingError, match="could not be written") as raised:
            write_case(case, path, "json", force=True)
        assert raised.value.detail == words
        assert raised.value.hint

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserFacingError) as raised:
        write_case(case, tmp_path / "case.json", "json")
    assert raised.value.detail == "The disk is full."
    assert {path.name for path in tmp_path.iterdir()} == {"folder.json", "file"}


def test_a_format_that_fails_leaves_nothing(
    tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.cases.json_format.case_object", lambda _case: {"x": 1j})
    with pytest.raises(TypeError):
        write_case(case, tmp_path / "case.json", "json")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_refused_before_anything_is_made(tmp_path: Path, case: Case) -> None:
    with pytest.raises(UserFacingError, match="written as pdf"):
        write_case(case, tmp_path / "case.pdf", "pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_target_is_checked_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "there.json").touch()
    (tmp_path / "link.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.md").mkdir()
    check_target(tmp_path / "new.json", force=False)
    check_target(tmp_path / "there.json", force=True)
    for path, force, words in (
        (tmp_path / "there.json", False, "exists already"),
        (tmp_path / "link.md", False, "exists already"),
        (tmp_path / "folder.md", True, "could not be written"),
        (tmp_path / "nowhere" / "new.json", False, "could not be written"),
        (tmp_path / "new.txt", False, "says no format"),
        (tmp_path / f"{'n' * 300}.json", False, "could not be written"),
        (tmp_path / "there.json" / "new.json", False, "could not be written"),
    ):
        with pytest.raises(UserFacingError, match=words):
            check_target(path, force=force)
    assert len(list(tmp_path.iterdir())) == 3
