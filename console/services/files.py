"""Files of the data directory: private, written whole or not at all, kept when unreadable."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path

from console.core.errors import UserFacingError
from console.core.text import visible

_REASONS = {
    errno.ENOSPC: ("The disk is full.", "Free some space on it and try again."),
    errno.EDQUOT: ("The disk quota is used up.", "Free some space and try again."),
    errno.EROFS: ("The disk can only be read.", "Choose another folder with --data-dir."),
    errno.EACCES: (
        "This account has no right to do that.",
        "Give it the right, or choose another folder with --data-dir.",
    ),
    errno.EPERM: (
        "This account has no right to do that.",
        "Give it the right, or choose another folder with --data-dir.",
    ),
    errno.EMFILE: ("Too many files are open.", "Close something and try again."),
    errno.ENOTDIR: (
        "A part of its path is not a folder.",
        "Choose another folder with --data-dir.",
    ),
}


def disk_problem(title: str, path: Path, error: OSError) -> UserFacingError:
    """What the system refused, in words; `title` says what for."""
    reason, hint = _REASONS.get(
        error.errno or 0,
        (f"The system says: {visible(error.strerror or type(error).__name__, 200)}.", "Try again."),
    )
    return UserFacingError(title, f"{visible(str(path), 300)}: {reason}", hint)


def make_private_directory(directory: Path) -> None:
    """Makes the directory for its owner alone; one that exists is left as it is."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_private(path: Path, data: bytes) -> None:
    """Puts `data` in the place of `path`, all of it or nothing, mode 0600. Raises OSError."""
    make_private_directory(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_directory(path.parent)


def set_aside(path: Path) -> Path:
    """Renames an unreadable file to `NAME.broken` (`.broken2`, … if taken); the new path."""
    aside = free_name(path)
    path.rename(aside)
    return aside


def copy_aside(path: Path) -> Path:
    """As `set_aside`, but the file itself stays."""
    aside = free_name(path)
    shutil.copyfile(path, aside)
    aside.chmod(0o600)
    return aside


def free_name(path: Path) -> Path:
    """The first of `NAME.broken`, `NAME.broken2`, … that is not taken."""
    number = 1
    while True:
        aside = path.with_name(f"{path.name}.broken{'' if number == 1 else number}")
        if not os.path.lexists(aside):
            return aside
        number += 1


def sync_directory(directory: Path) -> None:
    """Makes a rename last through a loss of power, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
