"""Two sets of cards side by side, and in what they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.core.diagnosis.cards import Card, CardRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """`differs`: a difference that may explain something."""

    name: str
    left: str
    right: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCard:
    """A card of both, row by row."""

    title: str
    rows: tuple[ComparedRow, ...]


def compare(left: Sequence[Card], right: Sequence[Card]) -> tuple[ComparedCard, ...]:
    """The cards of `left`, each beside that of the same title; a row that is missing is empty."""
    others = {card.title: {row.name: row for row in card.rows} for card in right}
    return tuple(
        ComparedCard(title=card.title, rows=_side_by_side(card, others.get(card.title, {})))
        for card in left
    )


def _side_by_side(card: Card, others: Mapping[str, CardRow]) -> tuple[ComparedRow, ...]:
    mine = {row.name: row for row in card.rows}
    names = dict.fromkeys([*mine, *others])
    return tuple(_compared(name, mine.get(name), others.get(name)) for name in names)


def _compared(name: str, left: CardRow | None, right: CardRow | None) -> ComparedRow:
    mine, other = ("" if row is None else row.value for row in (left, right))
    own = any(row is not None and row.own for row in (left, right))
    return ComparedRow(name=name, left=mine, right=other, differs=mine != other and not own)
