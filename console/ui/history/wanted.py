"""What the operator wants to see of the history: words and filters, as one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from console.core.history import Query
from console.core.record import Outcome
from console.core.telling import OUTCOME_WORDS
from console.core.text import visible

PAGE = 200  # rows that are read at a time
_CHIP_LIMIT = 40


class Span(StrEnum):
    """How far back."""

    ALL = "Any time"
    TODAY = "Today"
    WEEK = "Last 7 days"
    MONTH = "Last 30 days"

    def since(self, now: datetime) -> datetime | None:
        """The first moment of it; today begins at midnight of this machine."""
        if self is Span.TODAY:
            return now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        days = {Span.WEEK: 7, Span.MONTH: 30}.get(self)
        return None if days is None else now - timedelta(days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A classification to choose: its id and what a row calls it."""

    id: str
    words: str

    @property
    def title(self) -> str:
        """Both, the words first."""
        return f"{self.words} · {self.id}" if self.words else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """None and empty: not asked for."""

    text: str = ""
    span: Span = Span.ALL
    outcome: Outcome | None = None
    profile: str | None = None
    user: str | None = None
    cause: Cause | None = None
    ticket: str | None = None
    tag: str | None = None
    pinned: bool = False

    def query(self, now: datetime) -> Query:
        """The journal's question for the first page."""
        return Query(
            text=self.text,
            profile=self.profile,
            user=self.user,
            outcome=self.outcome,
            classification=None if self.cause is None else self.cause.id,
            ticket=self.ticket,
            since=self.span.since(now),
            tag=self.tag,
            pinned=self.pinned,
            limit=PAGE,
        )

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Each filter that is set, as its field and a word or two; the words searched are none."""
        told = (
            ("span", "" if self.span is Span.ALL else str(self.span)),
            ("outcome", "" if self.outcome is None else OUTCOME_WORDS[self.outcome][0]),
            ("profile", self.profile or ""),
            ("user", self.user or ""),
            ("cause", "" if self.cause is None else self.cause.words or self.cause.id),
            ("ticket", self.ticket or ""),
            ("tag", f"#{self.tag}" if self.tag else ""),
            ("pinned", "pinned" if self.pinned else ""),
        )
        return tuple((name, visible(words, _CHIP_LIMIT)) for name, words in told if words)

    def without(self, name: str) -> Wanted:
        """The same, but for one filter."""
        return replace(self, **{name: getattr(Wanted(), name)})

    def without_filters(self) -> Wanted:
        """The words alone."""
        return Wanted(text=self.text)
