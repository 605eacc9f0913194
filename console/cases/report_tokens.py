"""The part of a report on tokens: what was checked of each, and for how long they are good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from console.cases.case import Case
from console.cases.report import (
    NOTHING,
    Block,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    code,
    ours,
    prose,
    spaced,
    strong,
)
from console.cases.report_attempt import moment
from console.core.events import Event, EventKind
from console.core.record import TokensLeft

_COLUMNS = ("Token", "Signature", "Issuer", "Client", "Use", "Expiry", "Good until", "Of")
_CHECKS = ("signature", "issuer", "client", "use", "expiry")
_WORDS = {
    "ok": ours("ok"),
    "wrong": strong("WRONG"),
    "not_checked": ours("not checked"),
}


def tokens(case: Case) -> Section | None:
    """None where none came."""
    if case.tokens_left is None:
        return None
    blocks: list[Block] = [Paragraph(line=(ours(left_words(case.tokens_left)),))]
    rows = tuple(_rows(case.events))
    if rows:
        blocks.insert(0, Table(columns=_COLUMNS, rows=rows))
    return Section(title="Tokens", blocks=tuple(blocks))


def _rows(events: Iterable[Event]) -> Iterator[tuple[Line, ...]]:
    """One row a check: the token, each check, the end of its life, and whom or what it is for."""
    for event in events:
        if event.kind is not EventKind.TOKEN_CHECKED:
            continue
        of = spaced(*map(code, (*event.texts("groups"), *event.texts("scopes"))))
        yield (
            (prose(event.text("token")),),
            *((_check(event, name),) for name in _CHECKS),
            (ours(_moment(event.text("expires_at"))),),
            of or (ours(NOTHING),),
        )


def _check(event: Event, name: str) -> Span:
    return _WORDS.get(event.text(name), ours(NOTHING))


def left_words(left: TokensLeft) -> str:
    """Whether the tokens were revoked, else until when they stay good."""
    if left.revoked_at is not None:
        return f"Tokens revoked at {moment(left.revoked_at)}."
    if left.valid_until is None:
        return "The tokens were not revoked; when they end is not known."
    assumed = " (if the refresh token has the life that Cognito gives by default)"
    until = f"Tokens left valid until {moment(left.valid_until)}"
    return f"{until}{assumed if left.assumed else ''}: nobody revoked them."


def _moment(text: str) -> str:
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return NOTHING
