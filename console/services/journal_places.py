"""The files of the journal in the data directory: made, moved and removed with their side files."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import Final

from console.services.files import free_name, sync_directory

FILE_NAME: Final = "journal.sqlite3"
_SIDES: Final = ("-wal", "-shm", "-journal")
_NEW: Final = ".new"
_BACKUP: Final = ".backup"


def make(path: Path) -> None:
    """Makes the file, if there is none, for its owner alone; SQLite's side files follow it."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        sync_directory(path.parent)
    with contextlib.suppress(PermissionError):
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) != 0o600:
            path.chmod(0o600)  # it came from elsewhere


def new_path(path: Path) -> Path:
    """Where the file that takes the place of `path` is built."""
    return path.with_name(path.name + _NEW)


def backup_path(path: Path) -> Path:
    """Where the file as it was before the last change of its form is kept."""
    return path.with_name(path.name + _BACKUP)


def parts_of_salvage(path: Path) -> tuple[Path, Path]:
    """A file that is as `path` was when it was new, and a copy of what `path` has become."""
    return path.with_name(path.name + ".first"), path.with_name(path.name + ".rest")


def remove(path: Path) -> None:
    """Removes the file with its side files; one that is not there is no error."""
    for each in (path, *_sides(path)):
        each.unlink(missing_ok=True)


def put_in_place(new: Path, path: Path) -> None:
    """`new` is `path` from now on; neither has side files."""
    new.replace(path)
    sync_directory(path.parent)


def put_aside(path: Path, new: Path) -> Path:
    """`new` takes the place of `path`, which gets a free name that ends in .broken; that name.

    The side files go with it. At no moment is there no file under `path`, where links are to be
    had: whoever looks finds the old one or the new one.
    """
    aside = free_name(path)
    try:
        os.link(path, aside)
    except (OSError, NotImplementedError):
        path.rename(aside)
    for side, aside_side in zip(_sides(path), _sides(aside), strict=True):
        with contextlib.suppress(FileNotFoundError):
            side.rename(aside_side)
    put_in_place(new, path)
    return aside


def clear_leftovers(path: Path) -> None:
    """Removes what was being built when a process ended before its time."""
    remove(new_path(path))
    remove(new_path(backup_path(path)))
    for part in parts_of_salvage(path):
        remove(part)


def kept_files(path: Path) -> list[Path]:
    """The backup and the damaged files of before, without their side files."""
    broken = path.parent.glob(f"{path.name}.broken*")
    kept = [each for each in broken if not each.name.endswith(_SIDES)]
    return [each for each in (backup_path(path), *kept) if each.exists()]


def _sides(path: Path) -> list[Path]:
    return [path.with_name(path.name + side) for side in _SIDES]
