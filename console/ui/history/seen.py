"""What was seen in the rows so far, to choose from in the filters."""

from __future__ import annotations

from collections.abc import Iterable

from console.core.history import Row
from console.core.text import visible
from console.ui.history.wanted import Cause
from console.ui.history.words import cause_of

_AT_MOST = 200  # of each kind


class Seen:
    """Each value once, the latest first; a text that shows itself otherwise than it is, never."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[str, None]] = {
            "profile": {}, "user": {}, "ticket": {}, "tag": {},
        }  # fmt: skip
        self._causes: dict[str, Cause] = {}

    def add(self, rows: Iterable[Row]) -> None:
        """Takes note of further rows."""
        for row in rows:
            header = row.header
            self._note("profile", header.profile_name)
            self._note("user", header.username)
            self._note("ticket", header.ticket or "")
            for tag in row.annotations.tags:
                self._note("tag", tag)
            found = header.classification
            if found is not None and len(self._causes) < _AT_MOST:
                self._causes.setdefault(found.id, cause_of(found))

    def add_profiles(self, names: Iterable[str]) -> None:
        """Profiles that exist, tried or not."""
        for name in names:
            self._note("profile", name)

    def forget(self) -> None:
        """Whose attempts are deleted is not offered any more. Profiles are not deleted here."""
        for kind in ("user", "ticket", "tag"):
            self._texts[kind].clear()
        self._causes.clear()

    def texts(self, kind: str) -> list[str]:
        """profile, user, ticket or tag."""
        return list(self._texts[kind])

    def causes(self) -> list[Cause]:
        """In the order of their words."""
        return sorted(self._causes.values(), key=lambda cause: (cause.words, cause.id))

    def _note(self, kind: str, text: str) -> None:
        known = self._texts[kind]
        if text and len(known) < _AT_MOST and visible(text) == text:
            known.setdefault(text)
