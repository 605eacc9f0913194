"""Tokens in a Markdown case: what was checked of each, and for how long they are good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from console.cases.markdown_text import NOTHING, code, moment, prose
from console.core.events import Event, EventKind
from console.core.record import TokensLeft

_CHECKS = ("signature", "issuer", "client", "use", "expiry")
_WORDS = {"ok": "ok", "wrong": "**WRONG**", "not_checked": "not checked"}


def token_rows(events: Iterable[Event]) -> Iterator[tuple[str, ...]]:
    """One row a check: the token, each check, the end of its life, and whom or what it is for."""
    for event in events:
        if event.kind is not EventKind.TOKEN_CHECKED:
            continue
        checks = (_WORDS.get(event.text(name), NOTHING) for name in _CHECKS)
        of = [*event.texts("groups"), *event.texts("scopes")]
        yield (
            prose(event.text("token")),
            *checks,
            _moment(event.text("expires_at")),
            " ".join(code(name) for name in of) or NOTHING,
        )


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
