"""How attempts are being kept, in the words of status line and message strip."""

from __future__ import annotations

from dataclasses import dataclass

from console.core.history import JournalState, Keeping
from console.core.telling import State
from console.core.text import visible
from console.ui.message_strip import Message

_LIMIT = 400
NOT_SAVED = "not being saved"
NO_NAMES = "Names are not kept: there is no keyring."


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`saved` None says nothing about it; `why` is for the tool tip."""

    saved: bool | None = None
    text: str = ""
    why: str = ""


def standing(state: JournalState, saved: bool | None) -> Standing:
    """For the status line; `saved` is of the tab's attempt, None where it has none."""
    why = _why(state)
    if state.keeping is Keeping.NOT_OPENED:
        return Standing()
    if not state.saving:
        return Standing(saved=False, text=NOT_SAVED, why=why)
    nameless = state.keeping is Keeping.PLAIN
    if saved:
        return Standing(saved=True, text="saved without names" if nameless else "saved", why=why)
    if state.waiting > 1:
        return Standing(text=f"catching up: {state.waiting} attempts to save", why=why)
    if saved is False:
        return Standing(text="saving…", why=why)
    return Standing(text="names are not kept" if nameless else "", why=why)


def message(state: JournalState) -> Message | None:
    """For the strip, as long as it is true."""
    rest = _why(state)
    if state.keeping is Keeping.PLAIN:
        return Message(state=State.WARNING, title=NO_NAMES, rest=rest)
    if state.saving or state.keeping is Keeping.NOT_OPENED:
        return None
    parts = [rest]
    if state.waiting:
        who = "One attempt is" if state.waiting == 1 else f"{state.waiting} attempts are"
        then = (
            "."
            if state.keeping is Keeping.READ_ONLY
            else ", and saved as soon as that can be done."
        )
        parts.append(f"{who} held in memory{then}")
    if state.lost:
        parts.append(f"{state.lost} more could not be held, and are in their tabs alone.")
    shown = " ".join(part for part in parts if part)
    return Message(state=State.REFUSED, title="Not being saved.", rest=shown)


def _why(state: JournalState) -> str:
    parts = (visible(state.reason, _LIMIT), visible(state.hint, _LIMIT))
    return " ".join(part for part in parts if part)
