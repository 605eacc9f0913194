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
    others = {card.title: {row.name: row.value for row in card.rows} for card in right}
    return tuple(
        ComparedCard(
            title=card.title,
            rows=tuple(_compared(row, others.get(card.title, {})) for row in card.rows),
        )
        for card in left
    )


def _compared(row: CardRow, others: Mapping[str, str]) -> ComparedRow:
    right = others.get(row.name, "")
    differs = row.value != right and not row.own
    return ComparedRow(name=row.name, left=row.value, right=right, differs=differs)
