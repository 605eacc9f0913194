"""Writes a case to its file: whole or not at all, for its owner alone, over nothing unasked."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from console.cases.case import Case
from console.cases.registry import CaseFormat, by_name, by_suffix
from console.cases.self_check import not_safe
from console.core.errors import UserFacingError
from console.core.text import visible

_NO_RIGHT = ("This account may not write there.", "Choose another folder.")
_REASONS = {
    errno.ENOSPC: ("The disk is full.", "Free some space, or choose another folder."),
    errno.ENOENT: ("The folder does not exist.", "Make it, or choose another one."),
    errno.ENOTDIR: ("A part of its path is not a folder.", "Choose another folder."),
    errno.EISDIR: ("There is a folder of this name.", "Choose another name."),
    errno.ENAMETOOLONG: ("The name is too long.", "Choose a shorter one."),
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EROFS: _NO_RIGHT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One export: its file, its format, and what was withheld in it by kind."""

    file: str
    format: str
    withheld: Mapping[str, int]

    def to_json(self) -> dict[str, object]:
        """The object of the public interface."""
        return {"file": self.file, "format": self.format, "withheld": dict(self.withheld)}


def check_target(path: Path, *, force: bool) -> None:
    """Raises UserFacingError where a case could not be written; asked before anything is sent."""
    by_suffix(path)
    if os.path.lexists(path) and not force:
        raise _exists(path)
    try:
        if path.is_dir():
            raise _refused(path, OSError(errno.EISDIR, "it is a folder"))
        if not path.parent.is_dir():
            raise _refused(path, OSError(errno.ENOENT, "it does not exist"))
    except OSError as error:  # a name too long, a folder that may not be looked into
        raise _refused(path, error) from error


def write_case(case: Case, path: Path, format_name: str, *, force: bool = False) -> Written:
    """Makes the file at `path`, mode 0600; one that exists is replaced only with `force`.

    Before it has its name the finished file is read again and searched for what must not be in it.
    UserFacingError where there is such a thing, where a file of the name exists, the format is
    unknown, or the system refuses. Blocks: not for the thread of the window.
    """
    form = by_name(format_name)
    try:
        temporary = _temporary_beside(path)
        try:
            with temporary.open("wb") as stream:
                form.write(case, stream)
                stream.flush()
                os.fsync(stream.fileno())
            _check(case, form, temporary.read_bytes())
            _put_in_place(temporary, path, force=force)
        finally:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()
        _sync_directory(path.parent)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise _refused(path, error) from error
    return Written(file=str(path), format=form.name, withheld=case.withheld)


def _check(case: Case, form: CaseFormat, data: bytes) -> None:
    """Whoever calls deletes the file where this raises."""
    problem = case.self_check.problem(data, form.texts)
    if problem is not None:
        raise not_safe(problem)


def _temporary_beside(path: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".case-", suffix=".part")  # 0600
    os.close(handle)
    return Path(name)


def _put_in_place(temporary: Path, path: Path, *, force: bool) -> None:
    if force:
        temporary.replace(path)
        return
    try:
        os.link(temporary, path)  # the one call that never replaces a file
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: the name is taken by an empty file first.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        temporary.replace(path)


def _sync_directory(directory: Path) -> None:
    """Makes the new name last through a loss of power, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exists(path: Path) -> UserFacingError:
    return UserFacingError(
        f"{visible(path.name, 120)} exists already.",
        "An export replaces no file unless it is told to.",
        "Choose another name, or force it (--force).",
    )


def _refused(path: Path, error: OSError) -> UserFacingError:
    said = visible(error.strerror or type(error).__name__, 200)
    reason, hint = _REASONS.get(error.errno or 0, (f"The system says: {said}.", "Try again."))
    return UserFacingError(f"{visible(path.name, 120)} could not be written.", reason, hint)
