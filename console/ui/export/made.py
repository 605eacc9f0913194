"""The texts of an export, letter by letter as the file will have them; made off the window."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.core.errors import UserFacingError
from console.core.masking import LiveSecrets
from console.core.record import AttemptRecord

if TYPE_CHECKING:
    from console.cases.case import Case, CaseContext
    from console.cases.case_diagnosis import Diagnosis
    from console.cases.code import Language

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_PART_LIMIT = 64
_STILL_RUNS = "This attempt has not ended: the text holds what happened so far."


@dataclass(frozen=True, slots=True, kw_only=True)
class Exportable:
    """An attempt as a tab has it: with what was found out about it, and its secrets to search for.

    `live` is None for an attempt of the history, whose secrets nobody has any more.
    """

    record: AttemptRecord
    diagnosis: Diagnosis | None = None
    live: LiveSecrets | None = None

    @property
    def note(self) -> str:
        """One more sentence for who exports it."""
        return "" if self.record.outcome is not None else _STILL_RUNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Whether names stand in the export, and whether pool and client are told."""

    names: bool = False
    ids: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportText:
    """The attempt in one format. `problem`: it would give something away, and is not offered."""

    name: str  # the format's
    title: str
    suffix: str
    text: str
    problem: UserFacingError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A case in every format, and its first request as code, by language."""

    case: Case
    choices: Choices
    texts: tuple[ExportText, ...]
    codes: Mapping[Language, str]


def make(source: Exportable, choices: Choices, context: CaseContext) -> Made:
    """Blocks: not for the thread of the window."""
    from console.cases.case import Case
    from console.cases.registry import FORMATS  # needed by few runs

    case = Case.from_record(
        source.record,
        context,
        names=choices.names,
        ids=choices.ids,
        diagnosis=source.diagnosis,
        live=source.live,
    )
    texts = []
    for name, form in FORMATS.items():
        stream = io.BytesIO()
        form.write(case, stream)
        problem = case.self_check.problem(stream.getvalue(), form.texts)
        texts.append(
            ExportText(
                name=name,
                title=form.title,
                suffix=form.suffix,
                text=stream.getvalue().decode("utf-8"),
                problem=None if problem is None else _not_offered(problem),
            )
        )
    return Made(case=case, choices=choices, texts=tuple(texts), codes=_codes(case))


def _codes(case: Case) -> dict[Language, str]:
    from console.cases.code import Language, request_code

    made = {language: request_code(case, language) for language in Language}
    return {
        language: text
        for language, text in made.items()
        if text is not None and case.self_check.problem(text.encode("utf-8"), _lines) is None
    }


def _lines(text: str) -> Iterator[str]:
    return iter(text.splitlines())


def _not_offered(problem: str) -> UserFacingError:
    return UserFacingError(
        "This text is not offered: it would give something away.",
        f"It was read once more and holds {problem}.",
        "Look whether the ticket's number or the profile's name holds it; else report this as a "
        "bug, and attach no copy of the screen.",
    )


def file_name(case: Case, suffix: str) -> str:
    """Ours, whatever the attempt says: date, ticket, how it ended."""
    day = case.started_at.astimezone().date().isoformat()
    parts = (day, _safe(case.ticket or ""), _safe(case.outcome or "running"))
    return "_".join(part for part in parts if part) + suffix


def _safe(text: str) -> str:
    return _UNSAFE.sub("-", text)[:_PART_LIMIT].strip("-.")
