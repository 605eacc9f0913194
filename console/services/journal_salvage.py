"""What can be read of a damaged journal, though its first page is lost."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from console.core.secret import Secret
from console.services import journal_places as places
from console.services.journal_database import Database, Kind, SqlError
from console.services.journal_rows import UNREADABLE, id_in
from console.services.journal_schema import SCHEMA_VERSION, provide_schema
from console.services.journal_source import Raw, Source

_PAGE: Final = 4096
_BUSY_S: Final = 5.0


def readable(path: Path, key: Secret | None) -> Iterator[Raw]:
    """The attempts that are left, under the key or without.

    A plain file may have come into the place of an encrypted one.
    """
    keys = (None,) if key is None else (key, None)
    for each in keys:
        with _opened(path, each) as damaged:
            if damaged is not None:
                version = damaged.number("PRAGMA user_version")
                yield from Source(damaged, version, tolerant=True).attempts()
                return
    yield from _behind_first_page(path, key)


def _behind_first_page(path: Path, key: Secret | None) -> Iterator[Raw]:
    """With the first page of a new file: it tells where the tables are, which is the same in all.

    Only attempts whose header has their own id: no other file's pages are taken for ours.
    """
    first, rest = places.parts_of_salvage(path)
    try:
        pages = path.stat().st_size // _PAGE
        if pages < 2:
            return
        _grown(first, key, pages)
        _put_together(path, first, rest)
        with _opened(rest, key) as damaged:
            if damaged is not None:
                for raw in Source(damaged, SCHEMA_VERSION, tolerant=True).attempts():
                    if _is_ours(raw):
                        yield raw
    finally:
        for part in (first, rest):
            places.remove(part)


def _is_ours(raw: Raw) -> bool:
    with contextlib.suppress(*UNREADABLE):
        return id_in(raw.header) == raw.attempt_id
    return False


def _grown(first: Path, key: Secret | None, pages: int) -> None:
    """A new file that is at least as long: its first page says how many there are."""
    places.remove(first)
    places.make(first)
    with contextlib.closing(Database(first, key=key, busy_s=_BUSY_S)) as made:
        made.build_unlogged()
        provide_schema(made)
        size = pages * _PAGE
        made.run("INSERT INTO headers (key, header) VALUES (1, zeroblob(?))", (size,))


def _put_together(path: Path, first: Path, rest: Path) -> None:
    places.remove(rest)
    places.make(rest)
    shutil.copyfile(path, rest)
    with first.open("rb") as new, rest.open("r+b") as old:
        old.write(new.read(_PAGE))
        old.truncate(first.stat().st_size)


@contextlib.contextmanager
def _opened(path: Path, key: Secret | None) -> Iterator[Database | None]:
    """None where it is not to be read under this key."""
    try:
        database = Database(path, key=key, busy_s=_BUSY_S, read_only=True)
    except SqlError as error:
        if error.kind not in (Kind.DAMAGED, Kind.CANNOT_OPEN):
            raise
        yield None
        return
    with contextlib.closing(database):
        yield database
