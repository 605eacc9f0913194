"""An error that was found in a log, in the words of the dialog and of the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from console.core.diagnosis.pasted import FINDINGS_LIMIT, PastedFinding
from console.core.text import visible
from console.ui.attempt.diagnosis_words import (
    ACT_WORDS,
    LOCKOUT_WORDS,
    MATCHED_WORDS,
    retry_words,
)

NOTHING_YET = "Paste a log at the left: what the errors in it mean appears here."
NOTHING_FOUND = "No exception of Cognito, AWS or botocore was found in this text."
_CODE_LIMIT = 120


def shown_code(found: PastedFinding) -> str:
    """The exception's name, as it can be shown."""
    return visible(found.classification.code, _CODE_LIMIT) or "no code"


def place(found: PastedFinding) -> str:
    """Where it stands in the text."""
    return f"line {found.line}, column {found.column}"


def facts(found: PastedFinding) -> tuple[tuple[str, str], ...]:
    """Names and values beside the meaning."""
    said = found.classification
    return (
        ("Who acts", ", ".join(ACT_WORDS[act] for act in said.act)),
        ("Lockout", LOCKOUT_WORDS[said.counts_towards_lockout]),
        ("Retry", retry_words(said.retry)),
        ("Recognised", MATCHED_WORDS[said.matched]),
    )


def count_sentence(found: Sequence[PastedFinding]) -> str:
    """How many there are."""
    if not found:
        return NOTHING_FOUND
    if len(found) >= FINDINGS_LIMIT:
        return f"{FINDINGS_LIMIT} errors found; what comes after them was not read."
    return "1 error found." if len(found) == 1 else f"{len(found)} errors found."


def to_text(found: Sequence[PastedFinding]) -> str:
    """All of them as plain text, with nothing of the log but the lines around each error."""
    blocks = [count_sentence(found)]
    blocks += [_block(each) for each in found]
    return "\n\n".join(blocks) + "\n"


def _block(found: PastedFinding) -> str:
    said = found.classification
    lines = [f"{shown_code(found)} ({place(found)})", f"> {found.excerpt}", said.meaning]
    lines += [f"{name}: {value}" for name, value in facts(found)]
    if said.causes:
        lines += ["Causes, likeliest first:", *(f"• {cause}" for cause in said.causes)]
    if said.next_steps:
        steps = enumerate(said.next_steps, start=1)
        lines += ["Next steps:", *(f"{number}. {step}" for number, step in steps)]
    return "\n".join(lines)
