"""A row's words, marks, tool tip and spoken text."""

from __future__ import annotations

from PySide6.QtCore import Qt

from console.core.history import Annotations, Row
from console.core.profile import ProfileKind
from console.ui.history.row_words import SHOWN, ShownRow
from console.ui.parts.row_list import RowRole
from tests.fakes import START
from tests.ui.fakes_ui import header


def shown(
    role: int, *, notes: Annotations | None = None, unsaved: bool = False, **changes: object
) -> str:
    row = Row(header=header("1", **changes), annotations=notes or Annotations())
    said = SHOWN[role](ShownRow(row=row, running=False, unsaved=unsaved, now=START))
    assert isinstance(said, str)
    return said


def test_mark_and_its_colour() -> None:
    assert shown(RowRole.MARK) == "✓"
    assert shown(RowRole.MARK_TOKEN) == "ok"


def test_simulated_attempts_carry_the_practice_shape() -> None:
    assert shown(RowRole.BADGE, simulated=True) == "◇"
    assert shown(RowRole.BADGE) == ""


def test_the_second_line_begins_with_what_matters_most() -> None:
    line = shown(
        RowRole.SECOND_LINE,
        notes=Annotations(tags=("vip", "a\u202eb")),
        unsaved=True,
        ticket="CS-7",
    )
    assert line.startswith("not saved · ")
    assert "CS-7" in line
    assert line.endswith("#vip #a\\u202eb")


def test_the_tip_shows_everything_letter_by_letter() -> None:
    tip = shown(
        Qt.ItemDataRole.ToolTipRole,
        notes=Annotations(note="<i>first</i>\nsecond", pinned=True),
        reason="It <b>ended</b>.",
        profile_kind=ProfileKind.STAGING,
    )
    assert "&lt;b&gt;ended" in tip
    assert "&lt;i&gt;first&lt;/i&gt;<br>second" in tip
    assert "Contoso shop · Staging" in tip
    assert "Pinned" in tip


def test_what_is_spoken() -> None:
    spoken = shown(Qt.ItemDataRole.AccessibleTextRole, notes=Annotations(note="call back"))
    assert spoken.startswith("alice · signed in, ")
    assert spoken.endswith("call back")


def test_a_long_note_is_cut() -> None:
    tip = shown(Qt.ItemDataRole.ToolTipRole, notes=Annotations(note="line\n" * 50))
    assert tip.count("line") == 6
