"""Whether a case is as it was written, whole, and safe to attach."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from console.cases.case_nodes import TITLE, parse
from console.cases.json_format import texts_in, verify_digest
from console.cases.reading import bytes_of
from console.cases.schema import first_problem
from console.cases.self_check import distinct, looks_secret, names_somebody
from console.core.errors import UserFacingError
from console.core.events import EventKind
from console.core.masking import Json

_OK, _MISMATCH = "ok", "mismatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """`schema` is ok, or the first thing that is not as the schema says."""

    schema: str
    digest_fits: bool
    secrets_found: int
    names_found: int  # where the case does not say that names are shown
    complete: bool

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        found = self.secrets_found + self.names_found
        return self.schema == _OK and self.digest_fits and not found and self.complete

    def to_json(self) -> dict[str, Json]:
        """The object of the public interface."""
        return {
            "schema": self.schema,
            "digest": _OK if self.digest_fits else _MISMATCH,
            "secrets_found": self.secrets_found,
            "names_found": self.names_found,
            "complete": self.complete,
        }


def check_case_file(path: Path) -> Checked:
    """UserFacingError where the file cannot be read or is no JSON object."""
    data = bytes_of(path)
    content = parse(data).raw()
    if not isinstance(content, dict):
        raise UserFacingError(
            TITLE, "The file is no case: it holds no JSON object.", "Name a case in JSON."
        )
    texts = distinct(texts_in(data.decode(json.detect_encoding(data))))
    return Checked(
        schema=_shown(first_problem(content)) or _OK,
        digest_fits=verify_digest(data),
        secrets_found=looks_secret(texts),
        names_found=0 if content.get("names_shown") is True else names_somebody(texts),
        complete=_complete(content),
    )


def _shown(problem: str | None) -> str | None:
    """It may name a key of the file, which a stranger can have chosen."""
    if problem is None or not (looks_secret([problem]) or names_somebody([problem])):
        return problem
    return "a key that looks like a secret or a name is not known here"


def _complete(content: dict[str, Json]) -> bool:
    """Whether every row that was recorded is there, in its place, and each call has its end."""
    events = content.get("events")
    if not isinstance(events, list) or content.get("events_recorded") != len(events):
        return False
    rows = [event for event in events if isinstance(event, dict)]
    if [row.get("seq") for row in rows] != list(range(1, len(events) + 1)):
        return False
    kinds = [row.get("kind") for row in rows]
    steps = sum(
        len(part) for part in (content.get("steps"), content.get("after")) if isinstance(part, list)
    )
    if kinds.count(EventKind.CALL_ENDED) != steps:
        return False
    ended = content.get("outcome") is not None
    return kinds.count(EventKind.ATTEMPT_ENDED) == int(ended)
