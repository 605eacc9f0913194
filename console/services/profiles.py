"""The profile file: profiles.json in the data directory, without any secret."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from console.core.errors import UserFacingError
from console.core.ports import StoredProfiles
from console.core.profile import Profile
from console.services.files import copy_aside, disk_problem, set_aside, write_private
from console.services.profile_json import NotAProfileFile, Parsed, TooNewError, parse, render
from console.services.worker import Worker

FILE_NAME = "profiles.json"
_NOT_READ = "The profiles could not be read."
_NOT_SAVED = "The profiles could not be saved."
_TOO_NEW = (
    "The profile file was written by a newer version of this program. It is left as it is, and "
    "profiles cannot be saved: use that version."
)


class ProfileFile:
    """Reads and replaces the file on a thread of its own; `close` ends that."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / FILE_NAME
        self._worker = Worker("profiles")

    async def load(self) -> StoredProfiles:
        """What is in the file; an unreadable one is kept as `.broken`, a newer one left alone."""
        return await self._worker.run(self._load)

    async def save(self, profiles: Sequence[Profile]) -> None:
        """Replaces the file whole. What it holds and this program cannot read is copied first."""
        kept = tuple(profiles)
        await self._worker.run(lambda: self._save(kept))

    def close(self) -> None:
        """Ends the thread, after what was given to it."""
        self._worker.close()

    def _load(self) -> StoredProfiles:
        try:
            parsed = self._parsed()
        except OSError as error:
            raise disk_problem(_NOT_READ, self._path, error) from error
        except TooNewError:
            return StoredProfiles(profiles=(), problem=_TOO_NEW, writable=False)
        except NotAProfileFile as error:
            return self._put_aside(str(error))
        problem = None
        if parsed.losses:
            kept = f"The file is copied to {FILE_NAME}.broken before the next change."
            problem = " ".join((f"{FILE_NAME} has errors.", *parsed.losses, kept))
        return StoredProfiles(profiles=parsed.profiles, problem=problem)

    def _put_aside(self, why: str) -> StoredProfiles:
        try:
            aside = set_aside(self._path)
        except OSError as error:
            told = disk_problem(f"{FILE_NAME} is not readable: {why}.", self._path, error)
            return StoredProfiles(profiles=(), problem=told.sentence(), writable=False)
        return StoredProfiles(
            profiles=(),
            problem=f"{FILE_NAME} was not readable: {why}. It is kept as {aside.name}, and the "
            "list begins empty. Repair that file and give it its name back, or make the "
            "profiles anew.",
        )

    def _save(self, profiles: tuple[Profile, ...]) -> None:
        try:
            self._keep_what_is_lost()
            write_private(self._path, render(profiles))
        except TooNewError:
            raise UserFacingError(_NOT_SAVED, _TOO_NEW) from None
        except OSError as error:
            raise disk_problem(_NOT_SAVED, self._path, error) from error

    def _keep_what_is_lost(self) -> None:
        """The file may have been changed by hand since it was read, so it is looked at again."""
        try:
            if self._parsed().losses:
                copy_aside(self._path)
        except NotAProfileFile:
            set_aside(self._path)

    def _parsed(self) -> Parsed:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return Parsed(profiles=())
        return parse(data)
