"""How attempts are being kept, in words."""

from __future__ import annotations

import pytest

from console.core.history import JournalState, Keeping
from console.core.telling import State
from console.ui.history.keeping_words import Standing, message, standing


def state(keeping: Keeping, waiting: int = 0, lost: int = 0) -> JournalState:
    return JournalState(
        keeping=keeping, reason="Why\u202e.", hint="Do this.", waiting=waiting, lost=lost
    )


WHY = "Why\\u202e. Do this."
SEALED = JournalState(keeping=Keeping.ENCRYPTED)


@pytest.mark.parametrize(
    ("now", "saved", "shown"),
    [
        (JournalState(keeping=Keeping.NOT_OPENED), True, (None, "")),
        (SEALED, None, (None, "")),
        (SEALED, True, (True, "saved")),
        (SEALED, False, (None, "saving…")),
        (JournalState(keeping=Keeping.ENCRYPTED, waiting=3), False,
         (None, "catching up: 3 attempts to save")),
        (JournalState(keeping=Keeping.ENCRYPTED, waiting=3), True, (True, "saved")),
        (state(Keeping.PLAIN), None, (None, "names are not kept")),
        (state(Keeping.PLAIN), True, (True, "saved without names")),
        (state(Keeping.NOT_KEPT), True, (False, "not being saved")),
        (state(Keeping.READ_ONLY), None, (False, "not being saved")),
    ],
)  # fmt: skip
def test_the_status_line(
    now: JournalState, saved: bool | None, shown: tuple[bool | None, str]
) -> None:
    said = standing(now, saved)
    assert (said.saved, said.text) == shown
    assert said == Standing() or said.why == (WHY if now.reason else "")


def test_nothing_is_to_be_said_while_all_is_well() -> None:
    assert message(SEALED) is None
    assert message(JournalState(keeping=Keeping.NOT_OPENED)) is None


def test_without_a_keyring_names_are_not_kept() -> None:
    said = message(state(Keeping.PLAIN))
    assert said is not None
    assert said.state is State.WARNING
    assert "no keyring" in said.title
    assert said.rest == WHY


@pytest.mark.parametrize(
    ("now", "rest"),
    [
        (state(Keeping.NOT_KEPT), WHY),
        (state(Keeping.NOT_KEPT, waiting=1),
         f"{WHY} One attempt is held in memory, and saved as soon as that can be done."),
        (state(Keeping.READ_ONLY, waiting=2), f"{WHY} 2 attempts are held in memory."),
        (state(Keeping.NOT_KEPT, lost=4),
         f"{WHY} 4 more could not be held, and are in their tabs alone."),
    ],
)  # fmt: skip
def test_what_is_not_being_saved_is_said_with_reason_and_hint(now: JournalState, rest: str) -> None:
    said = message(now)
    assert said is not None
    assert (said.state, said.title, said.rest) == (State.REFUSED, "Not being saved.", rest)
