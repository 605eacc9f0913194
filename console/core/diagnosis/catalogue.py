"""The catalogue of errors: parsed from bytes, checked as a whole, looked up by code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from console.core.diagnosis.entry import UNKNOWN_ID, CatalogueError, Entry, read_entry

SCHEMA_VERSION = 1
_FILE = "the file"


class Catalogue:
    """All entries in the order of the file, which is the order in which they are tried."""

    __slots__ = ("_by_code", "_by_id", "families", "unknown")

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_id: dict[str, Entry] = {}
        by_code: dict[str, list[Entry]] = {}
        families: list[Entry] = []
        for entry in entries:
            if entry.id in self._by_id:
                raise CatalogueError(f"entry {entry.id}", "this id is used twice")
            self._by_id[entry.id] = entry
            if entry.code is not None:
                for name in (entry.code, *entry.aliases):
                    by_code.setdefault(name.casefold(), []).append(entry)
            elif entry.id != UNKNOWN_ID:
                families.append(entry)
        if UNKNOWN_ID not in self._by_id:
            raise CatalogueError(_FILE, f"there is no entry {UNKNOWN_ID}")
        for name, found in by_code.items():
            # Without one, an unknown text of a known code would come out as not known at all.
            if all(entry.patterns for entry in found):
                raise CatalogueError(
                    f"entry {found[0].id}", f"{name} has no entry without patterns"
                )
        self._by_code = {name: tuple(found) for name, found in by_code.items()}
        self.families = tuple(families)
        self.unknown = self._by_id[UNKNOWN_ID]

    @classmethod
    def parse(cls, data: bytes) -> Catalogue:
        """The catalogue in `data`, or a CatalogueError that names the entry at fault."""
        try:
            raw = json.loads(data)
        except (ValueError, RecursionError) as problem:
            raise CatalogueError(
                _FILE, f"not readable as JSON ({type(problem).__name__})"
            ) from None
        if not isinstance(raw, dict) or not isinstance(raw.get("entries"), list):
            raise CatalogueError(_FILE, "there is no list of entries")
        if raw.get("schema_version") != SCHEMA_VERSION:
            raise CatalogueError(_FILE, f"schema_version is not {SCHEMA_VERSION}")
        return cls(read_entry(item, number) for number, item in enumerate(raw["entries"], 1))

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def of_code(self, code: str) -> tuple[Entry, ...]:
        """The entries of this code or alias, without regard to case; empty where there is none."""
        return self._by_code.get(code.casefold(), ())

    def by_id(self, entry_id: str) -> Entry | None:
        """The entry with this id."""
        return self._by_id.get(entry_id)
