"""Files of the data directory."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from console.services.files import copy_aside, disk_problem, set_aside, write_private


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_file_and_directory_are_for_their_owner_alone(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        write_private(tmp_path / "new" / "file.json", b"one")
    finally:
        os.umask(previous)
    assert mode(tmp_path / "new") == 0o700
    assert mode(tmp_path / "new" / "file.json") == 0o600


def test_a_write_replaces_the_whole_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    write_private(path, b"a long first content")
    write_private(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "file.json"
    write_private(path, b"old")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", refuse)
    else:
        monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no space"):
        write_private(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_put_aside_gets_a_free_name(tmp_path: Path) -> None:
    path, names = tmp_path / "file.json", []
    for content in (b"1", b"2"):
        path.write_bytes(content)
        names.append(set_aside(path).name)
        assert not path.exists()
    path.write_bytes(b"3")
    names.append(copy_aside(path).name)
    assert path.read_bytes() == b"3"
    assert names == ["file.json.broken", "file.json.broken2", "file.json.broken3"]
    assert [(tmp_path / name).read_bytes() for name in names] == [b"1", b"2", b"3"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "The disk is full."),
        (errno.EACCES, "no right"),
        (errno.EROFS, "only be read"),
        (errno.EIO, "The system says: Input/output error."),
    ],
)
def test_a_refusal_is_told_in_words_with_a_next_step(code: int, words: str) -> None:
    told = disk_problem("It was not saved.", Path("data\n/x"), OSError(code, os.strerror(code)))
    assert told.title == "It was not saved."
    assert words in told.detail
    assert "data\\n/x" in told.detail
    assert told.hint
