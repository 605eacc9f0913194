"""What comes next in a conversation: a question, a call, or an end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from console.core.call import ApiCall, Failure, Tokens
from console.core.conversation.challenges import Challenge


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The next thing is an answer by a person or a recipe."""

    challenge: Challenge


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceed:
    """Nobody is asked: `call` goes on, with an answer made here whose keys are `keys`.

    `challenge` is the one that is answered; None where it was asked and told before.
    """

    challenge: Challenge | None
    keys: tuple[str, ...]
    call: ApiCall


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The end: tokens came."""

    tokens: Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The end: no tokens, and why."""

    failure: Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """The answer came after the end of the session, and is not sent."""

    challenge: Challenge


Next: TypeAlias = Ask | Proceed | SignedIn | Refused
Answered: TypeAlias = ApiCall | Ask | Expired


class ConversationError(Exception):
    """The conversation was driven out of turn: a bug of the caller."""
