"""Looks at the data directory without changing it: is it there, can it be written, does it open."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Final

from console.core.doctor.facts import DirectoryFacts
from console.core.errors import UserFacingError
from console.services.files import disk_problem
from console.services.journal import BUSY_S
from console.services.journal_file import JournalFile
from console.services.journal_places import FILE_NAME

_NOT_WRITTEN: Final = "It cannot be written."
_NO_JOURNAL: Final = "The journal cannot be opened."


def directory_facts(directory: Path) -> DirectoryFacts:
    """May wait as long as the disk does."""
    shown = shown_path(directory)
    try:
        there = _nearest(directory)
        if there != directory:
            return _unmade(there, shown)
        _write_in(directory)
    except OSError as error:
        problem = disk_problem(_NOT_WRITTEN, directory, error)
        return DirectoryFacts(shown=shown, exists=True, problem=_without_path(problem))
    journal = directory / FILE_NAME
    has_journal = journal.exists()
    return DirectoryFacts(
        shown=shown,
        exists=True,
        problem=_journal_problem(journal) if has_journal else None,
        mode=stat.S_IMODE(directory.stat().st_mode) if os.name == "posix" else None,
        free_bytes=_free_bytes(directory),
        has_journal=has_journal,
    )


def shown_path(path: Path) -> str:
    """`path` with ~ in place of the home directory, and without the account's name elsewhere."""
    with contextlib.suppress(RuntimeError, ValueError):
        return str("~" / path.relative_to(Path.home()))
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return str(path)
    return str(Path(*("…" if part == name else part for part in path.parts)))


def _nearest(directory: Path) -> Path:
    """The directory, or else the first above it that exists."""
    for each in (directory, *directory.parents):
        if os.path.lexists(each):
            return each
    return directory


def _unmade(above: Path, shown: str) -> DirectoryFacts:
    if not above.is_dir():
        problem = UserFacingError(
            "It cannot be made.",
            "A part of its path is not a folder.",
            "Choose another folder with --data-dir.",
        )
    elif not os.access(above, os.W_OK | os.X_OK):
        problem = UserFacingError(
            "It cannot be made.",
            "This account has no right to do that.",
            "Give it the right, or choose another folder with --data-dir.",
        )
    else:
        return DirectoryFacts(shown=shown, exists=False, free_bytes=_free_bytes(above))
    return DirectoryFacts(shown=shown, exists=False, problem=problem)


def _write_in(directory: Path) -> None:
    with tempfile.TemporaryFile(dir=directory, prefix=".check.") as file:
        file.write(b"x")
        file.flush()


def _free_bytes(directory: Path) -> int | None:
    try:
        return shutil.disk_usage(directory).free
    except OSError:
        return None


def _journal_problem(journal: Path) -> UserFacingError | None:
    try:
        JournalFile(journal.parent, key=lambda: None, busy_s=BUSY_S).look(_NO_JOURNAL)
    except UserFacingError as error:
        return _without_path(error)
    return None


def _without_path(error: UserFacingError) -> UserFacingError:
    """Of `PATH: reason` the reason: the path is told in a form that names nobody."""
    detail = error.detail.rpartition(": ")[2]
    return UserFacingError(error.title, detail, error.hint)
